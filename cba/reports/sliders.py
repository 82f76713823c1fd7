"""What the fact sheet's sliders need: the engine's pieces, the words they are said in, and one script.

The page recomputes its answer from `what_if` of the results document; nothing is fetched. The script is
allowed by its fingerprint in the page's content security policy, so that no other can run.
"""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Mapping
from functools import lru_cache
from hashlib import sha256
from typing import Any

from cba.reports import facts, story
from cba.reports.facts import Document
from cba.reports.language import MINUS, Language
from cba.resources import data_path

MOST = 400_000
"""Characters of data from which the sliders are left out, so that the page stays a small file."""

_DIGITS = 15


def context(lang: Language, document: Document) -> dict[str, Any] | None:
    """Return what the template needs under the name `sliders`; None where there is nothing to move."""
    pieces = document.get("what_if")
    if not pieces or set(pieces["interventions"]) != set(document["interventions"]):
        return None
    data = _json(_data(lang, document, pieces))
    if len(data) > MOST:
        return None
    portfolio = document["portfolio"]
    payers = [p for p in facts.payer_results(portfolio, document["model"]["payers"]) if p.touched]
    total = portfolio["measures"]["npv"]
    return {
        "data": data,
        "script": script(),
        "policy": policy(),
        "interventions": [(id, document["interventions"][id]["title"]) for id in pieces["interventions"]],
        "rows": [(p.id, p.npv, lang.kroner(p.npv)) for p in payers],
        "total": (total, lang.kroner(total)),
    }


@lru_cache
def script() -> Any:
    """Return the script that stands in the page."""
    from markupsafe import Markup

    return Markup((data_path("templates") / "sliders.js").read_text(encoding="utf-8"))


def policy() -> str:
    """Return the source expression that allows the script, and no other, to run."""
    return f"'sha256-{b64encode(sha256(script().encode()).digest()).decode()}'"


def _data(lang: Language, document: Document, pieces: Document) -> dict[str, Any]:
    scenario = document["scenario"]
    return {
        "start": scenario["start"],
        "horizon": scenario["horizon"],
        "payers": document["model"]["payers"],
        "what_if": _shortened(pieces),
        "words": _words(lang, document),
        "style": {
            "group": lang.group,
            "minus": MINUS,
            "kroner": lang.kroner_pattern("{number}"),
            "percent": lang.percent_pattern("{number}"),
        },
    }


def _words(lang: Language, document: Document) -> dict[str, Any]:
    """Return the sentences with places in braces, which the script fills in."""
    blanks = {"amount": "{amount}", "years": "{years}"}
    return {
        **{
            kind: [story.verdict_of(lang, document, kind, n, **blanks) for n in (1, 2)]
            for kind in story.KINDS
        },
        "back": lang.say("Costs are recovered by %(year)s.", year="{year}"),
        "not_back": lang.say("Costs are not recovered within the period."),
        "people": lang.say("%(number)s a year, %(total)s in all", number="{number}", total="{total}"),
        "year": lang.count("%(years)s year", "%(years)s years", 1, years="{number}"),
        "years": lang.count("%(years)s year", "%(years)s years", 2, years="{number}"),
        "same": lang.say("unchanged"),
    }


def _shortened(value: Any) -> Any:
    """Return the same numbers with fifteen digits: far below an øre, and much shorter."""
    if isinstance(value, Mapping):
        return {key: _shortened(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_shortened(item) for item in value]
    return float(f"{value:.{_DIGITS}g}") if isinstance(value, float) else value


def _json(data: Mapping[str, Any]) -> Any:
    """Return the data as JSON that cannot end the element it stands in."""
    from markupsafe import Markup

    text = json.dumps(data, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    for character in "<>&":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return Markup(text)
