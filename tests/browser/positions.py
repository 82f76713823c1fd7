"""Positions of the fact sheet's sliders, and the same said to the engine as `--set`."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import cba

Document = Mapping[str, Any]


@dataclass(frozen=True)
class Moved:
    """One intervention's sliders as they stand: whole numbers, None where there is no such slider."""

    people: int | None
    effect: int | None
    cost: int


@dataclass(frozen=True)
class Position:
    """All sliders: those of each intervention, and the horizon."""

    moved: Mapping[str, Moved]
    horizon: int


def whole(item: Document) -> int | None:
    """Starters a year where that is one whole number; the slider then counts people, else per cent."""
    some = {number for number in item["participants"] or () if number}
    return int(some.pop()) if len(some) == 1 and all(n == int(n) for n in some) else None


def chosen(document: Document, seed: int, *, most_effect: Mapping[str, int]) -> Position:
    """Positions anywhere on the sliders; every fifth slider stands at an end."""
    draw = random.Random(seed)
    pieces = document["what_if"]

    def between(low: int, high: int) -> int:
        return draw.choice([low, high]) if draw.random() < 0.2 else draw.randint(low, high)

    moved = {}
    for id, item in pieces["interventions"].items():
        people = None if item["participants"] is None else between(1, 3 * (whole(item) or 100))
        effect = None if item["most_effect"] is None else between(0, most_effect[id])
        moved[id] = Moved(people, effect, between(0, 200))
    return Position(moved, between(pieces["horizon"]["lowest"], pieces["horizon"]["highest"]))


def settings(scenario: cba.Scenario, document: Document, position: Position) -> list[str]:
    """The `--set` values that say the same as the sliders; effects by their transferability."""
    said = {item.id: item for item in scenario.file.interventions}
    found = [f"horizon={position.horizon}"]
    for id, moved in position.moved.items():
        path, item = f"interventions.{id}", document["what_if"]["interventions"][id]
        if moved.people is not None:
            share = moved.people / (whole(item) or 100)
            starters = [repr(number * share) for number in item["participants"]]
            found.append(f"{path}.participants=[{', '.join(starters)}]")
        if moved.effect is not None:
            for effect in document["interventions"][id]["effects"]:
                transfer = effect["transfer"] * moved.effect / 100
                found.append(f"{path}.effects.{effect['outcome']}.transfer={min(transfer, 1.0)!r}")
        found += _costs(path, said[id], moved.cost / 100)
    return found


def _costs(path: str, said: Any, times: float) -> list[str]:
    found = []
    for n, cost in enumerate(said.costs):
        stated = {"amount": cost.amount.estimate, "low": cost.low, "high": cost.high}
        if times == 0.0:
            stated = {"amount": 0.0, "low": None, "high": None}
            found += [
                f"{path}.costs.{n}.{key}=null" for key in ("low", "high") if getattr(cost, key) is not None
            ]
        found += [f"{path}.costs.{n}.{k}={times * float(v)!r}" for k, v in stated.items() if v is not None]
    for n, flow in enumerate(said.flows):
        if flow.kind == "cost":
            amounts, by_year = flow.amounts, isinstance(flow.amounts, Mapping)
            listed = amounts.items() if by_year else enumerate(amounts)
            entries = [(key, repr(times * float(amount.estimate))) for key, amount in listed]
            text = ", ".join(f"{key}: {value}" if by_year else value for key, value in entries)
            found.append(f"{path}.flows.{n}.amounts=" + (f"{{{text}}}" if by_year else f"[{text}]"))
    return found


MOVE = """([moved, horizon]) => {
  const set = (id, value) => {
    const input = document.getElementById(id);
    input.value = value;
    input.dispatchEvent(new Event("input", {bubbles: true}));
    input.dispatchEvent(new Event("change", {bubbles: true}));
    if (Number(input.value) !== value) throw new Error(id + " stands at " + input.value);
  };
  for (const [id, one] of Object.entries(moved)) {
    const which = document.getElementById("try-of");
    if (which) { which.value = id; which.dispatchEvent(new Event("change", {bubbles: true})); }
    for (const name of ["people", "effect", "cost"]) {
      const there = document.getElementById("try-" + name).offsetParent !== null;
      if (there !== (one[name] !== null)) throw new Error(id + "." + name);
      if (there) set("try-" + name, one[name]);
    }
  }
  if (document.getElementById("try-horizon").offsetParent) set("try-horizon", horizon);
  return Object.fromEntries([...document.querySelectorAll("#try tr[data-payer]")].map(
    (row) => [row.dataset.payer, row.cells[2].textContent]));
}"""


def move(page: Any, position: Position) -> dict[str, int]:
    """Move the sliders of an open fact sheet; return kroner by payer, and for `all`."""
    moved = {id: vars(one) for id, one in position.moved.items()}
    shown = page.evaluate(MOVE, [moved, position.horizon])
    return {payer: kroner(text) for payer, text in shown.items()}


def kroner(text: str) -> int:
    """The number in `−1.234.567 kr.` or `−DKK 1,234,567`."""
    digits = "".join(c for c in text if c.isdigit())
    return -int(digits) if text.startswith("\u2212") else int(digits)
