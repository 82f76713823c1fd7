"""Where the time goes, and that cost grows linearly: `python benchmarks/stages.py`.

Prints the share of each stage of `cba run` on the Odense scenario, and seconds per intervention for scenarios
of 100, 300 and 1,000 interventions, all in one run.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

ODENSE = HERE.parent / "scenarios" / "odense-tryg-ungdom.yaml"


def timed(action: Callable[[], Any]) -> tuple[float, Any]:
    """Return seconds and result."""
    began = time.perf_counter()
    result = action()
    return time.perf_counter() - began, result


def command(*arguments: str) -> float:
    """Return the least of three whole-process times in seconds."""
    line = [sys.executable, "-m", "cba", *arguments]
    return min(timed(lambda: subprocess.run(line, check=True, capture_output=True))[0] for _ in range(3))


def stages() -> None:
    """Print the share of each stage of a run."""
    from cba.appraisal import appraise
    from cba.linking import load
    from cba.loading import read_scenario
    from cba.reports.factsheet import render_factsheet
    from cba.reports.workbook import build_workbook

    spent: dict[str, float] = {}
    spent["read and merge"], _ = timed(lambda: read_scenario(ODENSE))
    spent["validate, link (registers read)"], scenario = timed(lambda: load(ODENSE))
    spent["load again (registers kept)"], _ = timed(lambda: load(ODENSE))
    spent["appraise"], appraisal = timed(lambda: appraise(scenario))
    spent["document"], document = timed(appraisal.to_dict)
    spent["fact sheet, Danish"], _ = timed(lambda: render_factsheet(document, "da"))
    spent["fact sheet, English"], _ = timed(lambda: render_factsheet(document, "en"))
    spent["workbook"], _ = timed(lambda: build_workbook(document, "da"))
    total = sum(spent.values())
    print("Stages of a run (imports included where first used)")
    for name, seconds in spent.items():
        print(f"  {name:<34}{seconds:8.3f} s  {seconds / total:6.1%}")


def growth(folder: Path) -> None:
    """Print seconds per intervention at three sizes."""
    from benchmarks.many import scenario
    from cba.appraisal import appraise
    from cba.linking import load

    print("Growth: load, validate and appraise")
    first = 0.0
    for size in (100, 300, 1_000):
        path = folder / f"{size}.yaml"
        path.write_text(scenario(size), encoding="utf-8")
        began = time.perf_counter()
        assert appraise(load(path)).portfolio.npv
        seconds = time.perf_counter() - began
        each = seconds / size * 1e3
        first = first or each
        print(f"  {size:>5} interventions {seconds:7.3f} s, {each:.2f} ms each, ratio {each / first:.2f}")


def main() -> None:
    """Print everything."""
    print(f"cba --help {command('--help'):.3f} s")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        whole = command("run", str(ODENSE), "--out", str(folder / "out"), "--force")
        print(f"cba run odense-tryg-ungdom, everything {whole:.3f} s")
        stages()
        growth(folder)


if __name__ == "__main__":
    main()
