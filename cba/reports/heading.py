"""What every document of its own begins with: who made it, of what, and how its inputs are called."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from cba.reports.facts import Document
from cba.reports.input_names import label
from cba.reports.language import LANGUAGES, language

_HEAD = ("format", "engine", "created", "scenario", "model", "names")


def headed(results: Document, content: Mapping[str, Any], names: Iterable[str] = ()) -> dict[str, Any]:
    """Return a document: the head of the scenario's results, readable names, and the content.

    Args:
        results: the scenario's results document.
        content: what the document is about.
        names: the inputs that it names.
    """
    return {
        **{key: results[key] for key in _HEAD},
        "titles": {id: item["title"] for id, item in results["interventions"].items()},
        "labels": {name: _labels(results, name) for name in names},
        **content,
    }


def _labels(results: Document, name: str) -> dict[str, str]:
    return {code: label(results, name, language(code)) for code in LANGUAGES}


def effect_title(results: Document, name: str) -> dict[str, str]:
    """Return what is measured, in both languages: an input's label, or an intervention and an outcome."""
    id, _, outcome = name.partition(".")
    if id in results["interventions"] and outcome in results["names"]["outcomes"]:
        title, changed = results["interventions"][id]["title"], results["names"]["outcomes"][outcome]["title"]
        return {code: f"{language(code).text(title)} – {language(code).text(changed)}" for code in LANGUAGES}
    return _labels(results, name)
