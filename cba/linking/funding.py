"""Checks of what a scenario says under `funding`: every name, every number, every year."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cba.errors import Problem, unknown
from cba.funding_rules import programme_ids
from cba.funding_statements import Appraisal, Funding, Grant, OutcomeContract
from cba.interventions import Intervention
from cba.linking.amounts import series
from cba.linking.context import Context
from cba.reading.numbers import Quantity
from cba.reading.statement import Statement
from cba.statements import PUBLIC_PAYERS

_ALONE = ("low", "high", "se", "distribution", "price_year", "currency")
"""Keys of a number that mean nothing in an application."""


def check_funding(context: Context, linked: Sequence[Intervention]) -> None:
    """Check the funding of a scenario against its interventions; problems go to the context."""
    funding = context.file.funding
    if funding is None:
        return
    for statement, key, quantity in _quantities(funding):
        _check_number(context, statement, key, quantity)
    _check_ids(context, funding)
    _check_partners(context, funding)
    if funding.grant is not None:
        _check_grant(context, funding.grant)
    if funding.appraisal is not None:
        _check_appraisal(context, funding.appraisal)
    if funding.outcome_contract is not None:
        _check_contract(context, funding.outcome_contract, linked)


def _quantities(statement: Statement) -> Iterator[tuple[Statement, str, Quantity]]:
    """Yield every number below a statement with the statement and key it belongs to."""
    for key in type(statement).model_fields:
        value = getattr(statement, key)
        several = value.values() if isinstance(value, dict) else value if isinstance(value, list) else [value]
        for item in several:
            if isinstance(item, Quantity):
                yield statement, key, item
            elif isinstance(item, Statement):
                yield from _quantities(item)


def _check_number(context: Context, statement: Statement, key: str, quantity: Quantity) -> None:
    stated = [name for name in _ALONE if getattr(quantity, name) is not None]
    if stated:
        message = f"`{stated[0]}` is not used here; state one amount in the scenario's prices"
        context.problem(quantity, stated[0], message)
    if float(quantity.estimate) < 0.0:
        context.problem(statement, key, f"must not be negative, got {quantity.estimate.written}")
    where = quantity.at() if quantity.raw.where.source.name else statement.at(key)
    path = f"{statement.raw.path}.{key}"
    context.warn_if_thousands(where, path, quantity.estimate.written, float(quantity.estimate))


def _check_ids(context: Context, funding: Funding) -> None:
    for key, items in (("partners", funding.partners), ("work_packages", funding.work_packages)):
        seen: set[str] = set()
        for item in items:
            if item.id in seen:
                context.problem(item, "id", f"'{item.id}' is used twice under funding.{key}")
            seen.add(item.id)


def _check_partners(context: Context, funding: Funding) -> None:
    ids = [partner.id for partner in funding.partners]
    for package in funding.work_packages:
        for item in package.budget:
            if item.partner is not None and item.partner not in ids:
                message = unknown("partner", item.partner, ids)
                context.problem(item, "partner", message if ids else f"{message}; funding.partners is empty")
            if item.person_months is not None and item.line != "A":
                context.problem(item, "person_months", f"go with line A, not with {item.line}")


def _check_grant(context: Context, grant: Grant) -> None:
    if grant.programme not in programme_ids():
        context.unknown(grant, "programme", "programme", grant.programme, programme_ids())


def _check_appraisal(context: Context, appraisal: Appraisal) -> None:
    payers = context.model.lens.payers
    if appraisal.operator is not None and appraisal.operator not in payers:
        message = f"the model {context.model.id} does not count {appraisal.operator}"
        context.problem(appraisal, "operator", message)
    for item in appraisal.financing:
        series(context, item, "amounts", item.amounts)
        if item.repayments is not None:
            series(context, item, "repayments", item.repayments)


def _check_contract(context: Context, contract: OutcomeContract, linked: Sequence[Intervention]) -> None:
    found = {item.id: item for item in linked}
    if contract.intervention not in found:
        context.unknown(contract, "intervention", "intervention", contract.intervention, found)
        return
    outcomes = [effect.outcome.id for effect in found[contract.intervention].effects]
    if contract.outcome not in outcomes:
        message = unknown("outcome", contract.outcome, outcomes)
        if not outcomes:
            message = f"'{contract.intervention}' has no effect, so nothing can be paid for"
        context.lacks(contract, "outcome", message)
    if contract.shares is not None:
        _check_shares(context, contract)
    months, limit = contract.months or [], 12 * context.horizon
    if months and months[-1] > limit:
        message = f"must be within the horizon of {limit} months, got {months[-1]}"
        context.problems.append(Problem(contract.at("months"), f"{contract.raw.path}.months", message))


def _check_shares(context: Context, contract: OutcomeContract) -> None:
    assert contract.shares is not None
    payers = context.model.lens.payers
    for payer in contract.shares.shares():
        if payer not in PUBLIC_PAYERS:
            context.problem(contract, "shares", f"only public payers repay, found {payer}")
        elif payer not in payers:
            context.problem(contract, "shares", f"the model {context.model.id} does not count {payer}")
