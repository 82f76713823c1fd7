"""The scenarios that come with the toolkit: they run, are honest, and can be checked by hand."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
import yaml

import cba
from cba.registers import load_registers

FOLDER = Path(__file__).parents[1] / "scenarios"
FILES = {path.stem: path for path in sorted(FOLDER.glob("*.yaml"))}
FILES["tutorial"] = FOLDER / "tutorial" / "scenario.yaml"
MODELS = ("soem", "samfundsoekonomi")
ID = re.compile(r"[a-z0-9]+(_[a-z0-9]+)+")
WORDS = {"title", "question", "description", "conditions", "not_included", "what", "reason", "assumption"}

# warnings of the base case, each explained in its file; soem also says what it does not count
EXPECTED = {
    "odense-tryg-ungdom": ["the baseline is within 24 months", "the evidence is one small study"],
    "odense-mentor-ansoegning": ["the evidence is one small study"],
    "aarhus-indbrud": [
        "more than 10 years old",
        "the evidence measured crime, not burglary",
        "two studies cannot show how much places differ",
    ],
    "aalborg-natteliv": ["the evidence is one small study"],
    "tutorial": ["the evidence is one small study", "more than 10 years old"],
    "forebyggelse-20-mio": [
        *["the evidence is one small study"] * 5,
        "the baseline is within 24 months",
        *["reaches 'youth_reconvicted' for 'reconviction' as"] * 2,
        "the baseline is within 12 months, the study followed up 48 months",
        "two studies cannot show how much places differ",
        "'burglary_claim_2009_derived' is in 2009 prices",
        "the evidence measured crime, not burglary",
        "'vandalism_mean_2008' is in 2008 prices",
    ],
}


@lru_cache
def appraisal(name: str, model: str = "soem", variant: str | None = None) -> cba.Appraisal:
    return cba.appraise(cba.load(FILES[name], model=model, variant=variant))


@lru_cache
def document(name: str, model: str = "soem", variant: str | None = None) -> dict[str, Any]:
    return appraisal(name, model, variant).to_dict()


def variants(name: str) -> list[str]:
    return list(cba.load(FILES[name]).variants)


def npv(name: str, model: str = "soem", variant: str | None = None) -> float:
    return float(document(name, model, variant)["portfolio"]["measures"]["npv"])


def mappings(value: Any) -> Iterator[dict[Any, Any]]:
    """Yield every mapping in a YAML value."""
    if isinstance(value, dict):
        yield value
        for item in value.values():
            yield from mappings(item)
    elif isinstance(value, list):
        for item in value:
            yield from mappings(item)


class _Marked(yaml.SafeLoader):
    """Reads `!remove` and `!replace` as the mapping behind them, or nothing."""


def _behind(loader: yaml.SafeLoader, suffix: str, node: yaml.Node) -> Any:
    return loader.construct_mapping(node, deep=True) if isinstance(node, yaml.MappingNode) else None


_Marked.add_multi_constructor("!", _behind)


def texts() -> list[tuple[str, Any]]:
    files = FOLDER.rglob("*.yaml")
    return [(path.name, yaml.load(path.read_text(encoding="utf-8"), Loader=_Marked)) for path in files]


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize("name", FILES)
def test_runs_in_every_variant(name: str, model: str) -> None:
    for variant in (None, *variants(name)):
        found = document(name, model, variant)
        assert found["scenario"]["variant"] == variant
        for result in (*found["interventions"].values(), found["portfolio"]):
            payers = sum(payer["npv"] for payer in result["by_payer"].values())
            assert payers == pytest.approx(result["measures"]["npv"], abs=1e-4)
            areas = sum(area["pv_benefits"] for area in result["by_area"].values())
            assert areas == pytest.approx(result["measures"]["pv_benefits"], abs=1e-4)


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize("name", FILES)
def test_warnings_are_the_explained_ones(name: str, model: str) -> None:
    messages = [warning["message"] for warning in document(name, model)["warnings"]]
    assert model == "soem" or not any("is left out" in message for message in messages)
    rest = [message for message in messages if "is left out" not in message]
    expected = EXPECTED.get(name, [])
    assert len(rest) == len(expected), rest
    for part in expected:
        assert sum(part in message for message in rest) == expected.count(part), part


@pytest.mark.parametrize("name", FILES)
def test_says_what_it_asks_and_what_is_missing(name: str) -> None:
    scenario = document(name)["scenario"]
    assert scenario["question"] is not None
    assert len(scenario["not_included"]) >= 2
    for intervention in document(name)["interventions"].values():
        assert intervention["title"]["da"] != intervention["title"]["en"]


def test_every_text_is_in_both_languages() -> None:
    for file, content in texts():
        for mapping in mappings(content):
            if {"da", "en"} & set(mapping):
                assert set(mapping) == {"da", "en"}, (file, mapping)
                for text in mapping.values():
                    assert isinstance(text, str), (file, mapping)
                    assert text.strip(), (file, mapping)
            for key in WORDS & set(mapping):
                items = mapping[key] if isinstance(mapping[key], list) else [mapping[key]]
                assert all(isinstance(item, dict) for item in items), (file, key, mapping[key])


def test_every_id_exists_in_the_registers() -> None:
    registers = load_registers()
    everything = {*registers.prices, *registers.figures, *registers.evidence, *registers.sources}
    seen = 0
    for file, content in texts():
        own = {id for mapping in mappings(content) for id in mapping.get("prices", {})}
        for mapping in mappings(content):
            for key in ("source", "evidence", "price"):
                named = mapping.get(key)
                if isinstance(named, str) and (key != "source" or ID.fullmatch(named)):
                    seen += 1
                    assert named in everything or (key == "price" and named in own), (file, key, named)
            for text in (mapping.get("note"), mapping.get("source")):
                for id in re.findall(r"\b[a-z]+(?:_[a-z0-9]+)+\b", text if isinstance(text, str) else ""):
                    assert id in everything, (file, id)
    assert seen > 50


def test_own_numbers_are_marked() -> None:
    """What no register row or source stands behind says so, in words and by its grade."""
    registers = load_registers()
    known = {*registers.prices, *registers.figures, *registers.evidence, *registers.sources}
    own = 0
    for file, content in texts():
        for mapping in mappings(content):
            states_money = ("payer" in mapping and {"amount", "amounts", "estimate"} & set(mapping)) or (
                "measure" in mapping
            )
            if not states_money or mapping.get("source") in known and "measure" not in mapping:
                continue
            own += 1
            assert mapping.get("grade") == "D", (file, mapping)
            assert str(mapping.get("note", "")).startswith("Own assumption"), (file, mapping)
    assert own > 15


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize("name", FILES)
def test_pessimistic_is_worse_and_optimistic_better(name: str, model: str) -> None:
    names = variants(name)
    base = npv(name, model)
    if "pessimistic" in names:
        assert npv(name, model, "pessimistic") <= base
    if "optimistic" in names:
        assert npv(name, model, "optimistic") >= base


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize("variant", [None, "mildest"])
def test_scared_straight_costs_every_public_payer_it_touches(model: str, variant: str | None) -> None:
    result = document("scared-straight", model, variant)["interventions"]["faengselsbesoeg"]
    payers = result["by_payer"].items()
    touched = {id: payer["npv"] for id, payer in payers if payer["pv_benefits"] or payer["pv_costs"]}
    assert set(touched) == {"kommune", "stat"}
    assert all(value < 0 for value in touched.values())
    assert result["outcomes"]["reconviction"]["avoided"] < 0
    assert result["measures"]["bcr"] < 0
    assert result["measures"]["payback_year"] is None


def test_scared_straight_by_hand() -> None:
    result = document("scared-straight")["interventions"]["faengselsbesoeg"]
    risk = 0.42
    relative = 1.72 / (1 - risk + risk * 1.72)
    assert result["outcomes"]["reconviction"]["avoided"] == pytest.approx(-100 * risk * (relative - 1))


def test_mentor_saves_160_from_new_crime_and_the_kroner_add_up() -> None:
    result = document("mentor-recidiv-dk")["interventions"]["mentor"]
    assert result["outcomes"]["no_new_crime"]["avoided"] == pytest.approx(160, abs=0.5)
    day, hour = 121.32 / 100.0, 121.32 / 118.82  # consumer prices 2015 and 2024 to 2025
    benefits = 420 * 0.38 * 245 / 10 * 1469 * day * sum(1.035**-n for n in range(10))
    costs = 420 * 50_000 * hour
    assert result["measures"]["pv_benefits"] == pytest.approx(benefits, rel=1e-4)
    assert result["measures"]["pv_costs"] == pytest.approx(costs, rel=1e-4)
    assert result["by_payer"]["stat"]["npv"] == pytest.approx(benefits - costs, rel=1e-3)
    assert result["by_payer"]["kommune"]["npv"] == 0


def test_mentor_does_not_pay_with_the_international_average() -> None:
    assert npv("mentor-recidiv-dk", variant="international_average") < 0
    assert npv("mentor-recidiv-dk", variant="half_effect") > 0


def test_odense_takes_in_what_its_common_file_says() -> None:
    scenario = document("odense-tryg-ungdom")["scenario"]
    assert (scenario["place"], scenario["start"], scenario["horizon"]) == ("Odense", 2027, 11)
    assert scenario["author"].startswith("Odense Kommune")
    assert {Path(file["path"]).name for file in scenario["files"]} == {
        "odense-tryg-ungdom.yaml",
        "odense.yaml",
    }


def test_odense_shows_a_null_result_as_it_is() -> None:
    result = document("odense-tryg-ungdom")["interventions"]["mst"]
    assert all(outcome["avoided"] < 0 for outcome in result["outcomes"].values())
    assert all(effect["low"] < 1 < effect["high"] for effect in result["effects"])
    yearly = 20 * 150_000 * 121.32 / 102.23
    costs = yearly * sum(1.035**-n for n in range(3))
    assert result["measures"]["pv_costs"] == pytest.approx(costs, rel=1e-4)
    risk, relative = 0.53, 1.13 / (1 - 0.53 + 0.53 * 1.13)
    assert result["outcomes"]["reconviction"]["avoided"] == pytest.approx(-60 * risk * (relative - 1))


def test_odense_does_not_count_245_prison_days_for_young_people() -> None:
    """The figure is for released prisoners at very high risk; only the mentor's group is."""
    statements = yaml.safe_load(FILES["odense-tryg-ungdom"].read_text(encoding="utf-8"))["interventions"]
    by_id = {item["id"]: item for item in statements}
    for id in ("mst", "cbt"):
        prices = [item["price"] for item in by_id[id]["effects"][0]["consequences"]]
        assert "prison_per_conviction_gang2016_derived" in prices
        assert "prison_day" not in prices
    assert "consequences" not in by_id["mentor"]["effects"][0]
    assert npv("odense-tryg-ungdom", variant="dsi_consequences") > npv("odense-tryg-ungdom")


def test_odense_counts_only_the_cost_of_what_nobody_has_measured() -> None:
    result = document("odense-tryg-ungdom")["interventions"]["ssp"]
    assert result["effects"] == []
    assert result["measures"]["pv_benefits"] == 0
    assert result["measures"]["npv"] == -result["measures"]["pv_costs"] < 0


def test_aarhus_benefit_is_the_insurers_so_the_budget_model_hardly_sees_it() -> None:
    budget = document("aarhus-indbrud")["interventions"]["maerkning"]["measures"]["pv_benefits"]
    welfare = document("aarhus-indbrud", "samfundsoekonomi")["interventions"]["maerkning"]
    assert welfare["by_payer"]["erhverv"]["npv"] > 100 * budget > 0
    incidents = (2270 + 2361 + 2047) / 3
    logs = [math.log(0.79), math.log(0.939)]
    tau2 = (logs[0] - logs[1]) ** 2 / 2 - (0.102**2 + 0.100**2) / 2
    weights = [1 / (0.102**2 + tau2), 1 / (0.100**2 + tau2)]
    pooled = math.exp((weights[0] * logs[0] + weights[1] * logs[1]) / sum(weights))
    avoided = incidents * 0.06 * (1 - pooled)
    assert welfare["outcomes"]["burglary"]["avoided"] == pytest.approx(avoided)


def test_aarhus_lighting_is_counted_but_not_priced() -> None:
    result = document("aarhus-indbrud", "samfundsoekonomi")["interventions"]["belysning"]
    incidents = (29865 + 31501 + 27431) / 3
    assert result["outcomes"]["total"]["avoided"] == pytest.approx(10 * incidents * 0.005 * 0.14 * 0.5)
    assert result["measures"]["pv_benefits"] == 0


def test_aalborg_interventions_share_the_same_offences() -> None:
    found = document("aalborg-natteliv", "samfundsoekonomi")
    parts = {id: item["outcomes"]["violence"]["avoided"] for id, item in found["interventions"].items()}
    patrol, serving, closing = 0.35 * 0.39 * 0.5, 0.29 * 0.5, 0.16 * 0.5 * 0.9
    assert parts["patrulje"] == pytest.approx(4 * 124 * patrol)
    assert parts["ansvarlig_udskaenkning"] == pytest.approx(4 * 124 * serving)
    assert parts["lukketid"] == pytest.approx(4 * 124 * closing)
    together = 4 * 124 * (1 - (1 - patrol) * (1 - serving) * (1 - closing))
    assert found["portfolio"]["outcomes"]["violence"]["avoided"] == pytest.approx(together)
    assert found["portfolio"]["overlap_loss"]["violence"] == pytest.approx(sum(parts.values()) - together)


def test_business_case_by_hand() -> None:
    result = document("kommunal-businesscase")["interventions"]["plejefamilier"]
    index = 121.32 / 103.0
    saved = sum(690_000 * n * index * 1.035**-t for t, n in enumerate((0, 2, 4, 5, 5, 5)))
    assert result["measures"]["pv_benefits"] == pytest.approx(saved, rel=1e-4)
    assert result["by_payer"]["stat"]["npv"] == pytest.approx(0.12 * saved, rel=1e-4)
    assert result["by_payer"]["kommune"]["payback_year"] == 2029


def test_tutorial_shows_people_a_place_flows_variants_and_an_own_price() -> None:
    found = document("tutorial")
    kinds = {id: (item["place_based"], bool(item["flows"])) for id, item in found["interventions"].items()}
    assert kinds == {"mentor": (False, False), "maerkning": (True, False), "koordinator": (False, True)}
    assert found["prices"]["straffesag"]["own_assumption"]
    assert variants("tutorial") == ["pessimistic", "optimistic"]
    payers = found["interventions"]["mentor"]["by_payer"]
    assert payers["kommune"]["npv"] < 0 < payers["stat"]["npv"]
