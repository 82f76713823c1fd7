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
from typing import TYPE_CHECKING, Self

from cba.reports.pdf import PdfUnavailable, engine, render_pdf

if TYPE_CHECKING:
    Helper = Popen[str]

_FEWEST = 2
"""Pages that are worth the start of a helper."""

_LATE = 0.12
"""Of all the work, what could be done while WeasyPrint is imported here."""


class Printers:
    """Makes PDFs here and in helpers, which start at once: before the pages are there, they are ready."""

    def __init__(self, pages: int, processors: int | None = None) -> None:
        """Start the helpers.

        Args:
            pages: how many there will be.
            processors: at most so many; those this process may use when None.
        """
        number = max(1, min(processors or _usable(), pages // _FEWEST))
        self._helpers = [_helper() for _ in range(number - 1)]

    def __enter__(self) -> Self:
        """Return the printers; the helpers end with the block."""
        return self

    def __exit__(self, *_: object) -> None:
        """End the helpers."""
        self.close()

    def render(self, pages: Sequence[str]) -> list[bytes]:
        """Return each page as PDF, the same bytes as `render_pdf` for any number of processors.

        Raises:
            PdfUnavailable: WeasyPrint is missing.
        """
        first, *others = _shares(pages, 1 + len(self._helpers))
        try:
            for helper, share in zip(self._helpers, others, strict=True):
                _send(helper, [pages[n] for n in share])
        except BrokenPipeError:
            engine()  # says why a helper has gone, where WeasyPrint is missing
            raise RuntimeError("a helper that makes PDFs ended before it was asked") from None
        found = {n: render_pdf(pages[n]) for n in first}
        for helper, share in zip(self._helpers, others, strict=True):
            found |= dict(zip(share, _received(helper), strict=True))
        return [found[n] for n in range(len(pages))]

    def close(self) -> None:
        """End the helpers, whatever they do."""
        for helper in self._helpers:
            helper.kill()
            helper.communicate()


def _usable() -> int:
    """Return the processors this process may use; one where no other Python can be started."""
    if not sys.executable:
        return 1
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _shares(pages: Sequence[str], number: int) -> list[list[int]]:
    """Return the numbers of the pages, dealt out by length so that all are done at about the same time.

    The first share is this process's own, which begins later than helpers that are ready.
    """
    shares: list[list[int]] = [[] for _ in range(number)]
    work = [0.0] * number
    work[0] = _LATE * sum(map(len, pages))
    for page in sorted(range(len(pages)), key=lambda n: -len(pages[n])):
        least = work.index(min(work))
        shares[least].append(page)
        work[least] += len(pages[page])
    return shares


def _helper() -> Helper:
    command = [sys.executable, "-P", "-c", "from cba.reports.pdf_batch import serve; serve()"]
    path = os.pathsep.join(part for part in sys.path if part)
    return Popen(command, stdin=PIPE, stdout=PIPE, text=True, env={**os.environ, "PYTHONPATH": path})


def _send(helper: Helper, pages: list[str]) -> None:
    assert helper.stdin
    helper.stdin.write(json.dumps(pages) + "\n")
    helper.stdin.flush()


def _received(helper: Helper) -> list[bytes]:
    answer, _ = helper.communicate()
    if helper.returncode:
        raise RuntimeError(f"a helper that makes PDFs ended with {helper.returncode}")
    return [base64.b64decode(text) for text in json.loads(answer)]


def serve() -> None:
    """Answer one request; what a helper runs."""
    try:
        engine()
    except PdfUnavailable:
        # said by the process that asks
        sys.exit(1)
    pages = json.loads(sys.stdin.readline())
    json.dump([base64.b64encode(render_pdf(page)).decode() for page in pages], sys.stdout)
