"""Statements: the base of what files say. Unknown keys are gathered; short forms know their place."""

from typing import ClassVar

import pytest
from pydantic import ValidationError

from cba.errors import InputError, Problem
from cba.reading.composing import read_text
from cba.reading.numbers import Quantity, Share
from cba.reading.positions import Mapping, set_paths
from cba.reading.statement import Statement, Words, describe
from cba.reading.validating import read_as


class Inner(Statement):
    size: Quantity
    words: Words | None = None


class Outer(Statement):
    LIMIT: ClassVar[int] = 3

    name: str
    share: Share | None = None
    inner: list[Inner] = []
    rule: bool = False

    def _check(self, problems: list[Problem]) -> None:
        if len(self.inner) > self.LIMIT:
            problems.append(self.problem("inner", "too many"))


def read(text: str) -> Outer:
    root = read_text(text, "x.yaml")
    assert isinstance(root, Mapping)
    set_paths(root)
    return read_as(Outer, root)


def headlines(text: str) -> list[str]:
    with pytest.raises(InputError) as caught:
        read(text)
    return [problem.headline() for problem in caught.value.problems]


def test_what_is_right_is_read() -> None:
    found = read(
        "name: x\nshare: 15 %\ninner: [{size: 3, words: hej}, {size: {estimate: 4, low: 3, high: 5}}]\n"
    )
    assert found.share is not None
    assert found.share.estimate == 0.15
    assert found.inner[0].words is not None
    assert found.inner[0].words.both() == {"da": "hej", "en": "hej"}
    high = found.inner[1].size.high
    assert high is not None
    assert float(high) == 5
    assert str(found.at("share")) == "x.yaml:2:8"
    assert str(found.inner[1].at("size")) == "x.yaml:3:39"
    assert str(found.at("rule")) == str(found.at()) == "x.yaml:1:1"


def test_all_problems_at_once_in_reading_order() -> None:
    assert headlines("nmae: x\nshare: 150 %\ninner: [{sise: 3}, {size: a, words: 3}]\nrule: 3\n") == [
        "x.yaml:1:1: nmae: unknown key 'nmae'; did you mean 'name'?",
        "x.yaml:1:1: name: missing: this key is required",
        "x.yaml:2:8: share: must be between 0 % and 100 %, got 150 %",
        "x.yaml:3:9: inner[0].size: missing: this key is required",
        "x.yaml:3:10: inner[0].sise: unknown key 'sise'; did you mean 'size'?",
        "x.yaml:3:27: inner[1].size: must be a number, found 'a'",
        "x.yaml:3:37: inner[1].words: must be a mapping (`key: value` lines), found 3",
        "x.yaml:4:7: rule: must be true or false, found 3",
    ]


def test_rules_between_fields_are_checked() -> None:
    assert headlines("name: x\ninner: [{size: 1}, {size: 1}, {size: 1}, {size: 1}]\n") == [
        "x.yaml:2:8: inner: too many"
    ]


@pytest.mark.parametrize(
    ("text", "headline"),
    [
        ("name: x\ninner: {size: 1}\n", "x.yaml:2:8: inner: must be a list"),
        ("name: x\ninner: [[1]]\n", "x.yaml:2:9: inner[0]: must be a mapping"),
        ("name: [x]\n", "x.yaml:1:7: name: must be a text, found a list"),
        ("name: ~\n", "x.yaml:1:7: name: must be a text, found nothing"),
        ("name: true\n", "x.yaml:1:7: name: must be a text, found true"),
        ("name: 12\n", "x.yaml:1:7: name: must be a text, found 12"),
        ("name: x\ninner: [{size: 1, words: {}}]\n", "x.yaml:2:26: inner[0].words: a text is missing"),
        ("name: x\ninner: [{size: {low: 1, high: 2}}]\n", "x.yaml:2:16: inner[0].size.estimate: missing"),
        (
            "name: x\ninner: [{size: {estimate: 1, low: 2, high: 3}}]\n",
            "x.yaml:2:35: inner[0].size.low: must be low",
        ),
        (
            "name: x\nshare: {estimate: 50 %, low: -1 %, high: 60 %}\n",
            "x.yaml:2:30: share.low: must be between 0 %",
        ),
    ],
)
def test_one_fault_one_problem(text: str, headline: str) -> None:
    (only,) = headlines(text)
    assert only.startswith(headline)


def test_statements_are_frozen() -> None:
    found = read("name: x\n")
    with pytest.raises(ValidationError):
        found.name = "y"  # type: ignore[misc]


def test_a_language_that_is_missing_borrows_the_other() -> None:
    words = read("name: x\ninner: [{size: 1, words: {en: Hello}}]\n").inner[0].words
    assert words is not None
    assert words.both() == {"da": "Hello", "en": "Hello"}
    assert words.key() == "Hello"


@pytest.mark.parametrize(
    ("value", "words"),
    [(None, "nothing"), (True, "true"), ({}, "a mapping"), ([], "a list"), ("x", "'x'")],
)
def test_values_in_the_readers_words(value: object, words: str) -> None:
    assert describe(value) == words
    assert describe(read_text("a: 15 %", "x.yaml")["a"]) == "15 %"
