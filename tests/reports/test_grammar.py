"""Generated sentences are grammatical in both languages: singular, plural, gains, losses, nothing."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from cba.reports import story
from cba.reports.factsheet import render_factsheet
from cba.reports.language import language
from cba.reports.look import Look

from .page import read
from .scenarios import HEAD, intervention
from .uncertain import uncertain

Document = dict[str, Any]
Appraise = Callable[..., Any]
SINGULAR = re.compile(
    r"\b(?<![\d.,])1[ _](deltagere|indsatser|beløb er egne|advarsler"
    r"|participants|interventions|years|amounts|warnings)\b"
)
SLIPS = re.compile(
    r"\b(a a|the the|en en|den den|og og|and and)\b| ,|\(\)|\.\.(?!\.)| \.|:\s*\.|\bover 1[ _]years\b"
)
RESULTS = {"gains": (1_000_000, 3_000_000), "loses": (3_000_000, 1_000_000), "even": (1_000_000, 1_000_000)}


@pytest.mark.parametrize("code", ["da", "en"])
@pytest.mark.parametrize("kind", story.KINDS)
@pytest.mark.parametrize("horizon", [2, 4])
@pytest.mark.parametrize("sure", [False, True])
def test_sentences_are_whole(appraise: Appraise, code: str, kind: str, horizon: int, sure: bool) -> None:
    cost, gain = RESULTS[kind]
    flows = f"c kommune cost {cost}", f"b stat benefit 0, {gain}"
    text = HEAD.replace("horizon: 4", f"horizon: {horizon}") + intervention("alone", *flows)
    document = appraise(text).to_dict()
    page = read(render_factsheet(uncertain(document) if sure else document, code))
    said = page.all("main")[0].text
    assert not SLIPS.search(said), SLIPS.search(said)
    assert not SINGULAR.search(said), SINGULAR.search(said)


@pytest.mark.parametrize(("code", "one", "many"), [("da", "1_år", "2_år"), ("en", "1 year.", "2 years.")])
@pytest.mark.parametrize("kind", story.KINDS)
@pytest.mark.parametrize("lens", ["budget", "welfare"])
@pytest.mark.parametrize("interventions", [1, 2])
def test_one_year_is_one_year(
    code: str, one: str, many: str, kind: str, lens: str, interventions: int
) -> None:
    lang = language(code)
    document = {"model": {"lens": lens}, "interventions": dict.fromkeys("ab"[:interventions], {})}
    for number, expected in ((1, one), (2, many)):
        said = story.verdict_of(lang, document, kind, number, amount="X", years=lang.number(number))
        assert expected.rstrip(".") + "." in said.replace("\u00a0", "_")


@pytest.mark.parametrize("code", ["da", "en"])
def test_one_participant_is_one_participant(appraise: Appraise, code: str) -> None:
    text = HEAD + (
        "  - id: single\n    participants: 1\n"
        "    costs: [{what: Drift, amount: 1000, per: participant, payer: kommune, grade: D, source: test}]\n"
    )
    said = read(render_factsheet(appraise(text).to_dict(), code)).by_id("intervention").text
    assert ("1 deltager," if code == "da" else "1 participant,") in said


@pytest.mark.parametrize("code", ["da", "en"])
def test_the_first_four_blocks_are_free_of_jargon(odense: Document, code: str) -> None:
    page = read(render_factsheet(uncertain(odense), code))
    said = " ".join(page.by_id(block).text for block in ("question", "answer", "problem", "intervention"))
    jargon = (
        "nutidsværdi|diskont|oddsratio|konfidens|standardfejl|percentil|EVPI|Monte|nettoafgift|sensitivitet|"
        "present value|discount|odds ratio|confidence|standard error|percentile|net tax|sensitivity|p-value"
    )
    assert not re.search(jargon, said, re.IGNORECASE), re.search(jargon, said, re.IGNORECASE)


@pytest.mark.parametrize("code", ["da", "en"])
def test_the_eu_writes_numbers_its_own_way(odense: Document, code: str) -> None:
    html = render_factsheet(uncertain(odense), code, Look("eu"))
    said = read(html).all("main")[0].text
    own = " ".join(str(t) for t in re.findall(r"<bdi[^>]*>(.*?)</bdi>", html, re.DOTALL))
    assert re.search(r"\d_\d{3}\b", said)
    assert re.search(r"\d_%", said)
    assert not re.search(r"\d{1,3}[.,]\d{3}(?!\d)", _without(said, own))
    assert "kr." not in _without(page_text(html, "answer"), own)
    assert "pct." not in page_text(html, "payers")


def page_text(html: str, block: str) -> str:
    return read(html).by_id(block).text


def _without(text: str, own: str) -> str:
    """The text without numbers that users and sources wrote themselves."""
    for number in set(re.findall(r"\d[\d.,]*", own)):
        text = text.replace(number, "")
    return text
