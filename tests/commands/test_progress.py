"""The bar of long runs: where somebody watches, and nowhere else."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

SLOW = """\
import time
from cba.commands.progress import PATIENCE, progress_bar
with progress_bar("2 draws") as tell:
    tell(0, 2)
    time.sleep({waiting} * PATIENCE)
    tell(1, 2)
    time.sleep(0.3)
"""


def watched(waiting: float) -> str:
    """Run it with a terminal as standard error; return what came there."""
    import pty

    reading, terminal = pty.openpty()
    environment = {**os.environ, "TERM": "xterm", "COLUMNS": "80"}
    code = SLOW.format(waiting=waiting)
    subprocess.run([sys.executable, "-c", code], stderr=terminal, env=environment, check=True)
    os.set_blocking(reading, False)
    try:
        return os.read(reading, 65536).decode()
    except BlockingIOError:
        return ""
    finally:
        os.close(terminal)
        os.close(reading)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo-terminals")
def test_a_bar_appears_on_a_terminal_when_it_takes_long() -> None:
    assert "2 draws" in watched(1.1)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo-terminals")
def test_no_bar_for_what_is_quick() -> None:
    assert "2 draws" not in watched(0.1)


def test_no_bar_in_a_file() -> None:
    code = SLOW.format(waiting=1.1)
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True)
    assert (done.stdout, done.stderr) == ("", "")
