"""How sure a result is: the words for it, on the page and in the terminal."""

import copy
from collections.abc import Callable
from typing import Any

import pytest

from cba.reports import certainty
from cba.reports.factsheet import render_factsheet
from cba.reports.frequency import how_often, of_hundred, span
from cba.reports.language import language

from .page import read
from .uncertain import uncertain

Document = dict[str, Any]
Divided = Callable[..., Document]

DA, EN = language("da"), language("en")


def plain(text: str) -> str:
    return text.replace("\u00a0", "_")


@pytest.mark.parametrize(
    ("share", "danish", "cell"),
    [
        (0.0, "i 0 af de 10.000 gennemregninger", "ingen"),
        (0.0001, "i færre end 1 af 100 gennemregninger", "under 1 af 100"),
        (0.005, "i 1 af 100 gennemregninger", "1 af 100"),
        (0.314, "i 31 af 100 gennemregninger", "31 af 100"),
        (0.9949, "i 99 af 100 gennemregninger", "99 af 100"),
        (0.9951, "i flere end 99 af 100 gennemregninger", "over 99 af 100"),
        (1.0, "i alle 10.000 gennemregninger", "alle"),
    ],
)
def test_a_share_of_the_draws_is_so_many_of_hundred(share: float, danish: str, cell: str) -> None:
    assert how_often(DA, share, 10_000) == danish
    assert of_hundred(DA, share) == cell


def test_the_answer_gives_range_chance_payback_and_what_the_range_covers(divided: Divided) -> None:
    document = uncertain(divided())
    document["simulation"] |= {"uncertain_inputs": 2, "fixed_inputs": 7}
    answer = read(render_factsheet(document, "da")).by_id("answer").text
    assert "I 90 af 100 gennemregninger er det samlede resultat mellem 1_mio._kr. og 3,6_mio._kr." in answer
    assert "Gevinsterne overstiger omkostningerne i 90 af 100 gennemregninger." in answer
    assert (
        "Pengene er tjent hjem senest i 2028 i halvdelen af gennemregningerne og senest i 2029 i 75 af 100 "
        "gennemregninger." in answer
    )
    assert "10.000 gennemregninger med tilfældige værdier for de 2 af 9 tal, der har et" in answer
    assert "De øvrige ligger fast, så spændet er snarere for smalt." in answer
    english = read(render_factsheet(document, "en")).by_id("answer").text
    assert "the net result is between DKK_1_million and DKK_3.6_million. The benefits exceed" in english


def test_a_payer_that_most_likely_loses_comes_first_and_stands_out(divided: Divided) -> None:
    for amounts in ((1_000_000, 3_000_000), (3_000_000, 1_000_000)):
        answer = read(render_factsheet(uncertain(divided(*amounts)), "da")).by_id("answer")
        loser = "▼ Kommunen vinder kun i 2 af 100 gennemregninger."
        assert [s.text for s in answer.all("strong") if "gennemregninger" in s.text] == [loser]
        assert answer.text.index(loser) < answer.text.index("▲ Staten vinder i 90 af 100 gennemregninger.")


def test_a_payer_may_gain_at_the_estimates_and_most_likely_lose(divided: Divided) -> None:
    document = uncertain(divided(1_000_000, 3_000_000))
    found = document["portfolio"]["uncertainty"]
    found["by_payer"]["stat"]["p50"] = -1.0
    found["prob_npv_positive_by_payer"]["stat"] = 0.4
    answer = read(render_factsheet(document, "da")).by_id("answer").text
    assert "▼ Staten vinder kun i 40 af 100 gennemregninger." in answer


def test_each_payer_and_each_intervention_has_its_range_and_chance(divided: Divided) -> None:
    page = read(render_factsheet(uncertain(divided()), "da"))
    rows = [row.text for row in page.by_id("payers").all("table")[0].all("tr")]
    assert "Kommune ▼ taber −1.000 −1.500 til −200 2 af 100 −1.000 0 1.000 ikke i perioden" in rows
    assert "I alt ▲ vinder 2.000 1.000 til 3.600 90 af 100 2.000 3.000 1.000 2027" in rows
    (row,) = [r.text for r in page.by_id("break-even").all("tr") if "alone" in r.text]
    assert row.startswith("alone 2.000 ▲ vinder 90 af 100")


def test_a_payer_without_spread_is_the_same_in_all(divided: Divided) -> None:
    document = uncertain(divided())
    found = document["portfolio"]["uncertainty"]["by_payer"]["kommune"]
    found |= dict.fromkeys(("p05", "p10", "p50", "p90", "p95"), -1e6)
    rows = [r.text for r in read(render_factsheet(document, "da")).by_id("payers").all("tr")]
    assert any(row.startswith("Kommune ▼ taber −1.000 ens i alle 2 af 100") for row in rows)


def test_a_result_that_nothing_moves_is_the_same_in_all(divided: Divided) -> None:
    document = uncertain(divided())
    document["portfolio"]["uncertainty"]["npv"] |= dict.fromkeys(("p05", "p50", "p95"), 2e6)
    assert certainty.interval(DA, document) == (
        "Det samlede resultat er det samme i alle 10.000 gennemregninger: "
        "ingen af de usikre tal påvirker det."
    )
    assert certainty.standard_errors(DA, document) == ""


def test_a_range_that_rounds_to_one_number_is_about_it() -> None:
    assert plain(span(DA, -15.1e6, -14.9e6)) == "omkring −15_mio._kr."
    assert plain(span(EN, 1e6, 2e6)) == "between DKK_1_million and DKK_2_million"


@pytest.mark.parametrize(
    ("chances", "sentence"),
    [
        ([0.0, 0.0], "Pengene er ikke tjent hjem i 2027 i nogen af de 8.192 gennemregninger."),
        ([0.1, 0.3], "Pengene er tjent hjem senest i 2027 i 30 af 100 gennemregninger."),
        ([0.1, 0.6], "Pengene er tjent hjem senest i 2027 i 60 af 100 gennemregninger."),
        ([0.5, 1.0], "Pengene er tjent hjem senest i 2026 i halvdelen af gennemregningerne og senest i 2027 "
                     "i alle 8.192 gennemregninger."),
    ],
)  # fmt: skip
def test_when_the_money_is_back(divided: Divided, chances: list[float], sentence: str) -> None:
    document = uncertain(divided())
    document["portfolio"]["uncertainty"]["prob_paid_back"]["all"] = [
        {"year": 2026 + n, "probability": p} for n, p in enumerate(chances)
    ]
    assert certainty.paid_back(DA, document) == sentence


def test_the_three_drivers_are_named_in_order_with_their_shares(odense: Document) -> None:
    document = uncertain(odense)
    document["portfolio"]["uncertainty"]["drivers"] = [
        {"input": "evidence.cbt_juv", "share": 0.61, "se": 0.012},
        {"input": "interventions.mentor.effects.reconviction.transfer", "share": 0.2, "se": 0.004},
        {"input": "price.prison_day", "share": 0.05, "se": 0.001},
        {"input": "interventions.cbt.completion", "share": 0.04, "se": None},
    ]
    drivers = plain(read(render_factsheet(document, "da")).by_id("drivers").text)
    assert drivers.startswith(
        "Hvad der betyder mest for svaret Mest betyder 1) Effekt: Kognitiv adfærdsterapi i grupper "
        "(61_pct. ±_2), 2) Overførbarhed: Mentor for løsladte (20_pct. ±_1) og 3) Pris: Fængselsdøgn "
        "(gennemsnit 2015) (5_pct.). Tilsammen står de for 86_pct. af usikkerheden. ± er to standardfejl."
    )
    document["portfolio"]["uncertainty"]["drivers"][1:] = [
        {"input": "price.prison_day", "share": 0.001, "se": 0.0}
    ]
    assert plain(certainty.driver_sentence(EN, document)) == (
        "What matters most is Effect: Cognitive behavioural therapy in groups: 61% ±_2 of the uncertainty. "
        "± is twice the standard error."
    )


def test_shares_of_drivers_that_vary_together_are_not_added_up(odense: Document) -> None:
    document = uncertain(odense)
    names = [row["input"] for row in document["portfolio"]["uncertainty"]["drivers"][:2]]
    document["simulation"]["correlations"] = [{"of": names, "rank": 0.8, "achieved": 0.8}]
    said = certainty.driver_sentence(DA, document)
    assert said.endswith("Nogle af dem følges ad, så deres andele overlapper hinanden.")
    assert "Tilsammen" not in said
    document["simulation"]["correlations"][0]["rank"] = 0.0
    assert "Tilsammen" in certainty.driver_sentence(DA, document)


def test_the_worth_of_knowing_more_is_said_even_when_it_is_nothing(divided: Divided) -> None:
    document = uncertain(divided())
    assert "højst være 200.000_kr. værd" in read(render_factsheet(document, "da")).by_id("learning").text
    document["portfolio"]["uncertainty"]["evpi"] = 0.0
    learning = read(render_factsheet(document, "da")).by_id("learning").text
    assert "Det samlede svar er det samme i alle gennemregninger" in learning
    assert "0_kr." not in learning
    assert "for sig" not in learning


def test_the_intervention_for_which_knowing_more_is_worth_most_is_named(odense: Document) -> None:
    document = uncertain(odense)
    for part in (document["portfolio"], *document["interventions"].values()):
        part["uncertainty"]["evpi"] = 0.0
    assert "for sig" not in read(render_factsheet(document, "da")).by_id("learning").text
    document["interventions"]["ssp"]["uncertainty"]["evpi"] = 40_000.0
    document["interventions"]["mentor"]["uncertainty"]["evpi"] = 310_000.0
    assert (
        "Afgøres indsatserne hver for sig, er sikker viden mest værd for Mentor for løsladte: "
        "højst 310.000_kr." in read(render_factsheet(document, "da")).by_id("learning").text
    )


def test_why_there_is_no_range(odense: Document, divided: Divided) -> None:
    nothing = "Ingen tal i beregningen har et usikkerhedsinterval, så sandsynligheder kan ikke beregnes."
    answer = read(render_factsheet(divided(), "da")).by_id("answer").text
    assert nothing in answer
    assert "gennemregning" not in answer
    document = copy.deepcopy(odense)
    document |= {"simulation": None}
    for part in (document["portfolio"], *document["interventions"].values()):
        part["uncertainty"] = None
    assert "Usikkerheden er ikke beregnet." in read(render_factsheet(document, "da")).by_id("answer").text


def test_the_band_has_its_numbers_and_words_behind_it(divided: Divided) -> None:
    page = read(render_factsheet(uncertain(divided()), "da"))
    text = page.by_id("fan-desc").text
    assert text == (
        "I 2029 er den løbende sum i 90 af 100 gennemregninger mellem 1_mio._kr. og 3,6_mio._kr.; "
        "den midterste er 2_mio._kr."
    )
    (figure,) = [f for f in page.all("figure") if "Hvor sikkert" in f.text]
    rows = [row.text for row in figure.all("tr")]
    assert "2029 1.000 2.000 3.600" in rows
    assert [p.attributes.get("stroke-dasharray") for p in figure.all("path")] == [None, "4 3", None, "4 3"]
    assert not read(render_factsheet(divided(), "da")).by_id("payers").text.count("Hvor sikkert")


def test_whether_the_money_is_back_is_drawn_with_its_numbers_and_words(divided: Divided) -> None:
    page = read(render_factsheet(uncertain(divided()), "da"))
    (figure,) = [f for f in page.all("figure") if "Er pengene tjent hjem?" in f.text]
    rows = [row.text for row in figure.all("tr")]
    assert rows[0] == "År I alt Kommune Stat"
    assert "2029 75 af 100 75 af 100 75 af 100" in rows
    assert page.by_id("back-desc").text == (
        "Tjent hjem i 2029: I alt: i 75 af 100 gennemregninger. Kommunen: i 75 af 100 gennemregninger. "
        "Staten: i 75 af 100 gennemregninger."
    )
    assert not read(render_factsheet(divided(), "da")).by_id("payers").text.count("tjent hjem?")


def test_whether_effects_are_shrunk_is_said(odense: Document, divided: Divided) -> None:
    assumptions = read(render_factsheet(odense, "da")).by_id("assumptions").text
    assert (
        "Ingen effekt er sat ned på grund af svag "
        "evidens. Den bedste af flere usikre effekter er derfor sandsynligvis vurderet for højt."
        in assumptions
    )
    odense["model"]["evidence_adjustment"] = {"A": 1.0, "C": 0.6, "D": 0.45}
    assert plain(certainty.shrinkage(DA, odense)) == (
        "Effekterne er skrevet ned efter evidensens styrke: C 60_pct., D 45_pct."
    )
    assert certainty.shrinkage(DA, divided()) == ""


def test_a_pooled_effect_says_that_its_interval_is_for_a_new_place(odense: Document) -> None:
    effect = odense["interventions"]["cbt"]["effects"][0]
    effect["evidence"] = "a+b"
    odense["trace"]["evidence.a+b"] = {"low": 0.4, "high": 1.0, "pool": {"studies": [{}, {}]}}
    text = read(render_factsheet(odense, "da")).by_id("effect").text
    assert (
        "oddsratio 0,64 (0,52 til 0,78); samlet af to undersøgelser; intervallet gælder et nyt sted" in text
    )
    assert text.count("nyt sted") == 1


def test_one_draw_shows_no_range(divided: Divided) -> None:
    """The same in all of one says nothing; neither do chances of none or all."""
    document = uncertain(divided())
    document["simulation"]["draws"] = document["portfolio"]["uncertainty"]["yearly_draws"] = 1
    message = "One recalculation shows neither range nor chance: ask for more draws."
    assert certainty.interval(EN, document) == message
    assert certainty.payers(document) == []
    assert certainty.paid_back(EN, document) == certainty.basis(EN, document) == ""
    for code, said in (("en", message), ("da", "Én gennemregning viser hverken spænd eller sandsynlighed")):
        text = read(render_factsheet(document, code)).text
        assert said in text
        assert "same in all" not in text
        assert "samme i alle" not in text


def test_a_payer_with_nothing_at_stake_is_not_paid_back() -> None:
    assert of_hundred(EN, None) == "–"
