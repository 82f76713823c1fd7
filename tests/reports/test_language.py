import re

import pytest
from babel.messages.pofile import read_po
from hypothesis import given
from hypothesis import strategies as st

from cba.errors import InputError
from cba.reports.language import language
from cba.resources import data_path

from .messages import used

DA, EN = language("da"), language("en")
PLACES = re.compile(r"%\((\w+)\)s|%%")


def spaced(text: str) -> str:
    """Show the non-breaking spaces, so that a case that lacks one fails."""
    return text.replace("\u00a0", "_")


@pytest.mark.parametrize(
    ("amount", "danish", "english"),
    [
        (12_345_678, "12_mio._kr.", "DKK_12_million"),
        (1_234_567, "1,2_mio._kr.", "DKK_1.2_million"),
        (2_000_000, "2_mio._kr.", "DKK_2_million"),
        (1_580_000_000, "1,6_mia._kr.", "DKK_1.6_billion"),
        (123_456, "120.000_kr.", "DKK_120,000"),
        (999_999, "1_mio._kr.", "DKK_1_million"),
        (999_499_999, "1_mia._kr.", "DKK_1_billion"),
        (12_300, "12.000_kr.", "DKK_12,000"),
        (9_960, "10.000_kr.", "DKK_10,000"),
        (5, "5_kr.", "DKK_5"),
        (0, "0_kr.", "DKK_0"),
        (-0.0, "0_kr.", "DKK_0"),
        (-0.3, "0_kr.", "DKK_0"),
        (-6_503_483, "−6,5_mio._kr.", "−DKK_6.5_million"),
        (1_250_000, "1,3_mio._kr.", "DKK_1.3_million"),
    ],
)
def test_headline(amount: float, danish: str, english: str) -> None:
    assert spaced(DA.headline(amount)) == danish
    assert spaced(EN.headline(amount)) == english


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (DA.number(1_234_567.84, 1), "1.234.567,8"),
        (EN.number(1_234_567.84, 1), "1,234,567.8"),
        (DA.number(-0.04, 1), "0,0"),
        (DA.number(0.5), "1"),
        (DA.number(2.5), "3"),
        (DA.number(None), "ikke opgjort"),
        (EN.number(None), "not defined"),
        (DA.percent(0.1), "10_pct."),
        (DA.percent(0.035, 2), "3,5_pct."),
        (EN.percent(0.035, 2), "3.5%"),
        (DA.percent(-0.19), "−19_pct."),
        (DA.percent(0.06, plus=True), "+6_pct."),
        (DA.percent(-0.001), "0_pct."),
        (DA.about(159.75), "160"),
        (DA.about(2.44), "2,4"),
        (DA.about(0.0), "0"),
        (DA.chance(0.9999), "over 99_pct."),
        (DA.chance(0.0001), "under 1_pct."),
        (DA.chance(1.0), "100_pct."),
        (DA.chance(0.873), "87_pct."),
        (DA.day("2026-11-25T09:30:00+00:00"), "25. november 2026"),
        (EN.day("2026-11-25T09:30:00Z"), "25 November 2026"),
        (DA.span(2026, 2035), "2026–2035"),
        (DA.span(2026, 2026), "2026"),
        (DA.listed(["a", "b", "c"]), "a, b og c"),
        (EN.listed(["a"]), "a"),
        (EN.listed([]), ""),
        (DA.say("%(year)s prices", year=2025), "2025-priser"),
        (DA.scale([1.0, -99_999.0]).label, "kr."),
        (DA.scale([100_000.0, None]).label, "1.000_kr."),
        (EN.scale([2e10]).label, "DKK_million"),
        (DA.scaled(-6_503_483, DA.scale([1e6])), "−6.503"),
        (DA.count("%(number)s participant", "%(number)s participants", 1), "1 deltager"),
        (DA.count("%(number)s participant", "%(number)s participants", 1200), "1.200 deltagere"),
        (EN.count("%(number)s participant", "%(number)s participants", 0), "0 participants"),
        (DA.text({"da": "Hej", "en": "Hello"}), "Hej"),
        (DA.text({"da": "", "en": "Hello"}), "Hello"),
        (DA.text("bell\x07, escape\x1b, half a pair\ud800"), "bell, escape, half a pair"),
        (DA.text(None), ""),
    ],
)
def test_words_and_numbers(said: str, expected: str) -> None:
    assert spaced(said) == expected


def test_text_in_another_language_is_marked() -> None:
    assert DA.marked({"en": "Hello"}) == ("Hello", "en")
    assert DA.marked({"da": "Hej", "en": "Hello"}) == ("Hej", None)


@pytest.mark.parametrize("number", [float("nan"), float("inf"), float("-inf")])
def test_a_number_that_is_none_is_never_printed(number: float) -> None:
    with pytest.raises(ValueError, match="not a finite number"):
        DA.headline(number)
    with pytest.raises(ValueError, match="not a finite number"):
        DA.number(number)


@given(st.floats(-1e15, 1e15))
def test_a_headline_has_two_significant_digits_and_no_minus_zero(amount: float) -> None:
    shown = DA.headline(amount).split("\u00a0")[0]
    digits = re.sub(r"\D", "", shown).strip("0")
    assert len(digits) <= 2
    assert not re.fullmatch("−[0,.]*", shown)
    assert abs(_value(DA.headline(amount)) - amount) <= max(0.05 * abs(amount), 0.5) * (1 + 1e-9)


def _value(shown: str) -> float:
    number, _, unit = shown.partition("\u00a0")
    plain = number.replace("−", "-").replace(".", "").replace(",", ".")
    return float(plain) * {"mia.": 1e9, "mio.": 1e6}.get(unit.split("\u00a0")[0], 1)


def test_an_unknown_language_is_bad_input() -> None:
    with pytest.raises(InputError, match="unknown language 'dk'; allowed: da, en"):
        language("dk")


def test_every_message_has_a_danish_text_and_none_is_left_over() -> None:
    with (data_path("templates") / "locale" / "da" / "messages.po").open("rb") as file:
        danish = {(m.id if isinstance(m.id, str) else m.id[0]): m for m in read_po(file, locale="da") if m.id}
    messages = dict.fromkeys(used())
    assert {m[0] for m in messages} == set(danish)
    for message in messages:
        texts = danish[message[0]].string
        texts = [texts] if isinstance(texts, str) else list(texts or ())
        assert len(texts) == len(message)
        for text in texts:
            assert text
            assert not danish[message[0]].fuzzy
            assert _places(text) == _places(message[0]), message[0]


def _places(text: str) -> set[str]:
    return {place for place in PLACES.findall(text) if place}
