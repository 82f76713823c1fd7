"""Files on top of files: what merges, what is replaced or dropped, and that every value keeps its place."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cba.errors import Problem
from cba.loading import read_scenario
from cba.reading.composing import read_text
from cba.reading.merging import Merger
from cba.reading.positions import Mapping

from ..conftest import Write
from .conftest import Read, intervention


def wrong(path: str | Path = "scenario.yaml", **how: Any) -> list[Problem]:
    """What is wrong with files that are only read."""
    return list(read_scenario(path, **how).problems)


# merging


def test_keys_merge_and_the_last_file_wins(over: Read) -> None:
    root = over("horizon: 8\nscenario: {title: {da: Top}}\n").root
    assert (root["horizon"], root["start"]) == (8, 2026)
    assert root["scenario"] == {"id": "base", "title": {"da": "Top", "en": "Base"}}


def test_positions_survive(over: Read) -> None:
    root = over("horizon: 8\nscenario: {title: {da: Top}}\n").root
    assert str(root.value_at["horizon"]) == "scenario.yaml:2:10"
    assert str(root.value_at["start"]) == "common/base.yaml:3:8"
    assert str(root["scenario"]["title"].value_at["da"]) == "scenario.yaml:3:24"
    assert str(root["scenario"]["title"].value_at["en"]) == "common/base.yaml:1:45"


def test_what_was_overridden_is_remembered(over: Read) -> None:
    root = over("horizon: 8\n", settings=["horizon=9"]).root
    assert root["horizon"] == 9
    earlier = [(value.written, str(at)) for value, at in root.earlier["horizon"]]
    assert earlier == [("5", "common/base.yaml:4:10"), ("8", "scenario.yaml:2:10")]


def test_lists_of_named_things_merge_by_name(over: Read) -> None:
    merged = over("interventions:\n  - {id: b, years: 2}\n  - {id: c, years: 1}\n  - {id: a, years: 2}\n")
    assert [item["id"] for item in merged.root["interventions"]] == ["a", "b", "c"]
    assert intervention(merged, 1)["flows"][0]["what"] == "F"
    assert [intervention(merged, n)["years"] for n in range(3)] == [2, 2, 1]


def test_costs_merge_by_what_and_effects_by_outcome(over: Read) -> None:
    merged = over(
        "interventions:\n  - id: a\n    costs: [{what: Løn, amount: 70}, {what: Ny, amount: 1}]\n"
        "    effects: [{outcome: no_new_crime, transfer: 50 %}]\n"
    )
    costs = intervention(merged)["costs"]
    assert [(cost["what"], cost["amount"]) for cost in costs] == [("Løn", 70), ("Dr. No", 50), ("Ny", 1)]
    assert intervention(merged)["effects"] == [
        {"outcome": "no_new_crime", "success_rate": 0.3, "grade": "D", "transfer": 0.5}
    ]


def test_names_may_be_keys(over: Read) -> None:
    merged = over("interventions: {a: {costs: {Dr. No: {amount: 7}}}}\n")
    assert [cost["amount"] for cost in intervention(merged)["costs"]] == [100, 7]


def test_other_lists_are_replaced(over: Read) -> None:
    assert intervention(over("interventions: {a: {participants: [9]}}\n"))["participants"] == [9]


def test_a_number_gives_way_to_a_mapping_and_back(over: Read) -> None:
    merged = over(
        "interventions: {a: {effects: {no_new_crime: {success_rate: {with: 3 %, without: 1 %}}}}}\n"
    )
    assert intervention(merged)["effects"][0]["success_rate"] == {"with": 0.03, "without": 0.01}


def test_remove_drops_one(over: Read) -> None:
    merged = over(
        "interventions:\n  - !remove {id: b}\n  - {id: a, costs: [!remove Løn], participants: !remove }\n"
    )
    assert [item["id"] for item in merged.root["interventions"]] == ["a"]
    assert [cost["what"] for cost in intervention(merged)["costs"]] == ["Dr. No"]
    assert "participants" not in intervention(merged)


def test_replace_does_not_merge(over: Read) -> None:
    merged = over(
        "interventions:\n  - {id: a, costs: !replace [{what: Ny, amount: 1}]}\n"
        "  - !replace {id: b, years: 1}\n"
    )
    assert intervention(merged)["costs"] == [{"what": "Ny", "amount": 1}]
    assert intervention(merged, 1) == {"id": "b", "years": 1}
    assert len(intervention(merged)["effects"]) == 1


def test_replace_of_nothing_is_the_value(over: Read) -> None:
    assert over("draws: !replace 5\n").root["draws"] == 5


def test_files_merge_left_to_right_this_one_last(write: Write) -> None:
    write("horizon: 1\nstart: 1\ndraws: 1\n", "one.yaml")
    write("horizon: 2\nstart: 2\n", "two.yaml")
    merged = read_scenario(write("extends: [one.yaml, two.yaml]\nhorizon: 3\n"))
    assert [merged.root[key] for key in ("horizon", "start", "draws")] == [3, 2, 1]
    assert [file.path for file in merged.files] == ["scenario.yaml", "one.yaml", "two.yaml"]


def test_paths_are_from_the_file_that_names_them(write: Write) -> None:
    write("draws: 7\n", "deep.yaml")
    write("extends: ../deep.yaml\nseed: 3\n", "common/middle.yaml")
    merged = read_scenario(write("extends: common/middle.yaml\n"))
    assert (merged.root["draws"], merged.root["seed"]) == (7, 3)


def test_one_base_of_two_files_is_no_circle(write: Write) -> None:
    write("draws: 7\n", "base.yaml")
    for name in ("left", "right"):
        write(f"extends: base.yaml\n{name}: 1\n", f"{name}.yaml")
    assert read_scenario(write("extends: [left.yaml, right.yaml]\n")).root["draws"] == 7


VALUES = st.recursive(
    st.integers(0, 9), lambda inner: st.dictionaries(st.sampled_from("abc"), inner, max_size=3), max_leaves=8
)
TREES = st.dictionaries(st.sampled_from("abc"), VALUES, max_size=3)


def tree(value: Any) -> Mapping:
    mapping = read_text(repr(value).replace("'", '"'), "x.yaml")
    assert isinstance(mapping, Mapping)
    return mapping


@given(TREES, TREES, TREES)
def test_merging_is_associative_and_nothing_is_neutral(one: Any, two: Any, three: Any) -> None:
    a, b, c = tree(one), tree(two), tree(three)
    merge = Merger().merge
    assert merge(merge(a, b), c) == merge(a, merge(b, c))
    assert merge(a, tree({})) == a == merge(tree({}), a) == merge(a, a)


# extends that fail


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("extends: gone.yaml\n", "scenario.yaml:1:10: extends: no such file: gone.yaml"),
        ("extends:\n  - scenarioo.yaml\n", "did you mean 'scenario.yaml'?"),
        ("extends: [scenario.yaml]\n", "in a circle: scenario.yaml → scenario.yaml"),
        ("extends: {a: 1}\n", "scenario.yaml:1:10: extends: must be a list of files"),
        ("extends: [3]\n", "scenario.yaml:1:11: extends: must be the path of a file"),
        ("extends: folder\n", "folder"),
    ],
)
def test_extends_that_fail(text: str, message: str, write: Write) -> None:
    write("", "folder/x.yaml")
    (problem,) = wrong(write(text))
    assert message in problem.headline()


def test_a_longer_circle_is_spelled_out(write: Write) -> None:
    write("extends: b.yaml\n", "a.yaml")
    write("extends: common/../a.yaml\n", "b.yaml")
    write("", "common/x")
    (problem,) = wrong("a.yaml")
    assert problem.headline().startswith(
        "b.yaml:1:10: extends: the files extend each other in a circle: a.yaml → b.yaml"
    )


def test_problems_of_all_files_at_once(write: Write) -> None:
    write("a: 1\na: 2\n", "one.yaml")
    write("a: *b\n", "two.yaml")
    found = wrong(write("extends: [one.yaml, two.yaml, gone.yaml]\n"))
    assert sorted(p.where.source.name for p in found if p.where) == [
        "one.yaml",
        "scenario.yaml",
        "two.yaml",
    ]


def test_a_fault_is_reported_in_the_file_that_has_it(over_problems: Callable[..., list[str]]) -> None:
    (only,) = over_problems("interventions:\n  - {id: a, completion: 130 %}\n")
    assert only.startswith("scenario.yaml:3:25: interventions[0].completion: must be between 0 % and 100 %")
    (only,) = over_problems("interventions:\n  - {id: c, years: 1}\n")
    assert only.startswith("scenario.yaml:3:5: interventions[2]: ")


@pytest.mark.parametrize(
    ("text", "where", "message"),
    [
        ("interventions:\n  - !remove {id: bb}\n", "3:5", "unknown intervention 'bb'; did you mean 'b'?"),
        ("interventions: {aa: {years: 1}}\n", "2:17", "unknown intervention 'aa'; did you mean 'a'?"),
        ("place: !remove\n", "2:8", "!remove: no file before this one has it"),
    ],
)
def test_overlays_that_meet_nothing(text: str, where: str, message: str, over: Read) -> None:
    (problem,) = over(text).problems
    assert (str(problem.where), problem.message) == (f"scenario.yaml:{where}", message)


# variants


def test_a_variant_lies_on_top(over: Read) -> None:
    merged = over(variant="low")
    effect = intervention(merged)["effects"][0]
    assert effect["success_rate"] == 0.1
    assert str(effect.value_at["success_rate"]).startswith("common/base.yaml:16:")
    assert merged.variants == ("low", "bad", "wrong", "flat")


def test_settings_lie_on_top_of_a_variant(over: Read) -> None:
    path = "interventions.a.effects.no_new_crime.success_rate=20 %"
    assert intervention(over(variant="low", settings=[path]))["effects"][0]["success_rate"] == 0.2


@pytest.mark.parametrize(
    ("variant", "message"),
    [
        ("lo", "unknown variant 'lo'; did you mean 'low'?"),
        ("wrong", "unknown intervention 'c'; allowed: a, b"),
        ("flat", "must be a mapping"),
    ],
)
def test_variants_that_fail(variant: str, message: str, over: Read) -> None:
    (problem,) = over(variant=variant).problems
    assert message in problem.message


def test_a_variants_bad_number_is_reported_where_it_stands(over_problems: Callable[..., list[str]]) -> None:
    (only,) = over_problems(variant="bad")
    assert only.startswith("common/base.yaml:17:")
    assert "success_rate: must be between -100 % and 100 %, got 110 %" in only


def test_without_variants_none_can_be_chosen(write: Write) -> None:
    (problem,) = wrong(write("a: 1\n"), variant="x")
    assert "no variants" in problem.message
