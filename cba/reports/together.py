"""Whether several interventions together pay, in one sentence: they are named, not said as `it`."""

from __future__ import annotations

from cba.reports.language import Language


def verdict(lang: Language, lens: str, kind: str, number: int, **words: str) -> str:
    """Return the sentence.

    Args:
        lang: the reader's language.
        lens: `budget` for the public purse, else society.
        kind: `gains`, `loses` or `even`.
        number: years, for singular or plural.
        words: `all` (how many interventions), `amount` and `years` as they are printed.
    """
    if lens == "budget":
        return _public_purse(lang, kind, number, words)
    if kind == "gains":
        return lang.count(
            "Together the %(all)s interventions give society a gain of %(amount)s over %(years)s year.",
            "Together the %(all)s interventions give society a gain of %(amount)s over %(years)s years.",
            number, **words,
        )  # fmt: skip
    if kind == "loses":
        return lang.count(
            "Together the %(all)s interventions give society a loss of %(amount)s over %(years)s year.",
            "Together the %(all)s interventions give society a loss of %(amount)s over %(years)s years.",
            number, **words,
        )  # fmt: skip
    return lang.count(
        "Together the %(all)s interventions break even for society over %(years)s year.",
        "Together the %(all)s interventions break even for society over %(years)s years.",
        number, **words,
    )  # fmt: skip


def _public_purse(lang: Language, kind: str, number: int, words: dict[str, str]) -> str:
    if kind == "gains":
        return lang.count(
            "Together the %(all)s interventions give the public purse a surplus of %(amount)s over "
            "%(years)s year.",
            "Together the %(all)s interventions give the public purse a surplus of %(amount)s over "
            "%(years)s years.",
            number, **words,
        )  # fmt: skip
    if kind == "loses":
        return lang.count(
            "Together the %(all)s interventions give the public purse a deficit of %(amount)s over "
            "%(years)s year.",
            "Together the %(all)s interventions give the public purse a deficit of %(amount)s over "
            "%(years)s years.",
            number, **words,
        )  # fmt: skip
    return lang.count(
        "Together the %(all)s interventions break even for the public purse over %(years)s year.",
        "Together the %(all)s interventions break even for the public purse over %(years)s years.",
        number, **words,
    )  # fmt: skip
