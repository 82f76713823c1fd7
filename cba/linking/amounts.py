"""Costs, flows and participants: yearly series and money in price-year kroner."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from cba.errors import Problem
from cba.inputs import Input, as_input
from cba.interventions import Cost, Flow
from cba.linking.context import Context
from cba.reading.numbers import Quantity
from cba.reading.statement import Statement
from cba.scenario import CostStatement, FlowStatement, InterventionStatement
from cba.statements import Amount

_YEAR = re.compile(r"[0-9]{4}")


def money(context: Context, statement: Amount, key: str, quantity: Quantity, name: str, what: str) -> Input:
    """Return a stated amount in price-year kroner; the amount's own year and currency count first."""
    year = quantity.price_year or statement.price_year or context.file.price_year
    currency = quantity.currency or statement.currency
    item = as_input(statement, key, quantity, name)
    context.warn_if_old(statement, "price_year", what, year)
    context.warn_if_left_out(statement, "payer", what, statement.payer.shares(), statement.nature)
    return replace(
        item,
        passport=context.graded(item.passport, statement, key, what),
        conversions=context.conversions(statement, "price_year", year, currency, statement.country),
    )


def link_cost(context: Context, cost: CostStatement, path: str) -> Cost:
    """Return a cost in price-year kroner per unit."""
    name = f"{path}.costs.{cost.what.key()}.amount"
    item = money(context, cost, "amount", cost.amount, name, f"the cost '{cost.what.key()}'")
    if cost.low is not None and cost.high is not None:
        item = replace(item, low=float(cost.low), high=float(cost.high))
    if cost.se is not None:
        item = replace(item, se=float(cost.se))
    return Cost(
        what=cost.what.both(),
        per=cost.per,
        amount=replace(item, distribution=cost.distribution or item.distribution),
        shares=cost.payer.shares(),
        nature=cost.nature,
        counterpart=cost.counterpart,
        in_kind=cost.in_kind,
        price_year=cost.amount.price_year or cost.price_year or context.file.price_year,
        currency=cost.amount.currency or cost.currency or "DKK",
        own=item.passport.register is None,
    )


def link_flow(context: Context, flow: FlowStatement, path: str) -> Flow:
    """Return a flow with one amount a year in price-year kroner."""
    name = f"{path}.flows.{flow.what.key()}"
    what = f"the flow '{flow.what.key()}'"
    stated = series(context, flow, "amounts", flow.amounts)
    amounts = tuple(
        None
        if item is None
        else money(context, flow, "amounts", item, f"{name}.{context.file.start + n}", what)
        for n, item in enumerate(stated)
    )
    return Flow(
        what=flow.what.both(),
        kind=flow.kind,
        amounts=amounts,
        shares=flow.payer.shares(),
        nature=flow.nature,
        counterpart=flow.counterpart,
        area=context.area(flow, flow.area),
        own=all(item is None or item.passport.register is None for item in amounts),
    )


def series(
    context: Context, statement: Statement, key: str, stated: Sequence[Quantity] | Mapping[str, Quantity]
) -> list[Quantity | None]:
    """Return one entry a year over the horizon from a list or a mapping of years."""
    horizon, start = context.horizon, context.file.start
    result: list[Quantity | None] = [None] * horizon
    if isinstance(stated, Mapping):
        for text, item in stated.items():
            n = int(text) - start if _YEAR.fullmatch(text) else -1
            if 0 <= n < horizon:
                result[n] = item
                continue
            message = f"{text} is outside the scenario's years {start}–{start + horizon - 1}"
            if n == -1 and not _YEAR.fullmatch(text):
                message = f"must be a year such as {text[:4]}, found {text}"
            where = statement.raw[key].key_at[text]
            path = f"{statement.raw.path}.{key}.{text}"
            context.problems.append(Problem(where, path, message, lacking=_YEAR.fullmatch(text) is not None))
        return result
    if len(stated) > horizon:
        message = f"lists {len(stated)} years, the horizon has {horizon} ({start}–{start + horizon - 1})"
        context.lacks(statement, key, message)
    result[: len(stated)] = stated[:horizon]
    return result


def link_participants(
    context: Context, said: InterventionStatement, path: str
) -> tuple[tuple[Input | None, ...], tuple[bool, ...]]:
    """Return starters by year (empty without participants) and in which years the intervention operates."""
    horizon, stated = context.horizon, said.participants
    if said.years is not None and not 1 <= said.years <= horizon:
        context.problem(said, "years", f"must be 1 to the horizon of {horizon} years, got {said.years}")
    years = min(max(said.years or 1, 1), horizon)
    if stated is None:
        return (), tuple(n < years for n in range(horizon))
    if isinstance(stated, Quantity):
        listed = series(context, said, "participants", [stated] * years)
    else:
        if said.years is not None and len(stated) != said.years:
            message = f"lists {len(stated)} years, but `years` is {said.years}"
            context.problem(said, "participants", message)
        listed = series(context, said, "participants", stated)
    single = isinstance(stated, Quantity)
    inputs = tuple(
        None if item is None else as_input(said, "participants", item, _yearly(context, path, n, single))
        for n, item in enumerate(listed)
    )
    return inputs, operating_years(inputs, years)


def operating_years(participants: Sequence[Input | None], years: int) -> tuple[bool, ...]:
    """Return in which years an intervention with participants operates: those with some, else the first."""
    reached = tuple(item is not None and item.estimate > 0.0 for item in participants)
    return reached if any(reached) else tuple(n < years for n in range(len(participants)))


def _yearly(context: Context, path: str, n: int, single: bool) -> str:
    return f"{path}.participants" if single else f"{path}.participants.{context.file.start + n}"
