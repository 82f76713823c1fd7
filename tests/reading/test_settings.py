"""`--set path=value`: reaches every value, changes nothing else, and says what is wrong with itself."""

import contextlib
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cba.errors import InputError
from cba.loading import Merged, read_scenario

from .conftest import BASE, Read, intervention


@pytest.mark.parametrize(
    ("setting", "found"),
    [
        ("interventions.a.costs.Løn.amount=7", lambda m: intervention(m)["costs"][0]["amount"]),
        ('interventions.a.costs."Dr. No".amount=7', lambda m: intervention(m)["costs"][1]["amount"]),
        ("interventions.a.costs[1].amount=7", lambda m: intervention(m)["costs"][1]["amount"]),
        ("interventions[0].costs.1.amount=7", lambda m: intervention(m)["costs"][1]["amount"]),
        ("interventions.a.participants[1]=7", lambda m: intervention(m)["participants"][1]),
        ("interventions.b.flows.F.amounts[0]=7", lambda m: intervention(m, 1)["flows"][0]["amounts"][0]),
        (
            "interventions.a.effects.no_new_crime.transfer=7",
            lambda m: intervention(m)["effects"][0]["transfer"],
        ),
        ("assumptions.prices.foo.estimate=7", lambda m: m.root["assumptions"]["prices"]["foo"]["estimate"]),
        ("horizon=7", lambda m: m.root["horizon"]),
        (" horizon = 7 ", lambda m: m.root["horizon"]),
    ],
)
def test_settings_reach_every_value(setting: str, found: Callable[[Merged], Any], over: Read) -> None:
    assert found(over(settings=[setting])) == 7


def test_a_setting_changes_nothing_else(over: Read) -> None:
    before, after = over(), over(settings=["interventions.a.participants[1]=7"])
    assert intervention(after)["participants"] == [5, 7]
    after.root["interventions"][0]["participants"][1] = before.root["interventions"][0]["participants"][1]
    assert after.root == before.root


def test_the_last_setting_wins(over: Read) -> None:
    assert over(settings=["horizon=7", "horizon=9"]).root["horizon"] == 9


def test_settings_may_be_lists_and_mappings(over: Read) -> None:
    root = over(settings=["interventions.a.costs=[]", "scenario.title={da: Ny}"]).root
    assert root["interventions"][0]["costs"] == []
    assert root["scenario"]["title"] == {"da": "Ny", "en": "Base"}


@pytest.mark.parametrize(
    ("setting", "column", "message"),
    [
        ("horizon", 1, "must be path=value"),
        ("=3", 1, "must be path=value"),
        ("interventions.c.years=1", None, "unknown intervention 'c'; allowed: a, b"),
        ("interventions.a.effects.no_new_crme.transfer=1", None, "did you mean 'no_new_crime'?"),
        ("interventions.a.costs.Lon.amount=1", None, "Løn"),
        ("interventions[2].years=1", None, "unknown intervention '2'"),
        ("interventions.a.participants[2]=1", None, "'2'"),
        ("scenario.title={da: x", 16, "not valid YAML"),
        ("horizon=*x", 9, "has no anchor"),
        ("horizon=yes", 9, "means true or false"),
    ],
)
def test_settings_that_fail(setting: str, column: int | None, message: str, over: Read) -> None:
    (problem,) = over(settings=[setting]).problems
    assert problem.where is not None
    assert problem.where.source.name == "--set"
    assert column in (None, problem.where.column)
    assert message in problem.message
    assert setting in str(problem)


@pytest.mark.parametrize(
    ("setting", "headline"),
    [
        ("horizon=abc", "--set:1:9: horizon: must be a number, found 'abc'"),
        ("horizn=3", "--set:1:8: horizn: unknown key 'horizn'; did you mean 'horizon'?"),
        (
            "interventions.a.completion=1,5 %",
            "--set:1:28: interventions[0].completion: '1,5 %' has a decimal comma",
        ),
        (
            "interventions.a.completion={estimate: 130 %}",
            "--set:1:28: interventions[0].completion.estimate: must be",
        ),
    ],
)
def test_settings_that_say_something_wrong(
    setting: str, headline: str, over_problems: Callable[..., list[str]]
) -> None:
    (only,) = over_problems(settings=[setting])
    assert only.startswith(headline)


@given(st.text(max_size=30))
def test_no_setting_breaks_the_reader(text: str) -> None:
    with tempfile.TemporaryDirectory() as folder, contextlib.suppress(InputError):
        path = Path(folder) / "x.yaml"
        path.write_text(BASE, encoding="utf-8")
        read_scenario(path, settings=[text])
        read_scenario(path, settings=[f"interventions.a.{text}"])
        read_scenario(path, settings=[f"horizon={text}"])
