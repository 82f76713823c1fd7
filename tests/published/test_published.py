"""Figures that others have printed: the cases of figures.yaml, and a conversion that is no scenario."""

from __future__ import annotations

from pathlib import Path

import pytest

from cba.cases import Found, run_cases
from cba.registers import load_registers

CASES = Path(__file__).with_name("figures.yaml")
FIGURES = run_cases(CASES)


@pytest.mark.parametrize("found", FIGURES, ids=lambda found: f"{found.case}: {found.of}")
def test_the_figure_that_is_printed(found: Found) -> None:
    assert found.passed, found


def test_every_case_has_a_source() -> None:
    assert all(found.source for found in FIGURES)
    assert len({found.case for found in FIGURES}) == 5


def test_what_the_sources_print_fits_together() -> None:
    """Of DSI's saving 90 % is the state's, 84 % police, courts and prisons: prison days are within both."""
    figures = load_registers().figures
    shares = [figures[f"dsi_share_{name}"].value for name in ("prison_days", "justice", "state")]
    assert shares == [70, 84, 90]
    assert figures["naf_2023"].value == 1.28


def test_chinns_conversion() -> None:
    """Chinn (2000): a standardised mean difference times 1.81 is a log odds ratio."""
    from cba.effects import relative_risk

    ratio = relative_risk("standardised_mean_difference", 0.5, 1e-12)
    assert ratio == pytest.approx(2.71828 ** (1.81 * 0.5), rel=0.003)
