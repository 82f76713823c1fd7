"""What is said of an intervention that goes the wrong way: harm only where a study shows it."""

from typing import Any

from cba.reports.language import language
from cba.reports.papers import wrong_way

Document = dict[str, Any]


def test_an_interval_that_covers_no_effect_shows_no_harm(odense: Document) -> None:
    said = wrong_way.advice(language("da"), odense, "mst").replace("\N{NO-BREAK SPACE}", " ")
    assert said == (
        "Multisystemisk Terapi (MST): Sæt ikke i gang. Forsøgene viser ingen sikker effekt; skønnet peger "
        "mod 1,8 flere personer med ny dom og 1,4 flere anbringelser. Det forventede tab er 12 mio. kr."
    )


def test_an_interval_on_the_wrong_side_is_harm(odense: Document) -> None:
    odense["interventions"]["mst"]["effects"][0] |= {"low": 1.05, "high": 1.6}
    said = wrong_way.advice(language("en"), odense, "mst")
    assert "does more harm than good" in said
    assert "no certain effect" not in said
