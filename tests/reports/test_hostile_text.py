"""What users write is text, wherever it stands on the page."""

from typing import Any

import pytest

from cba.reports.factsheet import render_factsheet

from .page import read
from .test_factsheet import BLOCKS
from .uncertain import uncertain

Document = dict[str, Any]

HOSTILE = [
    "<script>alert(1)</script>",
    "</style><img src=x onerror=alert(1)>",
    "' onmouseover='alert(1)",
    "{{ 7*7 }} {% include 'x' %}",
    "شباب آمنون",
    "\u202eesrever\u202c",
    "👮‍♀️ Tryg by 🏙️",
    "W" * 5_000,
    "%(amount)s %s 100 %",
    "&amp; &lt;",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_what_users_write_is_text_wherever_it_stands(odense: Document, text: str) -> None:
    document = replaced(uncertain(odense), text)
    page = read(render_factsheet(document, "da"))
    assert text in page.by_id("question").all("h1")[0].all("bdi")[0].children
    assert not page.all("img")
    assert [script.attributes.get("id") for script in page.all("script")] == ["try-data", None]
    assert "49" not in page.by_id("question").all("h1")[0].text
    for element in page.all():
        assert not [name for name in element.attributes if name.startswith("on")]
    ids = [e.attributes.get("id") for e in page.all()]
    assert [i for i in ids if i in BLOCKS] == BLOCKS


def replaced(document: Document, text: str) -> Document:
    """Put the text in every place that a user fills in."""
    both = {"da": text, "en": text}
    document["scenario"] |= {
        "title": both, "question": both, "author": text, "contact": text, "funding": both, "place": text,
        "not_included": [both],
    }  # fmt: skip
    for intervention in document["interventions"].values():
        intervention |= {"title": both, "description": both, "conditions": [both]}
        if intervention["target_group"]:
            intervention["target_group"]["title"] = both
        for line in (*intervention["costs"], *intervention["flows"]):
            line |= {"what": both, "source": text}
        for effect in intervention["effects"]:
            effect |= {"source": text, "url": f"javascript:{text}", "reason": both}
    for price in document["prices"].values():
        price |= {"name": both, "unit": both, "source": text, "url": text}
    for name in document["names"]["payers"].values():
        name |= both
    return document


def test_only_web_addresses_become_links(odense: Document) -> None:
    document = replaced(odense, "data:text/html,x")
    links = [a.attributes["href"] for a in read(render_factsheet(document, "da")).all("a")]
    assert links == ["#answer", "#try"]
