"""Renew the gallery: `.venv/bin/python docs/pictures.py`; needs the extra `dev` and Chromium."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import cba
from cba.reports.factsheet import render_factsheet
from cba.reports.papers.files import render_papers
from cba.reports.plan_reasons import with_reasons
from cba.uncertainty.outlook import outlook

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "docs" / "pictures"
PROGRAMS = ("chromium", "chromium-browser", "google-chrome")
DAY = "1795910400"
"""The edition that is printed, so that the same results give the same picture."""

WIDE, PHONE = {"width": 1000, "height": 900}, {"width": 390, "height": 1100}

SHOTS: dict[str, tuple[str, str, dict[str, Any], str]] = {
    "factsheet-loss": ("odense-tryg-ungdom", "da", {"viewport": WIDE}, "top"),
    "factsheet-gain": ("mentor-recidiv-dk", "en", {"viewport": WIDE}, "top"),
    "factsheet-phone": ("aarhus-indbrud", "da", {"viewport": PHONE}, "top"),
    "factsheet-dark": ("mentor-recidiv-dk", "en", {"viewport": WIDE, "color_scheme": "dark"}, "#payers"),
    "factsheet-charts": ("odense-tryg-ungdom", "da", {"viewport": WIDE}, ".charts"),
    "factsheet-sliders": ("odense-tryg-ungdom", "da", {"viewport": WIDE}, "#try"),
}
"""Picture → scenario, language, how the browser is set, and what of the page is taken."""


def page_of(name: str, language: str) -> str:
    """Return the fact sheet of a scenario of the toolkit."""
    return render_factsheet(document_of(name), language)


PAPERS = {
    "policy": ("odense-tryg-ungdom", "policy", "da"),
    "plan": ("forebyggelse-20-mio", "policy", "da"),
    "eu-grant": ("odense-mentor-ansoegning", "eu-grant", "en"),
    "eu-appraisal": ("odense-mentor-ansoegning", "eu-appraisal", "en"),
    "foundation": ("odense-mentor-ansoegning", "foundation", "da"),
    "outcome-contract": ("odense-mentor-ansoegning", "outcome-contract", "da"),
}
"""Picture → scenario, paper and language; the first page as it is printed."""


def first_pages() -> None:
    """Print the papers and take their first pages."""
    for picture, (name, kind, language) in PAPERS.items():
        pdf = render_papers(document_of(name), [kind], [language], ["pdf"])[f"{kind}.{language}.pdf"]
        shot = ["pdftoppm", "-png", "-r", "66", "-f", "1", "-l", "1", "-singlefile"]
        subprocess.run([*shot, "-", str(FOLDER / f"paper-{picture}")], input=pdf, check=True)


@cache
def document_of(name: str) -> dict[str, Any]:
    """Return a scenario's results, with its plan where it has one."""
    scenario = cba.load(ROOT / "scenarios" / f"{name}.yaml")
    document = cba.appraise(scenario).to_dict(outlook(cba.simulate(scenario)))
    if scenario.file.allocation is None:
        return document
    return document | {"allocation": with_reasons(cba.allocate(scenario).to_dict(), "da")}


def pictures(browser: Any, shoot: Callable[[Any, str, Path], None]) -> None:
    """Take every picture."""
    pages: dict[tuple[str, str], str] = {}
    for picture, (name, language, settings, part) in SHOTS.items():
        html = pages.setdefault((name, language), "") or page_of(name, language)
        pages[name, language] = html
        context = browser.new_context(offline=True, **settings)
        page = context.new_page()
        page.set_content(html)
        shoot(page, part, FOLDER / f"{picture}.png")
        context.close()


def shoot(page: Any, part: str, path: Path) -> None:
    """Take the top of the page, or one part of it."""
    if part == "top":
        page.screenshot(path=path)
    else:
        page.locator(part).screenshot(path=path)


def main() -> None:
    """Renew all pictures."""
    from playwright.sync_api import sync_playwright

    program = next((found for name in PROGRAMS if (found := shutil.which(name))), None)
    if program is None:
        sys.exit("Chromium is not installed. On Debian: sudo apt-get install chromium")
    os.environ["SOURCE_DATE_EPOCH"] = DAY
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])
        pictures(browser, shoot)
        browser.close()
    first_pages()


if __name__ == "__main__":
    main()
