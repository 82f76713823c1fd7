"""Several models or variants beside each other in a terminal: a row for each payer and intervention."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from cba.reports.certainty import payers
from cba.reports.language import Language, Scale, language

if TYPE_CHECKING:
    from rich.console import Console

_TINY = 1e-9

Documents = Mapping[str, Mapping[str, Any]]


def print_side_by_side(documents: Documents, language_code: str, console: Console) -> None:
    """Print the net result by payer and by intervention, a column for each run.

    Args:
        documents: results documents by the name of their run.
        language_code: `da` or `en`.
        console: where to print.
    """
    from rich import box
    from rich.table import Table
    from rich.text import Text

    lang = language(language_code)
    scale = lang.scale([amount for found in _payers(documents).values() for amount in found.values()])
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, title=Text(f"{lang.say('Net result')}, {scale.label}"))
    table.add_column("")
    for name in documents:
        table.add_column(Text(name), justify="right", overflow="fold")
    parts = (_payers(documents), _interventions(documents))
    for part in parts:
        for title, found in part.items():
            cells = [lang.scaled(found[run], scale) if run in found else "–" for run in documents]
            table.add_row(Text(lang.text(dict(title))), *cells)
        table.add_section()
    totals = [lang.scaled(d["portfolio"]["measures"]["npv"], scale) for d in documents.values()]
    table.add_row(lang.say("All together"), *totals)
    for name, certain in _certainty(lang, documents, scale).items():
        table.add_row(Text(name), *certain)
    console.print(table)


def _certainty(lang: Language, documents: Documents, scale: Scale) -> dict[str, list[str]]:
    """Return the rows of range and chance, in all and by payer; none where no run was simulated."""
    blocks = [document["portfolio"].get("uncertainty") for document in documents.values()]
    if not any(blocks):
        return {}
    rows = {
        lang.say("90%% interval"): [
            _range(lang, scale, b["npv"]["p05"], b["npv"]["p95"]) if b else "–" for b in blocks
        ],
        lang.say("Chance of a gain"): [_chance(lang, b["prob_npv_positive"]) if b else "–" for b in blocks],
    }
    chances = [{c.id: c for c in payers(document)} for document in documents.values()]
    for payer in dict.fromkeys(id for found in chances for id in found):
        names = (d["names"]["payers"].get(payer) for d in documents.values())
        name = next(lang.text(text) for text in names if text)
        rows[lang.say("Chance of a gain, %(payer)s", payer=name)] = [
            _chance(lang, found[payer].probability) if payer in found else "–" for found in chances
        ]
    return rows


def _chance(lang: Language, share: float) -> str:
    """Return a chance; none or all of the draws is not yet never or always."""
    return lang.chance(min(max(share, _TINY), 1 - _TINY))


def _range(lang: Language, scale: Scale, low: float, high: float) -> str:
    return lang.say("%(low)s to %(high)s", low=lang.scaled(low, scale), high=lang.scaled(high, scale))


def _payers(documents: Documents) -> dict[tuple[tuple[str, str], ...], dict[str, float]]:
    """Return the net result of each payer that is touched, by run."""
    rows: dict[tuple[tuple[str, str], ...], dict[str, float]] = {}
    for run, document in documents.items():
        for payer, result in document["portfolio"]["by_payer"].items():
            if result["pv_benefits"] or result["pv_costs"]:
                title = tuple(document["names"]["payers"][payer].items())
                rows.setdefault(title, {})[run] = result["npv"]
    return rows


def _interventions(documents: Documents) -> dict[tuple[tuple[str, str], ...], dict[str, float]]:
    rows: dict[tuple[tuple[str, str], ...], dict[str, float]] = {}
    for run, document in documents.items():
        for item in document["interventions"].values():
            rows.setdefault(tuple(item["title"].items()), {})[run] = item["measures"]["npv"]
    return rows
