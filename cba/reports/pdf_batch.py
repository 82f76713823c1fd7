"""Many pages as PDF at once, on all processors: each further processor gets a Python of its own.

A helper reads its pages from standard input and writes the files to standard output. Threads would wait for
each other, and a forked process would inherit the locks of threads that it does not have.
"""

from __future__ import annotations

import base64
import json
import os
import sys
from collections.abc import Sequence
from subprocess import PIPE, Popen
from typing import TYPE_CHECKING

from cba.reports.pdf import engine, render_pdf

if TYPE_CHECKING:
    Helper = Popen[str]

_FEWEST = 2
"""Pages that are worth the start of a helper."""


def render_pdfs(pages: Sequence[str], processors: int | None = None) -> list[bytes]:
    """Return each page as PDF, the same bytes as `render_pdf` for any number of processors.

    Args:
        pages: whole pages of HTML.
        processors: at most so many; those this process may use when None.

    Raises:
        PdfUnavailable: WeasyPrint is missing; nothing was started.
    """
    engine()
    shares = _shares(pages, processors or _usable())
    helpers = [_helper([pages[n] for n in share]) for share in shares[1:]]
    try:
        done = [[render_pdf(pages[n]) for n in share] for share in shares[:1]]
        done += [_received(helper) for helper in helpers]
    finally:
        for helper in helpers:
            helper.kill()
            helper.communicate()
    found = {
        n: pdf for share, files in zip(shares, done, strict=True) for n, pdf in zip(share, files, strict=True)
    }
    return [found[n] for n in range(len(pages))]


def _usable() -> int:
    """Return the processors this process may use; one where no other Python can be started."""
    if not sys.executable:
        return 1
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _shares(pages: Sequence[str], processors: int) -> list[list[int]]:
    """Return the numbers of the pages, dealt out by length so that all are done at about the same time."""
    number = max(1, min(processors, len(pages) // _FEWEST))
    shares: list[list[int]] = [[] for _ in range(number)]
    for page in sorted(range(len(pages)), key=lambda n: -len(pages[n])):
        min(shares, key=lambda share: sum(len(pages[n]) for n in share)).append(page)
    return shares if pages else []


def _helper(pages: list[str]) -> Helper:
    command = [sys.executable, "-P", "-c", "from cba.reports.pdf_batch import serve; serve()"]
    path = os.pathsep.join(part for part in sys.path if part)
    helper = Popen(command, stdin=PIPE, stdout=PIPE, text=True, env={**os.environ, "PYTHONPATH": path})
    assert helper.stdin
    helper.stdin.write(json.dumps(pages) + "\n")
    helper.stdin.flush()
    return helper


def _received(helper: Helper) -> list[bytes]:
    answer, _ = helper.communicate()
    if helper.returncode:
        raise RuntimeError(f"a helper that makes PDFs ended with {helper.returncode}")
    return [base64.b64decode(text) for text in json.loads(answer)]


def serve() -> None:
    """Answer one request; what a helper runs."""
    pages = json.loads(sys.stdin.readline())
    json.dump([base64.b64encode(render_pdf(page)).decode() for page in pages], sys.stdout)
