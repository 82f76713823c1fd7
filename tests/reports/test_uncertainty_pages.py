"""The pages on sensitivity, value of information and acceptability: users' text is text."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest

import cba
from cba.reports import acceptability_page, sensitivity_page, voi_page
from cba.reports.heading import headed
from cba.reports.pages import Page
from cba.uncertainty.around import Around
from cba.uncertainty.knowing import CHOICE, knowing
from cba.uncertainty.local_trial import local_trial
from cba.uncertainty.options import choice, options, thresholds_for
from cba.uncertainty.sensitivity import sensitivity
from cba.uncertainty.simulation import simulate

from .page import Element, read
from .test_hostile_text import HOSTILE

Document = dict[str, Any]

PAIR = ("price.prison_day", "interventions.mentor.effects.reconviction.transfer")
SCENARIO = Path(__file__).resolve().parents[2] / "scenarios" / "odense-tryg-ungdom.yaml"


@lru_cache
def documents() -> dict[str, Document]:
    """The three documents of the Odense scenario, from few draws."""
    scenario = cba.load(SCENARIO, settings="draws=256")
    results = cba.appraise(scenario).to_dict()
    simulation = simulate(scenario)
    hung = sensitivity(scenario, pair=PAIR).to_dict() | {"result": "total"}
    trial = local_trial(simulation, CHOICE, "mentor.reconviction").to_dict()
    known = knowing(simulation).to_dict() | {
        "scale": {"factor": 1.0, "years": None, "yearly": None, "participants": 660.0},
        "trial": trial | {"cost": None, "title": {"da": "x", "en": "x"}},
        "draws": 256, "has_participants": True, "overlap": True,
    }  # fmt: skip
    found = options([scenario])
    chosen = choice(found, found.shared, thresholds_for(found, found.shared, 5)) | {
        "draws": 256, "uncertain": True, "several": False,
        "outcome_names": results["names"]["outcomes"]["reconviction"],
        "option_titles": {id: item["title"] for id, item in results["interventions"].items()},
    }  # fmt: skip
    return {
        "sensitivity": headed(results, hung, Around(scenario).inputs),
        "voi": headed(results, known, simulation.draws.names),
        "acceptability": headed(results, chosen),
    }


PAGES: dict[str, Page] = {
    "sensitivity": sensitivity_page.PAGE,
    "voi": voi_page.PAGE,
    "acceptability": acceptability_page.PAGE,
}


def with_text(value: Any, text: str) -> Any:
    """Put a text in place of everything that is given in two languages."""
    if isinstance(value, dict):
        if set(value) == {"da", "en"}:
            return {"da": text, "en": text}
        return {key: with_text(item, text) for key, item in value.items()}
    return [with_text(item, text) for item in value] if isinstance(value, list) else value


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("text", HOSTILE)
def test_what_users_write_is_text(name: str, text: str) -> None:
    page = read(PAGES[name].render(with_text(documents()[name], text), "da"))
    assert not page.all("script", "img", "link")
    for element in page.all():
        assert not [key for key in element.attributes if key.startswith("on")]
    assert "49" not in page.by_id("question").all("h1")[0].text


@pytest.mark.parametrize("language", ["da", "en"])
@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_whole_in_both_languages(name: str, language: str) -> None:
    html = PAGES[name].render(documents()[name], language)
    page = read(html)
    (root,) = page.all("html")
    assert root.attributes["lang"] == language
    ids = [e.attributes["id"] for e in page.all() if "id" in e.attributes]
    assert len(ids) == len(set(ids))
    assert len(page.all("h1")) == 1
    for word in (">None<", ">nan<", "%(", "kr.."):
        assert word not in html, word
    for chart in page.all("svg"):
        assert all(within(chart, e) for e in chart.all("rect", "line"))
        named = (chart.attributes["aria-labelledby"] or "").split()
        assert [page.by_id(id).tag for id in named] == ["title", "desc"]


def within(chart: Element, element: Element) -> bool:
    """Whether a shape lies inside the chart's box."""
    _, _, width, height = map(float, (chart.attributes["viewbox"] or "").split())
    at = {key: float(value or 0) for key, value in element.attributes.items() if key in _PLACES}
    x = [at[k] for k in ("x", "x1", "x2") if k in at] + ([at["x"] + at["width"]] if "width" in at else [])
    y = [at[k] for k in ("y", "y1", "y2") if k in at] + ([at["y"] + at["height"]] if "height" in at else [])
    return min(x) >= -1 and max(x) <= width + 1 and min(y) >= -1 and max(y) <= height + 1


_PLACES = ("x", "x1", "x2", "y", "y1", "y2", "width", "height")
