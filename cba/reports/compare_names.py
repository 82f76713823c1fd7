"""What options are called, and in which unit their amounts stand."""

from __future__ import annotations

from collections.abc import Sequence

from cba.reports.facts import Document
from cba.reports.language import Language, Scale

NOTHING = "_nothing"


def option_name(lang: Language, document: Document, name: str, among: Sequence[str] | None = None) -> str:
    """Return what an option is called: what tells it from the others, or from those of its table."""
    if name == NOTHING:
        return lang.say("None of them")
    if "options" not in document:
        return lang.text(document["titles"].get(name)) or name
    options = {other: o for other, o in document["options"].items() if among is None or other in among}
    parts = _parts(lang, options[name])
    differ = [n for n in range(len(parts)) if len({_parts(lang, o)[n] for o in options.values()}) > 1]
    shown = [parts[n] for n in differ if parts[n]] or [parts[0]]
    label = ", ".join(shown)
    same = [other for other, o in options.items() if _parts(lang, o) == parts]
    return label if len(same) == 1 else f"{label} ({options[name]['said']})"


def _parts(lang: Language, option: Document) -> tuple[str, str, str, str]:
    scenario = option["scenario"]
    variant = scenario["variant"] or lang.say("as it stands")
    place = scenario["place"] or ""
    title = lang.text(option["title"])
    return (title, variant, lang.text(option["model"]["title"]), place)


def payer_name(lang: Language, document: Document, payer: str) -> str:
    """Return a payer's name."""
    return lang.text(document["names"]["payers"].get(payer)) or payer


def scale_of(lang: Language, document: Document) -> Scale:
    """Return one unit for all amounts."""
    amounts: list[float] = []
    for option in document["options"].values():
        amounts.append(option["measures"]["npv"])
        if option["uncertainty"]:
            amounts += [option["uncertainty"]["npv"][key] for key in ("p05", "p95")]
    return lang.scale(amounts)
