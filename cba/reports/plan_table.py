"""A plan in the terminal: the answer, what is chosen, which rules bind, or else what to relax."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from cba.reports.language import Language, language
from cba.reports.terminal import line, print_table

if TYPE_CHECKING:
    from rich.console import Console

MOST_SHOWN = 30
"""Options printed; the rest are in results.json."""

_WORDS: dict[str, dict[str, str]] = {
    "da": {
        "optimal": "Den bedste plan",
        "feasible": "Den bedste plan, der blev fundet i tide",
        "infeasible": "Ingen plan overholder alle regler. Mindst dette skal lempes:",
        "value": "Værdi {value}, højst {bound} mulig ({gap} fra; {seconds} s).",
        "spent": "Brugt {spent} af {budget}; {unspent} står tilbage.",
        "spent_only": "Brugt {spent}.",
        "chosen": "Valgt",
        "option": "Indsats",
        "scale": "Omfang",
        "cost": "Udgift",
        "worth": "Værdi",
        "loss": "Tab uden",
        "share": "Valgt i udfald",
        "more": "… og {number} mere i results.json",
        "binding": "Regler, der binder",
        "rule": "Regel",
        "left": "Brugt",
        "limit": "Grænse",
        "marginal": "Værdi af 1 mere",
        "relax": "{words}: lemp med {by}",
        "overlap": "Indsatser, der overlapper, tager {true} (regnet som {linearised} i valget).",
        "regret": "Forventet fortrydelse over {draws} udfald: {regret}.",
        "nothing": "Intet er værd at vælge.",
        "stuck": "De faste regler modsiger hinanden.",
    },
    "en": {
        "optimal": "The best plan",
        "feasible": "The best plan found in time",
        "infeasible": "No plan keeps all rules. The least that must be relaxed:",
        "value": "Value {value}, at most {bound} possible ({gap} away; {seconds} s).",
        "spent": "Spent {spent} of {budget}; {unspent} left.",
        "spent_only": "Spent {spent}.",
        "chosen": "Chosen",
        "option": "Option",
        "scale": "Scale",
        "cost": "Cost",
        "worth": "Value",
        "loss": "Loss without",
        "share": "Chosen in draws",
        "more": "… and {number} more in results.json",
        "binding": "Rules that bind",
        "rule": "Rule",
        "left": "Used",
        "limit": "Limit",
        "marginal": "Worth of 1 more",
        "relax": "{words}: relax by {by}",
        "overlap": "Options that overlap take {true} (counted as {linearised} in choosing).",
        "regret": "Expected regret over {draws} draws: {regret}.",
        "nothing": "Nothing is worth choosing.",
        "stuck": "The fixed rules contradict each other.",
    },
}


def print_plan(
    block: Mapping[str, Any], language_code: str, console: Console, seconds: float | None = None
) -> None:
    """Print a plan.

    Args:
        block: the `allocation` of a results document.
        language_code: `da` or `en`.
        console: where to print.
        seconds: how long solving took; it is in no file, because it is never the same twice.
    """
    lang, words = language(language_code), _WORDS[language_code]
    line(console, words[block["status"]], "bold")
    if block["status"] == "infeasible":
        for item in block["relaxations"]:
            by = _amount(lang, item["by"], item["unit"])
            line(console, "  " + words["relax"].format(words=lang.text(item["words"]), by=by))
        if not block["relaxations"]:
            line(console, "  " + words["stuck"])
        return
    _answer(lang, words, block, console, seconds)
    _options(lang, words, block, console)
    _rules(lang, words, block, console)


def _answer(
    lang: Language,
    words: Mapping[str, str],
    block: Mapping[str, Any],
    console: Console,
    seconds: float | None,
) -> None:
    number = lang.number
    gap = f"{(block['gap'] or 0.0) * 100:.2g} %"
    took = "" if seconds is None else f"{seconds:.1f}"
    said = words["value"].format(
        value=number(block["objective"]), bound=number(block["bound"]), gap=gap, seconds=took
    )
    line(console, said if seconds is not None else said.replace(";  s", ""))
    parts = {key: number(block[key]) for key in ("spent", "budget", "unspent")}
    key = "spent_only" if block["budget"] is None else "spent"
    line(console, words[key].format(**parts))
    together = block["interaction"]
    if together and (together["true"] or together["linearised"]):
        line(console, words["overlap"].format(**{key: number(value) for key, value in together.items()}))
    if block["regret"] is not None:
        line(console, words["regret"].format(draws=number(block["draws"]), regret=number(block["regret"])))


def _options(lang: Language, words: Mapping[str, str], block: Mapping[str, Any], console: Console) -> None:
    chosen = [option for option in block["options"].values() if option["chosen"]]
    if not chosen:
        line(console, words["nothing"])
        return
    chosen.sort(key=lambda option: -option["value"])
    rows = [_option_row(lang, option) for option in chosen[:MOST_SHOWN]]
    labels = [words[key] for key in ("option", "scale", "cost", "worth", "loss", "share")]
    print_table(console, words["chosen"], labels, rows)
    if len(chosen) > MOST_SHOWN:
        line(console, words["more"].format(number=len(chosen) - MOST_SHOWN), "dim")


def _option_row(lang: Language, option: Mapping[str, Any]) -> Sequence[str]:
    loss, share = option["replacement_loss"], option["chosen_share_of_draws"]
    return (
        lang.text(option["title"]),
        lang.trimmed(option["scale"], 2),
        lang.number(option["cost"]),
        lang.number(option["value"]),
        "" if loss is None else lang.number(loss),
        "" if share is None else lang.percent(share),
    )


def _rules(lang: Language, words: Mapping[str, str], block: Mapping[str, Any], console: Console) -> None:
    binding = [rule for rule in block["rules"] if rule["binding"] and rule["kind"] not in ("lock",)]
    labels = [words[key] for key in ("rule", "left", "limit", "marginal")]
    rows = [
        (
            lang.text(rule["words"]),
            _amount(lang, rule["left"], rule["unit"]),
            _amount(lang, rule["limit"], rule["unit"]),
            "" if not rule["trend"] else lang.trimmed(rule["trend"], 2),
        )
        for rule in binding[:MOST_SHOWN]
    ]
    print_table(console, words["binding"], labels, rows)


def _amount(lang: Language, value: float, unit: str) -> str:
    if unit == "kr":
        return f"{lang.number(value)} kr."
    return lang.trimmed(value, 2) + ("" if unit == "count" else f" {unit}")
