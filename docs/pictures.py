"""Renew the gallery: `.venv/bin/python docs/pictures.py`; needs the extra `dev` and Chromium."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import cba
from cba.reports.factsheet import render_factsheet
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
    scenario = cba.load(ROOT / "scenarios" / f"{name}.yaml")
    return render_factsheet(cba.appraise(scenario).to_dict(outlook(cba.simulate(scenario))), language)


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


if __name__ == "__main__":
    main()
