"""Prices: a scenario's own first, then the model file's, then the register's; missing ones are asked for."""

from __future__ import annotations

from dataclasses import replace

from cba.errors import nearest
from cba.inputs import Conversion, Input, Passport, as_input
from cba.interventions import Consequence, Price
from cba.linking.context import Context
from cba.money import CannotConvert
from cba.reading.statement import Statement
from cba.register_rows import PriceRow
from cba.statements import Consequence as ConsequenceStatement
from cba.statements import PriceStatement


def link_price(context: Context, id: str, user: Statement, key: str) -> Price | None:
    """Return a price in price-year kroner; a problem at the user's key when it cannot be used.

    Args:
        context: the scenario being linked.
        id: the price's id.
        user: the statement that uses it.
        key: the key under which it does.
    """
    if id in context.prices:
        return context.prices[id]
    stated, row = context.stated_prices().get(id), context.registers.prices.get(id)
    if stated is None and row is None:
        close = nearest(id, [*context.stated_prices(), *context.registers.prices])
        ending = f"; did you mean {' or '.join(map(repr, close))}?" if close else "."
        ask = f"{ending} Or state assumptions.prices.{id}: {{estimate, payer, price_year, source}}"
        context.problem(user, key, f"unknown price '{id}'{ask}")
        return None
    price = _own(context, id, stated, row) if stated else _register(context, row, user, key) if row else None
    if price is not None:
        context.prices[id] = price
    return price


def _own(context: Context, id: str, stated: PriceStatement, row: PriceRow | None) -> Price | None:
    of_row = dict(row.payers or {}) if row else {}
    shares = stated.payer.shares() if stated.payer else of_row
    if not shares:
        context.lacks(stated, "payer", f"the price '{id}' needs a `payer`")
        return None
    year = stated.price_year or context.file.price_year
    item = as_input(stated, "estimate", stated, f"price.{id}")
    what = f"the price '{id}'"
    context.warn_if_old(stated, "price_year", what, year)
    passport = context.graded(item.passport, stated, "estimate", what)
    steps = context.conversions(stated, "price_year", year, stated.currency, stated.country)
    unit = (
        {"da": stated.unit, "en": stated.unit} if stated.unit else row.unit if row else {"da": "", "en": ""}
    )
    return Price(
        id=id,
        amount=replace(item, passport=passport, conversions=steps),
        shares=shares,
        nature=stated.nature or (row.nature if row and row.nature else "resource"),
        counterpart=stated.counterpart,
        area=context.area(stated, stated.area) if stated.area else row.area if row and row.area else "andet",
        names=row.names if row else {"da": id.replace("_", " "), "en": id.replace("_", " ")},
        unit=unit,
        basis=row.basis if row else None,
        price_year=year,
        currency=stated.currency or "DKK",
        own=True,
    )


def _register(context: Context, row: PriceRow, user: Statement, key: str) -> Price | None:
    lacking = [
        name
        for name, value in (
            ("estimate", row.value),
            ("payer", row.payers),
            ("price_year", row.price_year),
            ("nature", row.nature),
        )
        if not value
    ]
    if lacking:
        ask = f"state assumptions.prices.{row.id} with {', '.join(lacking)} and a source"
        note = f" ({row.note})" if row.note else ""
        message = f"the register does not know {' and '.join(lacking)} of the price '{row.id}'{note}: {ask}"
        context.problem(user, key, message)
        return None
    assert row.value is not None
    assert row.price_year is not None
    passport = Passport(
        where=row.where,
        written=f"{row.value:g}",
        register=f"prices.{row.id}",
        source=row.source,
        grade=row.grade,
        note=row.note,
        overrides=tuple(
            (f"{below.value:g}" if below.value is not None else "", str(below.where))
            for below in context.registers.covered("prices.csv", row.id)
        ),
    )
    context.warn_if_old(user, key, f"the price '{row.id}'", row.price_year)
    name = f"price.{row.id}"
    steps = _register_steps(context, row, user, key)
    return Price(
        id=row.id,
        amount=Input(name, row.value, "money", row.low, row.high, passport=passport, conversions=steps),
        shares=dict(row.payers or {}),
        nature=row.nature or "resource",
        counterpart="borger",
        area=row.area or "andet",
        names=row.names,
        unit=row.unit,
        basis=row.basis,
        derivation=row.derivation,
        price_year=row.price_year,
        currency=row.currency or "DKK",
    )


def _register_steps(context: Context, row: PriceRow, user: Statement, key: str) -> tuple[Conversion, ...]:
    assert row.price_year is not None
    if not context.index.covers(context.file.price_year):
        return ()
    try:
        return context.index.conversions(row.price_year, row.currency or "DKK", None, context.file.price_year)
    except CannotConvert as error:
        context.problem(user, key, f"the price '{row.id}': {error}")
        return ()


def link_consequences(
    context: Context,
    stated: list[ConsequenceStatement],
    path: str,
    *,
    user: Statement,
    key: str,
    sign: float = 1.0,
) -> tuple[Consequence, ...]:
    """Return consequences with their prices.

    Args:
        context: the scenario being linked.
        stated: the consequences as stated by the effect or the outcome.
        path: the path that names their inputs.
        user: the statement to blame when a price of the register's consequences cannot be used.
        key: its key.
        sign: −1 turns quantities per success into quantities per event.
    """
    linked = []
    for item in stated:
        own = user.raw.get("consequences") is not None
        price = link_price(context, item.price, item if own else user, "price" if own else key)
        if price is None:
            continue
        what = f"the price '{price.id}'"
        blamed, spot = (item, "price") if own else (user, key)
        context.warn_if_left_out(blamed, spot, what, price.shares, price.nature)
        name = f"{path}.{item.price}.quantity"
        assumption = item.assumption.both() if item.assumption else None
        if item.by_year is not None:
            quantities = tuple(
                as_input(item, "by_year", quantity, f"{name}.{t}") for t, quantity in enumerate(item.by_year)
            )
            linked.append(Consequence(price, quantities, None, sign, assumption))
        elif item.quantity is not None:
            quantity = as_input(item, "quantity", item.quantity, name)
            quantity = replace(quantity, passport=context.completed(quantity.passport))
            linked.append(Consequence(price, (quantity,), item.spread or 1, sign, assumption))
    return tuple(linked)
