"""Statements meet registers: every name is looked up, every number becomes an input in price-year kroner."""

from __future__ import annotations

import collections.abc
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cba.errors import InputError, Position, Problem, unknown
from cba.inputs import Input
from cba.interventions import Intervention, Price
from cba.linking.allocation import check_allocation
from cba.linking.baselines import resolve_place
from cba.linking.context import Context
from cba.linking.funding import check_funding
from cba.linking.interventions import check_together, link_intervention
from cba.linking.named import set_by_name
from cba.linking.overriding import overridden
from cba.linking.ranges import check_ranges, inputs_by_name
from cba.loading import FileRead, Merged, fingerprint, read_scenario
from cba.model import Model, ModelFile, resolve_model
from cba.money import PriceIndex
from cba.places import Place
from cba.reading.composing import read_file
from cba.reading.numbers import plain_number
from cba.reading.positions import Mapping, set_paths
from cba.reading.positions import Sequence as PositionedList
from cba.reading.validating import read_as, recover
from cba.register_layers import Layer, read_layer, read_layers
from cba.registers import Registers, load_registers
from cba.resources import data_path
from cba.scenario import ScenarioFile
from cba.statements import TargetGroupStatement

STAND_IN_YEAR = 2025


@dataclass(frozen=True)
class Scenario:
    """A scenario, checked and ready to calculate.

    Attributes:
        file: what the files say, after all overlays.
        files: the files read, with their fingerprints.
        variant: the variant chosen.
        variants: the names of all variants.
        interventions: ready to calculate.
        inputs: every input by name: model rates first, then interventions in order.
        prices: the prices they use, by id.
        target_groups: all target groups that may be named, by id.
        warnings: what is legal but doubtful.
    """

    file: ScenarioFile
    files: tuple[FileRead, ...]
    variant: str | None
    variants: tuple[str, ...]
    model: Model
    place: Place | None
    horizon: int
    interventions: tuple[Intervention, ...]
    inputs: collections.abc.Mapping[str, Input]
    prices: collections.abc.Mapping[str, Price]
    target_groups: collections.abc.Mapping[str, TargetGroupStatement]
    warnings: tuple[Problem, ...]
    registers: Registers

    @property
    def id(self) -> str:
        """The scenario's id."""
        return self.file.scenario.id

    @property
    def start(self) -> int:
        """The first year."""
        return self.file.start

    @property
    def price_year(self) -> int:
        """The year in whose prices results are stated."""
        return self.file.price_year

    def __repr__(self) -> str:
        """Return the scenario in one line."""
        names = ", ".join(item.id for item in self.interventions)
        return f"<Scenario {self.id}: {names}; {self.start}, {self.horizon} years, model {self.model.id}>"


def load(
    path: str | Path,
    *,
    variant: str | None = None,
    settings: str | Sequence[str] = (),
    model: str | None = None,
    registers: Sequence[str | Path] = (),
) -> Scenario:
    """Read, check and link a scenario file.

    Args:
        path: the file.
        variant: the name of one of its variants.
        settings: overrides as for `--set`, one or several, such as `"horizon=20"`.
        model: a model id or path, in place of the scenario's.
        registers: overlays to lay on those that the model and the scenario name.

    Raises:
        InputError: with all problems, each with its position.
    """
    overrides = (settings,) if isinstance(settings, str) else settings
    merged = read_scenario(path, variant=variant, settings=overrides)
    return link(merged, Path(path).parent, variant, model, [read_layer(folder) for folder in registers])


def link(
    merged: Merged,
    folder: Path,
    variant: str | None = None,
    model: str | None = None,
    overlays: Sequence[Layer] = (),
) -> Scenario:
    """Check and link what was read of a scenario, as `load` does.

    Args:
        merged: the scenario after `extends`, variant and settings.
        folder: where the paths of model files begin.
        variant: the name of the variant that was laid on top.
        model: a model id or path, in place of the scenario's.
        overlays: to lay on those that the model and the scenario name.

    Raises:
        InputError: with all problems, each with its position.
    """
    read = recover(ScenarioFile, merged.root, _stand_ins(merged))
    before = [*merged.problems, *_trusted(read.problems, merged)]
    if read.statement is None:
        raise InputError(before)
    file: ScenarioFile = read.statement
    try:
        context = _context(file, model, folder, overlays)
    except InputError as error:
        raise InputError([*before, *error.problems]) from None
    linked = tuple(link_intervention(context, said) for said in file.interventions)
    linked = set_by_name(context, linked)
    check_together(context, file.interventions)
    linked = overridden(context, linked, merged.inputs)
    context.warn_of_thousands(linked)
    inputs = inputs_by_name(context, linked)
    check_ranges(context, inputs)
    _check_file(context)
    check_allocation(context, linked, merged.variants)
    check_funding(context, linked)
    if problems := [*before, *(p for p in context.problems if not read.concerns(p))]:
        raise InputError(problems)
    return Scenario(
        file=file,
        files=(*merged.files, *(read for layer in context.registers.overlays for read in layer.files)),
        variant=variant,
        variants=merged.variants,
        model=context.model,
        place=context.place,
        horizon=context.horizon,
        interventions=linked,
        inputs=inputs,
        prices=context.prices,
        target_groups=context.target_groups,
        warnings=tuple(sorted(dict.fromkeys(context.warnings), key=_place_in_text)),
        registers=context.registers,
    )


def _stand_ins(merged: Merged) -> dict[str, Any]:
    """Return values for required keys that are missing, so that the rest of the file can be checked."""
    header = Mapping(merged.root.where)
    header.put("id", "scenario", merged.root.where, merged.root.where)
    year = plain_number(STAND_IN_YEAR)
    return {"scenario": header, "start": year, "price_year": year}


def _trusted(problems: Sequence[Problem], merged: Merged) -> list[Problem]:
    """Leave out what is missing only because a file that should have it could not be read."""
    return [p for p in problems if not (merged.problems and p.lacking)]


def _place_in_text(problem: Problem) -> tuple[str, int, int]:
    where = problem.where
    return (where.source.name, where.line, where.column) if where else ("", 0, 0)


def _context(file: ScenarioFile, model: str | None, folder: Path, overlays: Sequence[Layer] = ()) -> Context:
    path, name = _model_path(file, model, folder)
    root = read_file(path, name)
    set_paths(root)
    model_file = read_as(ModelFile, root)
    layers = (*read_layers([*_named_in(model_file), *_named_in(file)]), *overlays)
    registers = load_registers(overlays=layers)
    problems: list[Problem] = []
    resolved = resolve_model(
        model_file, file.assumptions, registers.guides, file.start, fingerprint(path), problems
    )
    context = Context(
        registers=registers,
        file=file,
        model_file=model_file,
        model=resolved,
        index=PriceIndex(registers.price_index, resolved.exchange),
        horizon=file.horizon or resolved.horizon,
        problems=problems,
    )
    if file.place is not None:
        context.place = resolve_place(context, file, file.place)
    return context


def _named_in(statement: ModelFile | ScenarioFile) -> list[tuple[str, Position]]:
    """Return the overlays that a file names, each with where it is named."""
    written = statement.raw.get("registers")
    places = written.value_at if isinstance(written, PositionedList) else ()
    return list(zip(statement.registers, places, strict=True))


def known_models() -> list[str]:
    """Return the ids of the models that come with the toolkit."""
    return sorted(path.stem for path in data_path("models").glob("*.yaml"))


def _model_path(file: ScenarioFile, model: str | None, folder: Path) -> tuple[Path, str]:
    """Return the model's file: an id of the toolkit's own, or a path beside the scenario or from here."""
    name = model or file.model
    own = data_path("models") / f"{name}.yaml"
    if name in known_models():
        return own, f"models/{name}.yaml"
    for candidate in (Path(name), folder / name):
        if candidate.suffix in (".yaml", ".yml") and candidate.is_file():
            return candidate, str(candidate)
    message = unknown("model", name, known_models())
    problem = Problem(None, "--model", message) if model else file.problem("model", message)
    raise InputError([problem])


def _check_file(context: Context) -> None:
    file = context.file
    if file.currency != "DKK":
        context.problem(file, "currency", f"results are in DKK in this version, got {file.currency}")
    if not context.index.covers(file.price_year):
        known = [year for year in context.index.years if context.index.covers(year)]
        message = f"no Danish consumer price index for {file.price_year}; write {min(known)} to {max(known)}"
        context.problem(file, "price_year", message)
