"""What an application says about its budget, its steps and its risks, from a results document; no words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cba.reports.facts import Document

LEVELS = ("input", "activity", "output", "result", "impact")


def stated(document: Document) -> Mapping[str, Any]:
    """Return what the scenario states under `funding`; every key is there, None or empty where not stated."""
    return document["funding"]["stated"] or {
        **dict.fromkeys(
            (
                "applicant",
                "need",
                "citizens",
                "theory_of_change",
                "own_financing",
                "evaluation",
                "anchoring",
                "dissemination",
                "grant",
                "appraisal",
                "outcome_contract",
            )
        ),
        **{key: [] for key in ("partners", "work_packages", "indicators", "risks")},
    }


@dataclass(frozen=True, slots=True)
class Budget:
    """A budget of work packages by line; price-year kroner.

    Attributes:
        by_package: direct costs by work package and line.
        by_partner: direct costs by partner ('' where none is named) and line.
        person_months: by work package.
        indirect_base: direct costs that the indirect rate is taken of.
        indirect_rate: the rate, or None where it is not known.
        share: the share of all costs that is granted, or None.
    """

    by_package: Mapping[str, Mapping[str, float]]
    by_partner: Mapping[str, Mapping[str, float]]
    person_months: Mapping[str, float]
    indirect_base: float
    indirect_rate: float | None
    share: float | None

    @property
    def direct(self) -> float:
        """Return all direct costs."""
        return sum(sum(lines.values()) for lines in self.by_package.values())

    @property
    def indirect(self) -> float | None:
        """Return the indirect costs; None where the rate is not known."""
        return None if self.indirect_rate is None else self.indirect_rate * self.indirect_base

    @property
    def total(self) -> float | None:
        """Return all costs; None where the indirect ones are not known."""
        return None if self.indirect is None else self.direct + self.indirect

    @property
    def granted(self) -> float | None:
        """Return the grant; None where the share or the total is not known."""
        return None if self.share is None or self.total is None else self.share * self.total


def budget(document: Document) -> Budget:
    """Return the budget under the rules of the programme."""
    said, programme = stated(document), document["funding"]["programme"]
    grant = said["grant"] or {}
    indirect = programme["indirect"] if programme else {"rate": None, "left_out": []}
    by_package: dict[str, dict[str, float]] = {}
    by_partner: dict[str, dict[str, float]] = {}
    months: dict[str, float] = {}
    for package in said["work_packages"]:
        lines = by_package.setdefault(package["id"], {})
        for item in package["budget"]:
            partner = by_partner.setdefault(item["partner"] or "", {})
            for sums in (lines, partner):
                sums[item["line"]] = sums.get(item["line"], 0.0) + item["amount"]
            months[package["id"]] = months.get(package["id"], 0.0) + (item["person_months"] or 0.0)
    base = sum(
        amount
        for lines in by_package.values()
        for line, amount in lines.items()
        if line not in indirect["left_out"]
    )
    rate = grant.get("indirect_rate")
    share = grant.get("cofinancing")
    return Budget(
        by_package,
        by_partner,
        months,
        base,
        rate if rate is not None else indirect["rate"],
        share if share is not None else (programme or {}).get("cofinancing"),
    )


def risk_level(document: Document, rating: Mapping[str, str] | None) -> Mapping[str, str] | None:
    """Return the name of a risk's level, from the shared rules; None without a rating."""
    if not rating:
        return None
    total = "ABCDE".index(rating["probability"]) + ["I", "II", "III", "IV", "V"].index(rating["severity"]) + 2
    levels = document["funding"]["rules"]["risk_levels"]
    found: Mapping[str, str] = next(level["title"] for level in levels if total <= level["up_to"])
    return found
