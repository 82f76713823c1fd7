"""The `cba` program as a shell sees it: words, files and environment in; status and two streams out."""

from __future__ import annotations

import contextlib
import io
import os
import subprocess
import sys
from pathlib import Path
from unittest.mock import patch

import cba
from cba.commands.main import main

Done = subprocess.CompletedProcess[str]


def called(*words: str, folder: Path | str = ".", **changes: str) -> Done:
    """Run `cba` in this process, which spares a second of starting Python for each of some hundred runs."""
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True) for _ in range(2))
    status: int | str | None = None
    with contextlib.ExitStack() as stack:
        stack.enter_context(patch.dict(os.environ, {"COLUMNS": "80", **changes}))
        stack.enter_context(patch.object(sys, "argv", ["cba", *words]))
        stack.enter_context(contextlib.redirect_stdout(out))
        stack.enter_context(contextlib.redirect_stderr(err))
        stack.enter_context(contextlib.chdir(folder))
        try:
            main()
        except SystemExit as ended:
            status = ended.code
    assert isinstance(status, int), f"ended with {status!r}"
    return Done(["cba", *words], status, _text(out), _text(err))


def started(*words: str, folder: Path | str = ".", **changes: str) -> Done:
    """Run `cba` as a process of its own."""
    environment = {**os.environ, "PYTHONPATH": str(Path(cba.__file__).parents[1]), "PYTHONUTF8": "1"}
    return subprocess.run(
        [sys.executable, "-m", "cba", *words],
        cwd=folder,
        env={**environment, **changes},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def _text(stream: io.TextIOWrapper) -> str:
    stream.seek(0)
    return stream.read()
