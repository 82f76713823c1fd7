"""axe-core finds nothing at WCAG 2.2 AA: on screens, phones, paper, in the dark and in forced colours."""

from __future__ import annotations

from typing import Any

import pytest

from .pages import PAGES, page_of
from .papers import KINDS, fact_sheet

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]
SEEN = ["color-contrast", "empty-table-header", "landmark-one-main", "page-has-heading-one"]
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
    context = browser.new_context(offline=True, **MEDIA[medium])
    page = context.new_page()
    page.emulate_media(media="print" if medium == "print" else "screen")
    _open(page, html)
    violations = _violations(page, {"runOnly": {"type": "tag", "values": RULES}})
    context.close()
    return violations


def found_everywhere(browser: Any, html: str) -> dict[str, list[str]]:
    """The same on screen, and what must hold of what is seen in the dark and in print too, in one opening."""
    context = browser.new_context(offline=True)
    page = context.new_page()
    _open(page, html)
    violations = _violations(page, {"runOnly": {"type": "tag", "values": RULES}})
    for media in ({"color_scheme": "dark"}, {"color_scheme": "light", "media": "print"}):
        page.emulate_media(**media)
        violations |= _violations(page, {"runOnly": {"type": "rule", "values": SEEN}})
    context.close()
    return violations


def _open(page: Any, html: str) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-core is not installed")
    page.set_content(html)
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    page.evaluate(axe.Axe().axe_script)


def _violations(page: Any, options: dict[str, Any]) -> dict[str, list[str]]:
    """Run axe-core on an open page: rule → elements."""
    answer = page.evaluate(
        "(options) => axe.run(document, options)", options | {"resultTypes": ["violations"]}
    )
    return {rule["id"]: [node["html"][:120] for node in rule["nodes"]] for rule in answer["violations"]}


@pytest.mark.parametrize(("kind", "language", "medium"), CASES)
def test_axe_finds_nothing(browser: Any, kind: str, language: str, medium: str) -> None:
    assert found(browser, fact_sheet(kind, language), medium) == {}


@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing_on_other_pages(browser: Any, name: str) -> None:
    # the two languages take turns: they share a template
    language = ("da", "en")[PAGES.index(name) % 2]
    assert found_everywhere(browser, page_of(name, language)) == {}


@pytest.mark.parametrize("medium", MEDIA)
def test_axe_would_find_what_is_wrong(browser: Any, medium: str) -> None:
    page = fact_sheet("a gain", "da").replace('lang="da"', "", 1)
    page = page.replace("<main>", '<main><p style="color: #999; background: #aaa">grey on grey</p>')
    wrong = {"html-has-lang", "color-contrast"} - (
        {"color-contrast"} if medium == "forced colours" else set()
    )
    assert set(found(browser, page, medium)) >= wrong
