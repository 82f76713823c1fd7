"""Draws: strata, streams, batches, correlation."""

from cba.inputs import Input
from cba.uncertainty.draws import Draws


def test_sizes_differ_by_at_most_one() -> None:
    item = Input("a", 5.0, "number", 1.0, 9.0)
    for count in range(1, 51):
        draws = Draws([item], count, 1)
        assert sum(draws.sizes) == draws.count == count
        assert max(draws.sizes) - min(draws.sizes) <= 1
        assert draws.column("a").shape == (count,)
