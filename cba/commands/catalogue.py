"""`cba catalogue`: look up what scenarios can refer to."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from cba.catalogue import Entry

WIDTH = 100
_UNKNOWN = {"da": "ikke kendt", "en": "not known"}
_SAY = {
    "da": {
        "none": "Ingen rækker i {kind} indeholder alle ordene: {words}.",
        "near": "Nærmeste: {ids}",
        "count": "{count} rækker. Hele rækken: cba catalogue {kind} ID",
        "kinds": "Vælg en slags: cba catalogue SLAGS [ORD …]",
        "rows": "rækker",
    },
    "en": {
        "none": "No row of {kind} contains all the words: {words}.",
        "near": "Nearest: {ids}",
        "count": "{count} rows. The full row: cba catalogue {kind} ID",
        "kinds": "Choose a kind: cba catalogue KIND [WORDS …]",
        "rows": "rows",
    },
}
_HEADINGS = {
    "da": {
        **{"id": "Id", "name": "Navn", "price": "Pris", "price_year": "Prisår", "payer": "Kasse"},
        **{"effect": "Effekt", "outcome": "Effektmål", "grade": "Evidens", "countries": "Lande"},
        **{"level": "Slags", "population": "Borgere", "total": "Anmeldt", "violence": "Vold"},
        **{"burglary": "Indbrud", "unit": "Enhed", "consequences": "Konsekvenser", "value": "Værdi"},
        **{"baselines": "Uden indsats", "title": "Titel", "publisher": "Udgiver", "year": "År"},
    },
    "en": {
        **{"id": "Id", "name": "Name", "price": "Price", "price_year": "Year", "payer": "Payer"},
        **{"effect": "Effect", "outcome": "Outcome", "grade": "Grade", "countries": "Countries"},
        **{"level": "Kind", "population": "Persons", "total": "Reported", "violence": "Violence"},
        **{"burglary": "Burglary", "unit": "Unit", "consequences": "Consequences", "value": "Value"},
        **{"baselines": "Baseline", "title": "Title", "publisher": "Publisher", "year": "Year"},
    },
}
_LEVELS = {
    "da": {"municipality": "kommune", "landsdel": "landsdel", "region": "region", "country": "land"},
    "en": {"municipality": "municipality", "landsdel": "landsdel", "region": "region", "country": "country"},
}
_MEASURES = {
    **{"odds_ratio": "OR", "relative_risk": "RR", "incidence_rate_ratio": "IRR", "hazard_ratio": "HR"},
    **{"standardised_mean_difference": "SMD", "percentage_change": "%", "percentage_points": "pp"},
}
_WITHIN = {"da": "inden for {months} mdr.", "en": "within {months} months"}
_OVER = {"da": "over {years} år", "en": "over {years} years"}


@click.command()
@click.argument("kind", required=False)
@click.argument("words", nargs=-1)
@click.option("--json", "as_json", is_flag=True, help="Print the rows as JSON.")
@click.option("--language", type=click.Choice(["da", "en"]), default="da", show_default=True)
@click.pass_context
def catalogue(
    context: click.Context, kind: str | None, words: tuple[str, ...], as_json: bool, language: str
) -> None:
    """Look up prices, evidence, places, outcomes, targets, sources and figures.

    WORDS keep the rows in which all of them occur, in any column. One row alone is shown in full.
    """
    from cba.catalogue import KINDS, entries, matching, nearest_ids
    from cba.errors import unknown
    from cba.registers import load_registers

    registers = load_registers()
    if kind is None:
        counts = {name: len(entries(name, registers, language)) for name in KINDS}
        click.echo(json.dumps(counts) if as_json else _overview(counts, language))
        return
    if kind not in KINDS:
        click.echo(unknown("kind", kind, KINDS), err=True)
        context.exit(2)
    rows = entries(kind, registers, language)
    found = matching(rows, words)
    if as_json:
        click.echo(json.dumps([row.data for row in found], ensure_ascii=False, indent=2))
    elif not found:
        say = _SAY[language]
        click.echo(say["none"].format(kind=kind, words=" ".join(words)))
        if near := nearest_ids(rows, words):
            click.echo(say["near"].format(ids=", ".join(near)))
    elif len(found) == 1:
        _print_record(found[0].data, language)
    else:
        _print_table(kind, found, language)


def _overview(counts: Mapping[str, int], language: str) -> str:
    say = _SAY[language]
    lines = [f"  {name:<10}{count:>5} {say['rows']}" for name, count in counts.items()]
    return "\n".join([say["kinds"], *lines])


def _print_table(kind: str, found: Sequence[Entry], language: str) -> None:
    from rich.box import SIMPLE_HEAD
    from rich.table import Table
    from rich.text import Text

    table = Table(box=SIMPLE_HEAD, padding=(0, 1, 0, 0), pad_edge=False, expand=False)
    for index, column in enumerate(found[0].cells):
        number = column in ("price_year", "population", "total", "violence", "burglary", "value", "year")
        table.add_column(
            _HEADINGS[language][column],
            no_wrap=index == 0 and kind != "sources",
            overflow="fold",
            justify="right" if number else "left",
        )
    for entry in found:
        table.add_row(*(Text(_cell(column, value, language)) for column, value in entry.cells.items()))
    _console().print(table)
    click.echo(_SAY[language]["count"].format(count=len(found), kind=kind))


def _print_record(data: Mapping[str, Any], language: str) -> None:
    """Print everything about one row, one field a line."""
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False, show_header=False)
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    for key, value in data.items():
        for line, text in _lines(key, value, language):
            table.add_row(Text(line, style="bold"), Text(text))
    _console().print(table)


def _lines(key: str, value: Any, language: str) -> list[tuple[str, str]]:
    """Return a field as lines of name and text; nested fields get a line each."""
    if isinstance(value, Mapping):
        if set(value) == {"da", "en"}:
            return [(key, value[language])]
        return [line for name, item in value.items() for line in _lines(f"{key}.{name}", item, language)]
    if isinstance(value, list) and value and isinstance(value[0], Mapping):
        return [line for index, item in enumerate(value, 1) for line in _lines(f"{key} {index}", item, language)]
    if isinstance(value, list):
        return [(key, ", ".join(str(item) for item in value) or "–")]
    year = "year" in key
    return [(key, str(value) if year and value is not None else _text(value, language))]


def _cell(column: str, value: Any, language: str) -> str:
    if value is None:
        return _UNKNOWN[language]
    special: dict[str, Callable[[Any], str]] = {
        "price": lambda pair: f"{_text(pair[0], language)} {pair[1]}",
        "payer": lambda shares: _payers(shares, language),
        "effect": lambda effect: _effect(*effect, language),
        "level": lambda level: _LEVELS[language][level],
        "consequences": lambda items: "; ".join(_consequence(*item, language) for item in items),
        "baselines": lambda items: "; ".join(_baseline(*item, language) for item in items),
        "year": str,
        "price_year": str,
    }
    return special[column](value) if column in special else _text(value, language)


def _payers(shares: Mapping[str, float], language: str) -> str:
    if len(shares) == 1:
        return next(iter(shares))
    return ", ".join(f"{name} {_text(100 * share, language)} %" for name, share in shares.items())


def _effect(measure: str, estimate: float, low: float | None, high: float | None, language: str) -> str:
    named = f"{_MEASURES.get(measure, measure)} {_text(estimate, language)}"
    if low is None or high is None:
        return named
    return f"{named} [{_text(low, language)}; {_text(high, language)}]"


def _consequence(price: str, quantity: float, spread: int | None, language: str) -> str:
    over = " " + _OVER[language].format(years=spread) if spread else ""
    return f"{_text(quantity, language)} × {price}{over}"


def _baseline(outcome: str, share: float, months: float, language: str) -> str:
    return f"{outcome} {_text(100 * share, language)} % {_WITHIN[language].format(months=f'{months:g}')}"


def _text(value: Any, language: str) -> str:
    """Return a value as text; numbers with the separators of the language, at most four decimals."""
    if value is None:
        return _UNKNOWN[language]
    if isinstance(value, bool) or not isinstance(value, int | float):
        return str(value)
    text = f"{value:,.4f}".rstrip("0").rstrip(".")
    return text.translate(str.maketrans(",.", ".,")) if language == "da" else text


def _console() -> Any:
    import shutil

    from rich.console import Console

    return Console(width=min(WIDTH, shutil.get_terminal_size((WIDTH, 24)).columns), highlight=False)
