"""The workbook at scale, beside openpyxl writing the same cells: `python -m benchmarks.workbook`.

Prints processor seconds and peak memory for 200 interventions over 40 years, and that the cost grows with the
cells. openpyxl's write-only mode is the yardstick: the same values and formulas, no looks, no stored results.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
import time
from io import BytesIO
from pathlib import Path

SIZES = (25, 50, 100, 200)


def built(path: Path) -> bytes:
    """Return the workbook of a scenario, and print what it took."""
    import cba
    from cba.reports.workbook import build_workbook

    document = cba.appraise(cba.load(path, settings=["horizon=40"])).to_dict()
    before = _memory()
    began = time.process_time()
    content = build_workbook(document, "da")
    spent = time.process_time() - began
    print(f"{spent:.3f} {before:.0f} {_memory():.0f} {len(content)}")
    return content


def yardstick(content: bytes) -> tuple[int, float]:
    """Return how many cells a workbook has, and processor seconds of writing them with openpyxl."""
    import openpyxl

    book = openpyxl.load_workbook(BytesIO(content), read_only=True)
    sheets = {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book.worksheets}
    began = time.process_time()
    copy = openpyxl.Workbook(write_only=True)
    for title, rows in sheets.items():
        sheet = copy.create_sheet(title)
        for row in rows:
            sheet.append(row)
    copy.save(BytesIO())
    spent = time.process_time() - began
    return sum(value is not None for rows in sheets.values() for row in rows for value in row), spent


def _memory() -> float:
    """Return the most memory this process has had, MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    """Print a line for each size; each is built in a process of its own."""
    from benchmarks.many import scenario

    if len(sys.argv) > 1:
        Path(sys.argv[2]).write_bytes(built(Path(sys.argv[1])))
        return
    print("interventions   cells   processor s   openpyxl s   ratio   memory before, after MB   file MB")
    with tempfile.TemporaryDirectory() as folder:
        for size in SIZES:
            path, out = Path(folder) / f"{size}.yaml", Path(folder) / f"{size}.xlsx"
            path.write_text(scenario(size), encoding="utf-8")
            line = [sys.executable, "-m", "benchmarks.workbook", str(path), str(out)]
            found = subprocess.run(line, check=True, capture_output=True, text=True).stdout.split()
            spent, before, after, length = map(float, found)
            cells, other = yardstick(out.read_bytes())
            print(
                f"{size:>13}{cells:>8,}{spent:>14.2f}{other:>13.2f}{spent / other:>8.2f}"
                f"{before:>17.0f}, {after:.0f}{length / 1e6:>16.1f}"
            )


if __name__ == "__main__":
    main()
