import copy
import re
from base64 import b64encode
from collections.abc import Callable
from hashlib import sha256
from typing import Any

import pytest

import cba
from cba.errors import InputError
from cba.reports.effect_rows import unclear
from cba.reports.factsheet import render_factsheet

from .conftest import ROOT
from .page import Element, read
from .uncertain import uncertain

Document = dict[str, Any]
Divided = Callable[..., Document]

BLOCKS = [
    "question", "answer", "problem", "intervention", "cost", "effect", "payers", "break-even", "drivers",
    "not-priced", "conditions", "learning", "assumptions", "contact",
]  # fmt: skip


@pytest.fixture(params=[("da", False), ("da", True), ("en", True)])
def page(request: pytest.FixtureRequest, odense: Document) -> Element:
    language, sure = request.param
    return read(render_factsheet(uncertain(odense) if sure else odense, language))


def test_the_blocks_stand_in_order_whether_the_result_is_good_or_bad(divided: Divided) -> None:
    for document in (divided(), divided(3_000_000, 1_000_000)):
        ids = [e.attributes.get("id") for e in read(render_factsheet(document, "da")).all()]
        assert [i for i in ids if i in BLOCKS] == BLOCKS


def test_the_page_needs_nothing_from_elsewhere(page: Element) -> None:
    assert not page.all("link", "img", "iframe", "object", "embed", "base", "form", "video")
    for element in page.all():
        for name, value in element.attributes.items():
            assert name not in {"src", "srcset", "background", "action", "style"}, element
            assert not name.startswith("on"), element
            if name == "href":
                assert element.tag == "a"
                assert re.match(r"#|https?://", value or "")
    style = page.all("style")[0].text
    assert "url(" not in style
    assert "@import" not in style
    (policy,) = [m for m in page.all("meta") if "http-equiv" in m.attributes]
    allowed = str(policy.attributes["content"])
    assert "default-src 'none'" in allowed
    data, script = page.all("script")
    assert data.attributes == {"type": "application/json", "id": "try-data"}
    assert script.attributes == {}
    (text,) = script.children
    fingerprint = b64encode(sha256(str(text).encode()).digest()).decode()
    assert f"script-src 'sha256-{fingerprint}'" in allowed
    assert not re.search("fetch|XMLHttpRequest|import|https?:|eval|innerHTML", str(text))


def test_the_page_can_be_heard(page: Element) -> None:
    assert page.all("html")[0].attributes["lang"] in {"da", "en"}
    levels = [int(h.tag[1]) for h in page.all("h1", "h2", "h3", "h4")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in zip(levels, levels[1:], strict=False))
    ids = [e.attributes["id"] for e in page.all() if "id" in e.attributes]
    assert len(ids) == len(set(ids))
    for drawing in page.all("svg"):
        assert drawing.attributes["role"] == "img"
        names = str(drawing.attributes["aria-labelledby"]).split()
        assert [page.by_id(name).tag for name in names] == ["title", "desc"]
        assert all(page.by_id(name).text for name in names)
    for table in page.all("table"):
        assert table.all("caption")[0].text
        assert {h.attributes["scope"] for h in table.all("th")} == {"col", "row"}
        rows = [[c for c in r.children if isinstance(c, Element)] for r in table.all("tr")]
        assert len({len(row) for row in rows}) == 1
        assert all(row[0].tag == "th" for row in rows)
    for figure in page.all("figure"):
        assert figure.all("details")[0].all("table")


def test_nothing_undefined_is_printed_as_a_programmer_would(page: Element, welfare: Document) -> None:
    words = re.compile(r"\b(None|nan|NaN|inf|null|Undefined|True|False)\b|\{\{|%\(|kr\.\.|(?<!\w)-\d")
    for one in (page, read(render_factsheet(welfare, "da"))):
        assert not words.search(one.all("main")[0].text)


def test_numbers_have_units_and_units_stay_with_their_numbers(odense: Document) -> None:
    page = read(render_factsheet(odense, "da"))
    text = " ".join(
        page.by_id(i).text for i in ("question", "answer", "cost", "payers", "break-even", "drivers")
    )
    assert "2025-priser" in text
    assert re.search(r"\d_mio\._kr\.", text)
    assert not re.search(r"\d (pct\.|kr\.|mio\.)", text)


def test_a_payer_that_loses_while_the_whole_gains_is_said_in_words(divided: Divided) -> None:
    page = read(render_factsheet(divided(), "da"))
    answer = page.by_id("answer").text
    assert "Det giver de offentlige kasser et overskud på 2_mio._kr. over 4_år." in answer
    assert "Kommunen taber 1_mio._kr., selv om det offentlige under ét vinder." in answer
    loser, gain = "▼ Kommunen taber 1_mio._kr., selv om", "▲ Gevinsten tilfalder staten (3_mio._kr.)."
    assert answer.index(loser) < answer.index(gain)
    assert "Kommunen taber 1_mio._kr., selv om det offentlige under ét vinder." in page.by_id("payers").text
    rows = [row.text for row in page.by_id("payers").all("table")[0].all("tr")]
    assert "Kommune ▼ taber −1.000 −1.000 0 1.000 ikke i perioden" in rows
    assert "Stat ▲ vinder 3.000 3.000 3.000 0 2026" in rows


def test_when_the_whole_loses_the_loss_and_who_bears_it_come_first(divided: Divided) -> None:
    answer = read(render_factsheet(divided(3_000_000, 1_000_000), "en")).by_id("answer").text
    assert "It does not pay for the public purse as a whole: a deficit of DKK_2 million" in answer.replace(
        "2_million", "2 million"
    )
    assert "▼ The municipality loses DKK_3_million. ▲ The state gains DKK_1_million." in answer


def test_a_result_of_nothing_breaks_even(divided: Divided) -> None:
    answer = read(render_factsheet(divided(1_000_000, 1_000_000), "da")).by_id("answer").text
    assert "Det går lige op for de offentlige kasser over 4_år." in answer
    assert "Kommunen taber 1_mio._kr., selv om det går lige op for det offentlige under ét." in answer


def test_when_all_gain_nobody_loses(divided: Divided) -> None:
    document = divided(-500_000, 1_000_000)
    assert "Ingen taber. Gevinsten tilfalder" in read(render_factsheet(document, "da")).by_id("answer").text
    document = divided(500_000, -1_000_000)
    assert "Ingen vinder. Tabet bæres af" in read(render_factsheet(document, "da")).by_id("answer").text


def test_the_lens_decides_whose_result_it_is(welfare: Document) -> None:
    page = read(render_factsheet(welfare, "da"))
    assert "De fire indsatser giver tilsammen samfundet et tab på" in page.by_id("answer").text
    assert "Nettoafgiftsfaktor 1,28" in page.by_id("assumptions").text


def test_a_portfolio_says_which_of_its_parts_pay(odense: Document) -> None:
    def answer(npvs: list[float], language: str) -> str:
        document = copy.deepcopy(odense)
        for name in list(document["interventions"])[len(npvs) :]:
            del document["interventions"][name]
        for (key, one), npv in zip(document["interventions"].items(), npvs, strict=True):
            one["title"], one["measures"]["npv"] = {"da": key, "en": key}, npv
        return read(render_factsheet(document, language)).by_id("answer").text

    assert "Kun én af de fire indsatser giver overskud: mentor (440.000_kr.)." in answer(
        [-1e6, -1e6, 443e3, -1e6], "da"
    )
    assert "None of the four interventions pays." in answer([-1e6] * 4, "en")
    assert "Ingen af de fire indsatser giver overskud." in answer([-1e6, 0.0, -1e6, -1e6], "da")
    assert "Of the four interventions, two pay: cbt (DKK_2_million) and mst (DKK_1_million)." in answer(
        [1e6, 2e6, -1e6, -1e6], "en"
    )
    assert "Alle fire indsatser giver overskud: mst (4_mio._kr.)" in answer([4e6, 3e6, 2e6, 1e6], "da")
    assert "Both interventions pay" in answer([2e6, 1e6], "en")
    assert "interventions pay" not in answer([2e6], "en")


def test_an_effect_whose_interval_covers_none_cannot_be_told_from_none(odense: Document) -> None:
    section = read(render_factsheet(odense, "da")).by_id("effect")
    said = {
        row.text.split(" A ")[0].split(" D ")[0]: "kan ikke skelnes" in row.text for row in section.all("tr")
    }
    assert [unclear for row, unclear in said.items() if "MST" in row] == [True, True]
    assert [unclear for row, unclear in said.items() if "Kognitiv" in row or "Mentor" in row] == [
        False,
        False,
    ]
    assert "Karakteren siger, hvor godt effekten er målt" in section.text


@pytest.mark.parametrize(
    ("statement", "low", "high", "expected"),
    [
        ("odds_ratio", 0.8, 1.2, True),
        ("hazard_ratio", 0.8, 1.0, False),
        ("relative_risk", -0.1, 0.5, False),
        ("percentage_change", -10.0, 3.0, True),
        ("percentage_points", 1.0, 3.0, False),
        ("standardised_mean_difference", 0.3, -0.1, True),
        ("odds_ratio", None, 1.2, False),
    ],
)
def test_no_effect_is_one_for_a_ratio_and_zero_else(
    statement: str, low: float | None, high: float | None, expected: bool
) -> None:
    assert unclear({"statement": statement, "low": low, "high": high}) is expected


def test_several_people_take_a_plural_verb(welfare: Document) -> None:
    victims = dict(welfare["portfolio"]["by_payer"]["offer"], npv=2e6, pv_benefits=2e6)
    welfare["portfolio"]["by_payer"]["offer"] = victims
    assert (
        "Victims of crime gain DKK_2_million." in read(render_factsheet(welfare, "en")).by_id("answer").text
    )


def test_the_net_tax_factor_is_said_where_it_weighs(odense: Document, welfare: Document) -> None:
    for section in ("cost", "payers"):
        assert "nettoafgiftsfaktoren 1,28" in read(render_factsheet(welfare, "da")).by_id(section).text
        assert "nettoafgiftsfaktoren" not in read(render_factsheet(odense, "da")).by_id(section).text


def test_what_one_event_leads_to_by_default_is_assumed_in_words(odense: Document) -> None:
    assert "1 person med ny dom regnes til 245 × Fængselsdøgn (gennemsnit 2015) over ti_år" in (
        read(render_factsheet(odense, "da")).by_id("assumptions").text
    )


def test_a_missing_number_is_said_with_its_reason(odense: Document) -> None:
    rows = [r.text for r in read(render_factsheet(odense, "da")).by_id("break-even").all("tr")]
    (mst,) = [row for row in rows if "MST" in row]
    assert "ikke opgjort: effekten giver tab" in mst
    (ssp,) = [row for row in rows if "SSP" in row]
    assert "ikke opgjort: ingen prissat effekt" in ssp


def test_a_sum_that_is_shown_is_the_sum_of_its_parts(odense: Document) -> None:
    page = read(render_factsheet(odense, "da"))
    table = page.by_id("cost").all("table")[0]
    rows = [[cell.text for cell in row.all("th", "td")] for row in table.all("tr")][1:]
    totals = [float(row[3].replace(".", "")) for row in rows]
    assert totals[-1] == pytest.approx(sum(totals[:-1]), abs=len(rows))


def test_text_in_the_other_language_is_marked_as_such(odense: Document) -> None:
    odense["scenario"]["question"] = {"en": "Does it pay?"}
    question = read(render_factsheet(odense, "da")).by_id("question").all("h1")[0].all("bdi")[0]
    assert question.attributes == {"lang": "en"}


def test_the_same_document_gives_the_same_page(odense: Document) -> None:
    assert render_factsheet(odense, "da") == render_factsheet(copy.deepcopy(odense), "da")


def test_an_unknown_language_is_bad_input(odense: Document) -> None:
    with pytest.raises(InputError):
        render_factsheet(odense, "no")


def test_nothing_at_all_is_still_a_page(divided: Divided) -> None:
    page = read(render_factsheet(divided(0, 0), "da"))
    assert "Det går lige op" in page.by_id("answer").text
    assert not page.all("svg")
    assert "Ingen virkning for kommunen, regionen og staten." in page.by_id("payers").text


def test_two_sizes_of_one_problem_say_which_intervention_meets_them() -> None:
    document = cba.appraise(cba.load(ROOT / "scenarios" / "aalborg-natteliv.yaml")).to_dict()
    said = [item.text for item in read(render_factsheet(document, "da")).by_id("problem").all("li")]
    assert len(said) == 2
    assert all("anmeldelser om året" in line for line in said)
    assert sum("Målrettet patruljering" in line for line in said) == 1


def test_an_effect_that_lasts_shorter_than_its_baseline_says_how_much_counts(odense: Document) -> None:
    """120 start, 80 per cent complete, 42 per cent relapse, 12.5 per cent fewer: half of 5.0 counts."""
    text = read(render_factsheet(odense, "da")).by_id("effect").text
    assert "regnes i 12 af 24 måneder: 50_pct. tæller" in text
    assert text.count("pct. tæller") == 1
    effect, cbt = odense["interventions"]["cbt"]["effects"][0], odense["interventions"]["cbt"]
    whole = 120 * 0.8 * effect["baseline"]["share"] * -effect["relative_change"]
    assert cbt["outcomes"]["reconviction"]["avoided"] == pytest.approx(0.5 * whole)


def test_numbers_a_year_and_in_all_are_both_said(odense: Document) -> None:
    text = read(render_factsheet(odense, "da")).by_id("intervention").text
    assert "40 deltagere om året, 2027–2029, i alt 120." in text
