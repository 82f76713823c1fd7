"""How the catalogue looks in a terminal: tables of at most a hundred columns, and full records."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from cba.catalogue import Entry

WIDTH = 100
_NUMBERS = (
    "price_year",
    "population",
    "total",
    "violence",
    "burglary",
    "theft",
    "drugs",
    "weapons",
    "value",
    "year",
)
_SAY = {
    "da": {
        "unknown": "ikke kendt",
        "unpriced": "ikke prissat",
        "none": "Ingen rækker i {kind} indeholder alle ordene: {words}.",
        "near": "Nærmeste: {ids}",
        "count": "{count} rækker. Hele rækken: cba catalogue {kind} ID",
        "kinds": "Vælg en slags: cba catalogue SLAGS [ORD …]",
        "rows": "rækker",
        "within": "inden for {months} mdr.",
        "over": "over {years} år",
    },
    "en": {
        "unknown": "not known",
        "unpriced": "not priced",
        "none": "No row of {kind} contains all the words: {words}.",
        "near": "Nearest: {ids}",
        "count": "{count} rows. The full row: cba catalogue {kind} ID",
        "kinds": "Choose a kind: cba catalogue KIND [WORDS …]",
        "rows": "rows",
        "within": "within {months} months",
        "over": "over {years} years",
    },
}
_HEADINGS = {
    "da": {
        **{"id": "Id", "name": "Navn", "price": "Pris", "price_year": "Prisår", "payer": "Kasse"},
        **{"effect": "Effekt", "outcome": "Effektmål", "grade": "Grad", "countries": "Lande"},
        **{"level": "Slags", "code": "Kode", "population": "Borgere", "total": "Anmeldt", "violence": "Vold"},
        **{"burglary": "Indbrud", "theft": "Tyveri", "drugs": "Narkotika", "weapons": "Våben"},
        **{"consequences": "Konsekvenser", "value": "Værdi", "unit": "Enhed", "year": "År"},
        **{"baselines": "Uden indsats", "title": "Titel", "publisher": "Udgiver"},
    },
    "en": {
        **{"id": "Id", "name": "Name", "price": "Price", "price_year": "Year", "payer": "Payer"},
        **{"effect": "Effect", "outcome": "Outcome", "grade": "Grade", "countries": "Countries"},
        **{
            "level": "Kind",
            "code": "Code",
            "population": "Persons",
            "total": "Reported",
            "violence": "Violence",
        },
        **{"burglary": "Burglary", "theft": "Theft", "drugs": "Drugs", "weapons": "Weapons"},
        **{"consequences": "Consequences", "value": "Value", "unit": "Unit", "year": "Year"},
        **{"baselines": "Baseline", "title": "Title", "publisher": "Publisher"},
    },
}
_LEVELS = {
    "da": {"municipality": "kommune", "landsdel": "landsdel", "region": "region", "country": "land"},
    "en": {"municipality": "municipality", "landsdel": "landsdel", "region": "region", "country": "country"},
}
_MEASURES = {
    **{"odds_ratio": "OR {}", "relative_risk": "RR {}", "incidence_rate_ratio": "IRR {}"},
    **{"hazard_ratio": "HR {}", "standardised_mean_difference": "SMD {}"},
    **{"percentage_change": "{} %", "percentage_points": "{} pp", "number_needed_to_treat": "NNT {}"},
    **{"rate_difference": "RD {}", "standardised_estimate": "std {}"},
}


# columns of words that may wrap, and the most room they take
_WIDEST = {
    **{"price": 19, "price_year": 6, "payer": 15, "effect": 16, "outcome": 14, "grade": 5, "countries": 13},
    **{"consequences": 40, "baselines": 36, "unit": 18, "publisher": 24, "value": 14, "year": 10},
    **dict.fromkeys(("population", "total", "violence", "burglary", "theft", "drugs", "weapons"), 9),
}


def overview(counts: Mapping[str, int], language: str) -> str:
    """Return the kinds there are, with their number of rows."""
    say = _SAY[language]
    lines = [f"  {name:<10}{count:>5} {say['rows']}" for name, count in counts.items()]
    return "\n".join([say["kinds"], *lines])


def none_found(kind: str, words: Sequence[str], near: Sequence[str], language: str) -> str:
    """Return what to say when no row contains the words."""
    say = _SAY[language]
    lines = [say["none"].format(kind=kind, words=" ".join(words))]
    return "\n".join([*lines, say["near"].format(ids=", ".join(near))] if near else lines)


def print_table(kind: str, found: Sequence[Entry], language: str) -> None:
    """Print rows as a table."""
    columns = list(found[0].cells)
    rows = [[_cell(column, value, language) for column, value in entry.cells.items()] for entry in found]
    table = _table(columns, rows, language, wrap_id=kind == "sources")
    console = _console()
    console.print(table)
    console.print(Text(_SAY[language]["count"].format(count=len(found), kind=kind)))


def print_record(data: Mapping[str, Any], language: str) -> None:
    """Print everything about one row, one field a line; reported crime as a table of years."""
    table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False, show_header=False)
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    for key, value in data.items():
        if key != "reported_crime" or not isinstance(value, Mapping):
            for name, text in _lines(key, value, language):
                table.add_row(Text(name, style="bold"), Text(text))
    console = _console()
    console.print(table)
    crime = data.get("reported_crime")
    if isinstance(crime, Mapping) and crime:
        console.print(_years(crime, language))


def _table(
    columns: Sequence[str], rows: Sequence[Sequence[str]], language: str, *, wrap_id: bool = False
) -> Table:
    """Return a table in which names and titles take the room that the other columns leave."""
    table = Table(box=SIMPLE_HEAD, padding=(0, 1, 0, 0), pad_edge=False)
    for index, column in enumerate(columns):
        heading = _HEADINGS[language][column]
        lines = [heading, *(line for row in rows for line in row[index].splitlines())]
        widest = {**_WIDEST, "id": 30 if wrap_id else WIDTH}.get(column)
        table.add_column(
            heading,
            width=min(widest, max(map(len, lines))) if widest else None,
            overflow="fold",
            justify="right" if column in _NUMBERS else "left",
        )
    for row in rows:
        table.add_row(*map(Text, row))
    return table


def _years(crime: Mapping[str, Mapping[str, int]], language: str) -> Table:
    columns = ["year", *next(iter(crime.values()))]
    rows = [[year, *(_text(n, language) for n in counts.values())] for year, counts in crime.items()]
    return _table(columns, rows, language)


def _lines(key: str, value: Any, language: str) -> list[tuple[str, str]]:
    """Return a field as lines of name and text; nested fields get a line each."""
    if isinstance(value, Mapping):
        if set(value) == {"da", "en"}:
            return [(key, value[language])]
        return [line for name, item in value.items() for line in _lines(f"{key}.{name}", item, language)]
    if isinstance(value, list) and value and isinstance(value[0], Mapping):
        return [line for i, item in enumerate(value, 1) for line in _lines(f"{key} {i}", item, language)]
    if isinstance(value, list):
        return [(key, ", ".join(str(item) for item in value))] if value else []
    return [(key, _cell("year" if "year" in key else key, value, language))]


def _cell(column: str, value: Any, language: str) -> str:
    say = _SAY[language]
    if value is None:
        return {"consequences": say["unpriced"], "grade": "–"}.get(column, say["unknown"])
    special: dict[str, Callable[[Any], str]] = {
        "price": lambda pair: f"{_text(pair[0], language)} {pair[1]}",
        "payer": lambda shares: _payers(shares, language),
        "effect": lambda effect: _effect(effect, language),
        "level": lambda level: _LEVELS[language][level],
        "consequences": lambda items: "\n".join(_consequence(item, language) for item in items),
        "baselines": lambda items: "\n".join(_baseline(item, language) for item in items),
        "year": str,
        "price_year": str,
    }
    return special[column](value) if column in special else _text(value, language)


def _payers(shares: Mapping[str, float], language: str) -> str:
    if len(shares) == 1:
        return next(iter(shares))
    return "\n".join(f"{name} {_text(100 * share, language)} %" for name, share in shares.items())


def _effect(item: tuple[str, float, float | None, float | None], language: str) -> str:
    measure, estimate, low, high = item
    named = _MEASURES.get(measure, measure + " {}").format(_text(estimate, language))
    if low is None or high is None:
        return named
    return f"{named} [{_text(low, language)}; {_text(high, language)}]"


def _consequence(item: tuple[str, float, int | None], language: str) -> str:
    price, quantity, spread = item
    over = " " + _SAY[language]["over"].format(years=spread) if spread else ""
    return f"{_text(quantity, language)} × {price}{over}"


def _baseline(item: tuple[str, float, float], language: str) -> str:
    outcome, share, months = item
    within = _SAY[language]["within"].format(months=f"{months:g}")
    return f"{outcome} {_text(100 * share, language)} % {within}"


def _text(value: Any, language: str) -> str:
    """Return a value as text; numbers as a scenario file writes them, at most four decimals."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return str(value)
    return f"{value:.4f}".rstrip("0").rstrip(".")


def _console() -> Console:
    return Console(width=min(WIDTH, shutil.get_terminal_size((WIDTH, 24)).columns), highlight=False)
