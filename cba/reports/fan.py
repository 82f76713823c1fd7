"""The running total of all payers with the band that nine of ten recalculations stay in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from cba.reports.charts import HEIGHT, WIDTH, Frame, spread, year_frame
from cba.reports.facts import Document

EDGES = ("p95", "p50", "p05")


@dataclass(frozen=True)
class Edge:
    """One line of the band: which percentile, its SVG path, and where its label stands."""

    name: str
    path: str
    end: tuple[float, float]
    label_y: float


@dataclass(frozen=True)
class Fan:
    """The chart: its frame, the filled band and its three lines, the upper edge first."""

    width: float
    height: float
    frame: Frame
    band: str
    edges: tuple[Edge, ...]


def fan_chart(
    by_year: Sequence[Document], labels: Sequence[str], printed: Callable[[float], str]
) -> Fan | None:
    """Lay out the band; None where there is nothing to draw.

    Args:
        by_year: the years of an `uncertainty` block.
        labels: what stands at the end of the upper edge, the middle and the lower edge.
        printed: how an amount is printed on the axis.
    """
    if not by_year:
        return None
    series = {name: [row["cumulative_discounted"][name] for row in by_year] for name in EDGES}
    values = [v for line in series.values() for v in line]
    frame = year_frame(by_year[0]["year"], len(by_year), values, labels, printed)
    points = {name: [(frame.x(n), frame.y(v)) for n, v in enumerate(line)] for name, line in series.items()}
    ends = spread([points[name][-1][1] for name in EDGES], frame.top, frame.bottom)
    edges = tuple(
        Edge(name, "M" + _path(points[name]), points[name][-1], at)
        for name, at in zip(EDGES, ends, strict=True)
    )
    band = "M" + _path([*points["p95"], *reversed(points["p05"])]) + " Z"
    return Fan(WIDTH, HEIGHT, frame, band, edges)


def _path(points: Sequence[tuple[float, float]]) -> str:
    return " L".join(f"{x:.1f} {y:.1f}" for x, y in points)
