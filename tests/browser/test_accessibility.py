"""axe-core finds nothing at WCAG 2.2 AA: on screens, phones, paper, in the dark and in forced colours."""

from __future__ import annotations

from typing import Any

import pytest

from .papers import KINDS, fact_sheet

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]
MEDIA: dict[str, dict[str, Any]] = {
    "screen": {},
    "phone": {"viewport": {"width": 390, "height": 844}},
    "twice as large": {"viewport": {"width": 640, "height": 450}, "device_scale_factor": 2},
    "dark": {"color_scheme": "dark"},
    "more contrast": {"contrast": "more"},
    "forced colours": {"forced_colors": "active"},
    "print": {},
}
CASES = [
    *(("portfolio with a loss", "da", medium) for medium in MEDIA),
    *((kind, "en", medium) for kind in list(KINDS)[1:] for medium in ("screen", "dark", "print")),
]


def found(browser: Any, html: str, medium: str) -> dict[str, list[str]]:
    """What axe-core finds on a page with everything folded out: rule → elements."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-core is not installed")
    context = browser.new_context(offline=True, **MEDIA[medium])
    page = context.new_page()
    page.emulate_media(media="print" if medium == "print" else "screen")
    page.set_content(html)
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    options = {"runOnly": {"type": "tag", "values": RULES}, "resultTypes": ["violations"]}
    violations = axe.Axe().run(page, options=options).response["violations"]
    context.close()
    return {rule["id"]: [node["html"][:120] for node in rule["nodes"]] for rule in violations}


@pytest.mark.parametrize(("kind", "language", "medium"), CASES)
def test_axe_finds_nothing(browser: Any, kind: str, language: str, medium: str) -> None:
    assert found(browser, fact_sheet(kind, language), medium) == {}


@pytest.mark.parametrize("medium", MEDIA)
def test_axe_would_find_what_is_wrong(browser: Any, medium: str) -> None:
    page = fact_sheet("a gain", "da").replace('lang="da"', "", 1)
    page = page.replace("<main>", '<main><p style="color: #999; background: #aaa">grey on grey</p>')
    wrong = {"html-has-lang", "color-contrast"} - (
        {"color-contrast"} if medium == "forced colours" else set()
    )
    assert set(found(browser, page, medium)) >= wrong
