"""The smallest transfers that leave no payer worse off: known answers, and properties of any answer."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cba.cofinancing import Proposal, Transfer, none_worse_off, smallest_transfers

PUBLIC = ("kommune", "region", "stat")
AMOUNTS = st.dictionaries(
    st.sampled_from([*PUBLIC, "offer", "erhverv", "oevrige"]),
    st.integers(-50_000_000, 50_000_000).map(float),
    min_size=1,
)


def test_the_state_makes_the_municipality_whole() -> None:
    found = smallest_transfers({"kommune": -1_480_000.0, "region": 0.0, "stat": 1_923_000.0})
    assert [(t.giver, t.receiver) for t in found.transfers] == [("stat", "kommune")]
    assert found.total == pytest.approx(1_480_000, abs=1)
    assert found.missing == 0.0
    assert found.received("stat") == pytest.approx(-1_480_000, abs=1)


def test_givers_give_the_same_share_of_what_they_gain() -> None:
    found = smallest_transfers({"kommune": -10e6, "region": 4e6, "stat": 12e6})
    given = {t.giver: t.amount for t in found.transfers}
    assert given == pytest.approx({"stat": 7.5e6, "region": 2.5e6}, abs=1)


def test_what_no_gain_covers_comes_from_outside() -> None:
    found = smallest_transfers({"kommune": -17e6, "stat": 2e6})
    assert found.total == pytest.approx(2e6, abs=1)
    assert found.outside == pytest.approx({"kommune": 15e6}, abs=1)


def test_those_who_lose_most_come_first_where_gains_do_not_reach() -> None:
    found = smallest_transfers({"kommune": -9e6, "region": -1e6, "erhverv": -2e6, "stat": 6e6})
    assert [(t.giver, t.receiver) for t in found.transfers] == [("stat", "kommune")]
    assert found.outside == pytest.approx({"kommune": 3e6, "region": 1e6, "erhverv": 2e6}, abs=1)


def test_nobody_sends_victims_a_bill() -> None:
    found = smallest_transfers({"kommune": -3e6, "offer": 9e6})
    assert found.transfers == ()
    assert found.outside == {"kommune": 3e6}


@pytest.mark.parametrize("net", [{}, {"kommune": 0.0}, {"kommune": 5.0, "stat": 1e9}, {"stat": -0.4}])
def test_nothing_moves_where_nobody_loses(net: dict[str, float]) -> None:
    assert smallest_transfers(net) == Proposal((), {})


@given(AMOUNTS)
def test_afterwards_nobody_loses_and_no_less_would_do(net: dict[str, float]) -> None:
    found = smallest_transfers(net)
    slack = 1e-6 * max(map(abs, net.values()), default=0.0) + 1.0
    for payer, amount in net.items():
        assert amount + found.received(payer) >= -slack
    losses = -sum(amount for amount in net.values() if amount < 0.0)
    gains = sum(net[payer] for payer in net if payer in PUBLIC and net[payer] > 0.0)
    # no transfer is smaller than the losses that gains can cover, and no more comes from outside than is left
    assert found.total == pytest.approx(min(losses, gains), abs=slack)
    assert found.missing == pytest.approx(max(losses - gains, 0.0), abs=slack)


def test_how_often_fixed_amounts_leave_nobody_with_a_loss() -> None:
    net = {"kommune": np.array([-5.0, -5.0, -9.0, -5.0]), "stat": np.array([9.0, 4.0, 20.0, 6.0])}
    proposal = Proposal((Transfer("stat", "kommune", 5.0),), {})
    assert none_worse_off(net, proposal) == 0.5
