"""Who an amount falls to: each payer's part of a krone, and the distortion of the taxes behind it."""

from __future__ import annotations

from cba.reports.facts import Document
from cba.reports.workbook.assumptions import Inputs
from cba.reports.workbook.formulas import Formula

PUBLIC = ("kommune", "region", "stat")
DISTORTION_PAYER = "oevrige"


class Bookings:
    """Books amounts on payers, as the lens counts them.

    Attributes:
        payers: those of the lens.
        distorted: whether the tax distortion is counted.
    """

    def __init__(self, document: Document, inputs: Inputs) -> None:
        """Read the lens of a document's calculation."""
        self.inputs, lens = inputs, document["calculation"]["lens"]
        self.payers: list[str] = lens["payers"]
        self.natures: list[str] = lens["natures"]
        self.distorted = document["model"]["tax_distortion"] is not None and (DISTORTION_PAYER in self.payers)

    def _counted(self, booking: Document) -> bool:
        return booking["nature"] in self.natures

    def factors(self, booking: Document) -> dict[str, Formula]:
        """Return what of a krone falls to each payer; public resources carry the net tax factor."""
        shares, counted = _booked(booking), self._counted(booking)
        factors = {}
        for payer in self.payers:
            share = shares.get(payer, 0.0) if counted else 0.0
            factor = Formula(f"{share:.15g}", share, 5 if share >= 0 else 2)
            taxed = share and payer in PUBLIC and booking["nature"] == "resource"
            key = "assumptions.net_tax_factor"
            factors[payer] = factor * self.inputs[key] if taxed and key in self.inputs.cells else factor
        return factors

    def distortion(self, booking: Document, *, cost: bool) -> Formula:
        """Return the cost that the distortion adds for each krone of net public outlay."""
        outlay = sum(share for payer, share in _booked(booking).items() if payer in PUBLIC)
        if not outlay or not self._counted(booking):
            return Formula("0", 0.0)
        signed = outlay if cost else -outlay
        return (self.inputs["assumptions.tax_distortion"] - 1.0) * signed


def _booked(booking: Document) -> dict[str, float]:
    """Return payers with their shares; a transfer or tax again, turned, on its counterpart."""
    shares = dict(booking["shares"])
    if booking["nature"] in ("transfer", "tax"):
        other = booking["counterpart"]
        shares[other] = shares.get(other, 0.0) - sum(booking["shares"].values())
    return shares
