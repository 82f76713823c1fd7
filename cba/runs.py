"""What can stand beside each other: scenarios to calculate and results calculated earlier."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cba.earlier import read_results, results_files
from cba.linking import Scenario, load

VARIANT_MARK = "@"
"""Between a scenario file and the name of one of its variants: `scenario.yaml@pessimistic`."""


@dataclass(frozen=True)
class Run:
    """One scenario through one model, or the results document of one.

    Attributes:
        said: how the user named it.
        document: the results document, at the estimates for a scenario.
        scenario: what it was calculated from; None for an earlier result.
        settings: what was overridden by `--set`.
        folder: of an earlier result.
    """

    said: str
    document: Mapping[str, Any]
    scenario: Scenario | None = None
    settings: tuple[str, ...] = ()
    folder: Path | None = None


@dataclass(frozen=True)
class Named:
    """What a word on the command line names: a path, and perhaps a variant."""

    path: Path
    variant: str | None

    @property
    def is_scenario(self) -> bool:
        """Whether it is a scenario file, not an earlier result."""
        return not self.path.is_dir() and self.path.suffix != ".json"


def named(text: str) -> Named:
    """Return what a word names: `scenario.yaml`, `scenario.yaml@variant`, a results folder or results.json.

    A file whose own name holds the mark is taken as it is.
    """
    path, mark, variant = text.rpartition(VARIANT_MARK)
    if not mark or not path or Path(text).exists():
        return Named(Path(text), None)
    return Named(Path(path), variant)


def read_runs(
    text: str,
    *,
    variants: Sequence[str | None] = (None,),
    models: Sequence[str | None] = (None,),
    settings: Sequence[str] = (),
) -> list[Run]:
    """Return the runs that a word names: a scenario in each variant and model, or earlier results.

    Args:
        text: see `named`; a variant there takes the place of `variants`.
        variants: None is the scenario as it stands.
        models: None is the scenario's own.
        settings: overrides as for `--set`.

    Raises:
        InputError: what is wrong with the scenario or the results.
    """
    from cba.appraisal import appraise

    what = named(text)
    if not what.is_scenario:
        files = results_files(what.path)
        return [Run(str(file.parent), read_results(file), folder=file.parent) for file in files]
    runs = []
    for model in models:
        for variant in [what.variant] if what.variant else variants:
            scenario = load(what.path, variant=variant, settings=tuple(settings), model=model)
            said = f"{what.path}{VARIANT_MARK}{variant}" if variant else str(what.path)
            runs.append(Run(said, appraise(scenario).to_dict(), scenario, tuple(settings)))
    return runs
