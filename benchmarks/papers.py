"""What each paper costs: `python benchmarks/papers.py`; needs the extra `pdf`.

Prints seconds of processor for the page, the workbook and the PDF of each kind in Danish, all in one process,
then wall and processor seconds of `cba report` with every kind and format: one language, and both.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

SCENARIO = HERE.parent / "scenarios" / "odense-mentor-ansoegning.yaml"


def spent(action: Callable[[], Any]) -> tuple[float, Any]:
    """Return seconds of processor and result."""
    began = time.process_time()
    result = action()
    return time.process_time() - began, result


def command(*arguments: str) -> tuple[float, float]:
    """Return wall and processor seconds of a whole command, helpers included."""
    before, began = os.times(), time.perf_counter()
    subprocess.run([sys.executable, "-m", "cba", *arguments], check=True, capture_output=True)
    after = os.times()
    used = after.children_user + after.children_system - before.children_user - before.children_system
    return time.perf_counter() - began, used


def each(folder: Path) -> None:
    """Print the cost of each paper."""
    from cba.reports.papers.files import FACTSHEET, KINDS, render_papers
    from cba.reports.pdf import engine, render_pdf
    from cba.reports.reopening import read_results

    document = read_results(folder / "results.json")
    print(f"WeasyPrint imported {spent(engine)[0]:.2f} s")
    print(f"{'seconds of processor':<20}{'page':>8}{'workbook':>10}{'PDF':>8}")
    for kind in KINDS:
        page, files = spent(partial(render_papers, document, [kind], ["da"], ["html"]))
        html = files[f"{kind}.da.html"].decode()
        book, _ = spent(partial(render_papers, document, [kind], ["da"], ["xlsx"]))
        pdf, _ = spent(partial(render_pdf, html))
        print(f"{kind:<20}{page:>8.2f}{'–' if kind == FACTSHEET else f'{book:.2f}':>10}{pdf:>8.2f}")


def main() -> None:
    """Print everything."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        command("run", str(SCENARIO), "--out", str(folder / "out"))
        each(folder / "out")
        print(f"{'cba report, every kind':<36}{'wall':>8}{'processor':>11}")
        for languages in (["da"], ["da", "en"]):
            for formats in ("html", "html,xlsx", "html,pdf,xlsx"):
                said = [word for code in languages for word in ("--language", code)]
                out = ["--out", str(folder / "papers"), "--force"]
                wall, used = command("report", str(folder / "out"), *said, "--formats", formats, *out)
                print(f"{', '.join(languages) + ': ' + formats:<36}{wall:>8.2f}{used:>11.2f}")


if __name__ == "__main__":
    main()
