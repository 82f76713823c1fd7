"""The sheet of effects: from what each study found to the change counted, step by step in formulas."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from openpyxl.utils import get_column_letter, quote_sheetname

from cba.reports.effect_rows import GRADES, MEASURES, baseline_words, outcome_names
from cba.reports.facts import Document
from cba.reports.workbook.assumptions import Cells, Inputs
from cba.reports.workbook.book import Book, named
from cba.reports.workbook.formulas import Formula, exponential, least, most, when
from cba.reports.workbook.table import Column, Value, write_sheet

_FIRST_ROW = 5
_LEAST_SHARE = 1e-12
_CHINN = "PI()/SQRT(3)"
_CHINN_VALUE = 1.8137993642342178
"""Standard deviation of a logistic distribution, π/√3: Chinn (2000)."""


@dataclass(frozen=True)
class Conversion:
    """The cells of one effect that other sheets use.

    Attributes:
        reduction: 1 − RR before adjustments; None where the effect is not measured against a baseline.
        counted: transferability × factor of the evidence's grade.
        rate: events per exposed unit and year without the intervention, or the true incidents of a place.
        change: change in events per exposed unit and year while it lasts; of a place, its share avoided.
    """

    reduction: Formula | None
    counted: Formula
    rate: Formula | None
    change: Formula | None


Effects = dict[tuple[str, str], Conversion]


def add(book: Book, inputs: Inputs) -> Effects:
    """Write one row for each effect; return the cells by intervention and outcome."""
    say, found = book.lang.say, Effects()
    columns = _columns(book)
    rows: list[Sequence[Value]] = []
    for key, intervention in book.document["interventions"].items():
        plans = {e["outcome"]: e for e in book.document["calculation"]["interventions"][key]["effects"]}
        for effect in intervention["effects"]:
            line = _Line(say("Effects"), _FIRST_ROW + len(rows))
            found[key, effect["outcome"]] = _converted(line, plans[effect["outcome"]], inputs)
            rows.append(_row(book, intervention, effect, line.cells))
    note = say("Low and high bound a 95%% interval. The grade says how sure the evidence is, not how large.")
    table = write_sheet(book, say("Effects"), note, columns, rows)
    book.protect(table.sheet)
    return found


class _Line:
    """The formulas of one row, by column, each with its own address for those that follow."""

    COLUMNS = (
        "size", "baseline", "odds", "risk", "reduction", "transfer", "factor", "counted", "rate", "change",
    )  # fmt: skip
    FIRST = 7

    def __init__(self, sheet: str, row: int) -> None:
        self.cells: dict[str, Formula] = {}
        self._sheet, self._row = sheet, row

    def put(self, name: str, formula: Formula) -> Formula:
        self.cells[name] = formula
        letter = get_column_letter(self.FIRST + self.COLUMNS.index(name))
        return Formula(f"{quote_sheetname(self._sheet)}!${letter}${self._row}", formula.number)


class _Inline:
    """Formulas that are not put into cells of their own."""

    def put(self, name: str, formula: Formula) -> Formula:
        return formula


def scale(plan: Document, inputs: Cells) -> Formula:
    """Return what all amounts of an effect are proportional to, in one formula of the assumptions."""
    conversion = _converted(_Inline(), plan, inputs)
    if conversion.change is None:
        return conversion.counted
    on_place = plan.get("baseline", {}).get("kind") == "place"
    return conversion.change * conversion.rate if on_place and conversion.rate else conversion.change


def uses(plan: Document) -> set[str]:
    """Return the assumptions that `scale` depends on."""
    names = [plan.get(part) for part in ("size", "with", "without", "net", "transfer")]
    baseline = plan.get("baseline") or {}
    names += [
        baseline.get(part) for part in ("share", "events", "incidents", "reporting_rate", "displacement")
    ]
    if plan["grade"]:
        names.append(f"assumptions.evidence_adjustment.{plan['grade']}")
    return {name for name in names if name}


def _converted(line: _Line | _Inline, plan: Document, inputs: Cells) -> Conversion:
    """Write the steps of one effect; return the cells that count."""
    counted = _counted(line, plan, inputs)
    if plan["kind"] == "success":
        return Conversion(None, counted, None, line.put("change", _success(plan, inputs) * counted))
    if plan["kind"] == "explicit":
        return Conversion(None, counted, None, None)
    size, baseline = line.put("size", inputs[plan["size"]]), plan["baseline"]
    if plan["kind"] == "points":
        return _points(line, plan, inputs, size, counted)
    if baseline["kind"] == "place":
        reduction = line.put("reduction", 1.0 - most(_rate_ratio(line, plan, size), 0.0))
        kept = inputs[baseline["share"]] * (1.0 - inputs[baseline["displacement"]])
        rate = line.put("rate", inputs[baseline["incidents"]] / inputs[baseline["reporting_rate"]])
        return Conversion(reduction, counted, rate, line.put("change", kept * reduction * counted))
    if baseline["share"]:
        share = line.put("baseline", inputs[baseline["share"]])
        risk = line.put("risk", _relative_risk(line, plan, size, share))
        highest = 1.0 / most(share, _LEAST_SHARE)
        reduction = line.put("reduction", 1.0 - least(most(risk, 0.0), highest))
        rate = line.put("rate", share * _yearly(baseline))
    else:
        reduction = line.put("reduction", 1.0 - most(_rate_ratio(line, plan, size), 0.0))
        rate = line.put("rate", inputs[baseline["events"]])
    return Conversion(reduction, counted, rate, line.put("change", -(reduction * rate * counted)))


def _counted(line: _Line | _Inline, plan: Document, inputs: Cells) -> Formula:
    transfer = line.put("transfer", inputs[plan["transfer"]])
    grade = plan["grade"]
    if grade:
        factor = line.put("factor", inputs[f"assumptions.evidence_adjustment.{grade}"])
        return line.put("counted", transfer * factor)
    return line.put("counted", transfer)


def _success(plan: Document, inputs: Cells) -> Formula:
    """Return the change per starter: a success is one event fewer of a bad outcome, one more of a good."""
    net = inputs[plan["net"]] if plan["net"] else inputs[plan["with"]] - inputs[plan["without"]]
    return -net if plan["better"] == "fewer" else net


def _points(
    line: _Line | _Inline, plan: Document, inputs: Cells, size: Formula, counted: Formula
) -> Conversion:
    baseline, rate = plan["baseline"], None
    if baseline["share"]:
        share = line.put("baseline", inputs[baseline["share"]])
        rate = line.put("rate", share * _yearly(baseline))
    elif baseline["events"]:
        rate = line.put("rate", inputs[baseline["events"]])
    change = (-size if plan["turned"] else size) / 100.0 * _yearly(baseline)
    return Conversion(None, counted, rate, line.put("change", change * counted))


def _yearly(baseline: Document) -> Formula:
    """Return what turns a share within the window into a rate a year: 12 months over its months."""
    months = baseline["within"]
    return Formula(f"12/{months:g}", 12.0 / months, 3) if months else Formula("1", 1.0)


def _odds_ratio(line: _Line | _Inline, plan: Document, size: Formula) -> Formula:
    if plan["measure"] == "standardised_mean_difference":
        scale = Formula(_CHINN, _CHINN_VALUE, 3)
        return line.put("odds", exponential((-size if plan["turned"] else size) * scale))
    return line.put("odds", 1.0 / size if plan["turned"] else size)


def _relative_risk(line: _Line | _Inline, plan: Document, size: Formula, share: Formula) -> Formula:
    """Return the relative risk of the outcome at a baseline share."""
    measure, turned = plan["measure"], plan["turned"]
    if measure in ("odds_ratio", "standardised_mean_difference"):
        odds = _odds_ratio(line, plan, size)
        return odds / (1.0 - share + share * odds)
    if measure == "hazard_ratio":
        if turned:
            return share ** (size - 1.0)
        return when(share > 0.0, (1.0 - (1.0 - share) ** size) / share, size)
    if measure == "incidence_rate_ratio":
        return size
    ratio = 1.0 + size / 100.0 if measure == "percentage_change" else size
    return (1.0 - (1.0 - share) * ratio) / share if turned else ratio


def _rate_ratio(line: _Line | _Inline, plan: Document, size: Formula) -> Formula:
    """Return the ratio of rates where the baseline counts events; odds and hazard ratios stand in for it."""
    if plan["measure"] in ("odds_ratio", "standardised_mean_difference"):
        return line.put("risk", _odds_ratio(line, plan, size))
    return line.put("risk", 1.0 + size / 100.0 if plan["measure"] == "percentage_change" else size)


def _columns(book: Book) -> list[Column]:
    say = book.lang.say
    return [
        Column(say("Intervention"), 28),
        Column(say("Outcome"), 22),
        Column(say("Measure"), 20),
        Column(say("Estimate"), 10, "0.000"),
        Column(say("Low"), 10, "0.000"),
        Column(say("High"), 10, "0.000"),
        Column(say("Estimate used"), 11, "0.0000"),
        Column(say("Share without the intervention"), 13, "0.0%"),
        Column(say("Odds ratio"), 10, "0.0000"),
        Column(say("Relative risk or rate ratio"), 13, "0.0000"),
        Column(say("Reduction, 1 − RR"), 12, "0.0%"),
        Column(say("Transferability"), 14, "0.0%"),
        Column(say("Factor of the grade"), 11, "0.00"),
        Column(say("Share of the effect counted"), 13, "0.0%"),
        Column(say("Events a year without, each or in the place"), 16, "#,##0.0000"),
        Column(say("Change a year, each; of a place its share"), 16, "0.000000"),
        Column(say("With"), 10, "0.0%"),
        Column(say("Without"), 10, "0.0%"),
        Column(say("Without the intervention"), 34),
        Column(say("Source of that"), 30),
        Column(say("Reason"), 34),
        Column(say("Lag, years"), 11, "0"),
        Column(say("Duration, years"), 10, "0.##"),
        Column(say("Fade a year"), 10, "0.0%"),
        Column(say("Displacement"), 13, "0.0%"),
        Column(say("Grade"), 16),
        Column(say("Studies"), 18),
        Column(say("Follow-up, months"), 12, "0"),
        Column(say("Countries"), 18),
        Column(say("Design"), 18),
        Column(say("Source"), 40),
        Column(say("Year"), 8),
        Column(say("Where"), 24),
    ]


def _row(book: Book, intervention: Document, effect: Document, cells: dict[str, Formula]) -> Sequence[Value]:
    say, rate = book.lang.say, effect["success_rate"] or {}
    measure = named(MEASURES, effect["statement"])
    return [
        intervention["title"],
        outcome_names(book.document, effect["outcome"])["title"],
        say(measure),
        effect["estimate"],
        effect["low"],
        effect["high"],
        *(cells.get(name) for name in _Line.COLUMNS),
        rate.get("with"),
        rate.get("without"),
        baseline_words(book.lang, effect),
        (effect["baseline"] or {}).get("source"),
        effect["reason"],
        effect["lag"],
        effect["duration"],
        effect["fade"],
        effect["displacement"],
        _grade(book, effect["grade"]),
        effect["studies"],
        effect["follow_up_months"],
        effect["countries"],
        effect["design"],
        effect["source"],
        effect["year"],
        effect["where"],
    ]


def _grade(book: Book, grade: str | None) -> str:
    word = GRADES.get(grade or "", "")
    return f"{grade} – {book.lang.say(word)}" if word else book.lang.say("not graded")
