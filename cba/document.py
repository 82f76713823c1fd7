"""The result object as plain data: what `results.json` holds, and what every report is made from."""

from __future__ import annotations

import datetime
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from cba import __version__
from cba.funding import funding_block
from cba.interventions import PORTFOLIO, Intervention
from cba.linking import Scenario, known_models
from cba.reading.statement import Words
from cba.reading.writing import to_yaml
from cba.result import Result
from cba.results_format import FORMAT
from cba.scenario import InterventionStatement
from cba.stated import costs_of, effects_of, flows_of, price_entry
from cba.structure import structure
from cba.trace import trace
from cba.what_if import what_if


@dataclass(frozen=True, slots=True)
class Outlook:
    """What a simulation says, as plain data.

    Attributes:
        simulation: draws used, sampler, seed, batches and how many inputs are drawn.
        by_result: the `uncertainty` block of each intervention and of the portfolio, by id.
    """

    simulation: Mapping[str, Any]
    by_result: Mapping[str, Any]


def document(
    scenario: Scenario,
    interventions: Mapping[str, Result],
    portfolio: Result,
    overlap_loss: Mapping[str, float],
    outlook: Outlook | None = None,
) -> dict[str, Any]:
    """Return the results document; undefined values are None.

    `created` is the time now, or SOURCE_DATE_EPOCH where the environment sets it. Without an outlook the
    results are at the estimates alone.
    """
    said_of = outlook.by_result if outlook else {}
    return {
        "format": FORMAT,
        "engine": {"version": __version__},
        "created": created(),
        "scenario": _scenario(scenario),
        "model": _model(scenario),
        "draws": scenario.file.draws,
        "seed": scenario.file.seed,
        "simulation": dict(outlook.simulation) if outlook else None,
        "names": _names(scenario),
        "interventions": {
            said.id: _intervention(scenario, item, said)
            | computed(interventions[said.id])
            | {"uncertainty": said_of.get(said.id)}
            for item, said in zip(scenario.interventions, scenario.file.interventions, strict=True)
        },
        "portfolio": computed(portfolio)
        | {"overlap_loss": dict(overlap_loss), "uncertainty": said_of.get(PORTFOLIO)},
        "prices": {id: price_entry(scenario, price) for id, price in scenario.prices.items()},
        "what_if": what_if(scenario),
        "allocation": None,
        "funding": funding_block(scenario),
        "trace": trace(scenario),
        "calculation": structure(scenario),
        "statement": _stated(scenario),
        "warnings": [
            {"where": str(w.where or ""), "message": ": ".join(p for p in (w.path, w.message) if p)}
            for w in scenario.warnings
        ],
    }


def _stated(scenario: Scenario) -> str:
    """Return the scenario after all overlays as one YAML text, with the model it was calculated with."""
    raw, model = scenario.file.raw, scenario.model.id
    if scenario.file.model != model and scenario.file.model in known_models():
        copy = raw.without("model")
        copy.put("model", model, raw.where, raw.where)
        raw = copy
    return to_yaml(raw)


def created() -> str:
    """Return the time now, or SOURCE_DATE_EPOCH where the environment sets it."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    now = datetime.datetime.now(tz=datetime.UTC)
    moment = datetime.datetime.fromtimestamp(int(epoch), tz=datetime.UTC) if epoch.isdigit() else now
    return moment.replace(microsecond=0).isoformat()


def both(words: Words | None) -> dict[str, str] | None:
    """Return a text in both languages, or None."""
    return words.both() if words is not None else None


def _scenario(scenario: Scenario) -> dict[str, Any]:
    head, file = scenario.file.scenario, scenario.file
    return {
        "id": head.id,
        "title": both(head.title) or {"da": head.id, "en": head.id},
        "question": both(head.question),
        "author": head.author,
        "contact": head.contact,
        "funding": both(head.funding),
        "not_included": [words.both() for words in head.not_included],
        "files": [{"path": read.path, "sha256": read.sha256} for read in scenario.files],
        "registers": [layer.name for layer in scenario.registers.overlays],
        "variant": scenario.variant,
        "price_year": file.price_year,
        "currency": file.currency,
        "start": file.start,
        "horizon": scenario.horizon,
        "place": scenario.place.name if scenario.place else None,
        "place_level": scenario.place.level if scenario.place else None,
    }


def _model(scenario: Scenario) -> dict[str, Any]:
    model = scenario.model
    return {
        "id": model.id,
        "title": dict(model.titles),
        "lens": model.lens_id,
        "payers": list(model.lens.payers),
        "sha256": model.sha256,
        "discounting": {
            "timing": model.timing,
            "rates": [{"from": start, "rate": rate.value} for start, rate in model.rates],
        },
        "guide": model.guide,
        "net_tax_factor": model.net_tax_factor,
        "tax_distortion": model.tax_distortion,
        "exchange": model.exchange,
        "evidence_adjustment": dict(model.evidence_adjustment),
    }


def _names(scenario: Scenario) -> dict[str, Any]:
    registers = scenario.registers
    outcomes = {e.outcome.id: e.outcome for i in scenario.interventions for e in i.effects}
    areas = {id: dict(area.names) for id, area in registers.areas.items()}
    return {
        "payers": {id: dict(registers.payers[id].names) for id in scenario.model.lens.payers},
        "areas": areas | {id: dict(names) for id, names in scenario.model.areas.items()},
        "outcomes": {
            id: {"title": dict(o.titles), "unit": dict(o.unit), "units": dict(o.units), "better": o.better}
            for id, o in outcomes.items()
        },
    }


def _intervention(scenario: Scenario, item: Intervention, said: InterventionStatement) -> dict[str, Any]:
    group = scenario.target_groups.get(said.target_group or "")
    titles = both(group.title) if group else None
    return {
        "title": both(said.title) or {"da": said.id, "en": said.id},
        "description": both(said.description),
        "conditions": [words.both() for words in said.conditions],
        "dkr_goals": list(said.dkr_goals),
        "target_group": {"id": said.target_group, "title": titles} if said.target_group else None,
        "place_based": said.participants is None and any(e.is_place_based() for e in item.effects),
        "operating_years": [scenario.start + n for n in np.flatnonzero(item.operating).tolist()],
        "participants_by_year": [0.0 if p is None else p.value for p in item.participants] or None,
        "completion": item.completion.value,
        "costs": costs_of(scenario, item, said),
        "effects": effects_of(scenario, item, said),
        "flows": flows_of(item, said),
    }


def computed(result: Result) -> dict[str, Any]:
    """Return what is calculated: the same keys for an intervention and the portfolio."""
    irr, switching = result.irr, result.switching
    return {
        "measures": {
            "npv": result.npv,
            "pv_benefits": result.pv_benefits,
            "pv_costs": result.pv_costs,
            "bcr": result.bcr,
            "irr": irr.rate,
            "irr_status": irr.status,
            "payback_year": result.payback_year,
            "discounted_payback_year": result.discounted_payback_year,
            "npv_per_participant": result.npv_per_participant,
            "participants": result.starters,
            "equivalent_yearly": result.equivalent_yearly,
        },
        "by_payer": {
            payer: {
                "npv": share.npv,
                "pv_benefits": share.pv_benefits,
                "pv_costs": share.pv_costs,
                "payback_year": share.payback_year,
                "discounted_payback_year": share.discounted_payback_year,
            }
            for payer, share in result.by_payer.items()
        },
        "by_area": {area: {"pv_benefits": value} for area, value in result.by_area.items()},
        "by_year": list(_years(result)),
        "outcomes": {
            id: {
                "avoided": found.avoided,
                "by_year": found.by_year.tolist(),
                "cost_per_avoided": found.cost_per_avoided,
                "dkr_goal": found.outcome.dkr_goal,
            }
            for id, found in result.outcomes.items()
        },
        "switching": {
            "effect_share": switching.effect_share,
            "cost_factor": switching.cost_factor,
            "success_rate": switching.success_rate,
            "prices": dict(switching.prices),
        },
    }


def _years(result: Result) -> Iterable[Mapping[str, Any]]:
    costs, benefits = result.ledger.costs.sum(axis=0).tolist(), result.ledger.benefits.sum(axis=0).tolist()
    discount = result.calendar.discount
    cumulative = np.cumsum(result.net).tolist()
    discounted = np.cumsum(result.net * discount).tolist()
    by_payer, costs_by_payer = result.ledger.net.T.tolist(), result.ledger.costs.T.tolist()
    for n, net in enumerate(result.net.tolist()):
        yield {
            "year": result.calendar.start + n,
            "n": n,
            "discount_factor": float(discount[n]),
            "costs": costs[n],
            "benefits": benefits[n],
            "net": net,
            "net_by_payer": dict(zip(result.payers, by_payer[n], strict=True)),
            "costs_by_payer": dict(zip(result.payers, costs_by_payer[n], strict=True)),
            "cumulative": cumulative[n],
            "cumulative_discounted": discounted[n],
        }
