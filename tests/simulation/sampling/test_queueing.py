"""Lead by lead where leads wait, against the engine that moves counts."""

import numpy as np
import pytest

from funnelcraft.simulation.engine import Settings, simulate
from funnelcraft.simulation.forecast import balance, entries
from funnelcraft.simulation.sampling import sample
from tests.simulation.reference import funnel
from tests.simulation.sampling.test_sample import by_day, durations
from tests.simulation.test_simpy import error_of, random_funnel

SEEN, DRAWN, DAYS = 40, 480, 75


@pytest.mark.parametrize("seed", range(10))
def test_that_queues_and_promises_are_those_of_the_engine(seed: int) -> None:
    model = random_funnel(seed)
    drawn = np.stack([by_day(sample(model, DAYS, one)).sum(axis=1) for one in range(SEEN)])
    runs = simulate(model, Settings(runs=DRAWN, days=DAYS))
    for at, stage in enumerate(runs.stage_ids):
        seen, other = drawn[:, at], runs.totals(entries(stage))
        # Of 50 means one in 2,000 such tests goes beyond 4.5 errors by chance.
        away = abs(seen.mean() - other.mean())
        assert away < 4.5 * max(error_of(seen, other), 0.5 / SEEN), stage


def test_that_first_in_is_first_out_and_no_slot_serves_twice() -> None:
    # All come on the first day, a Friday; three a working day begin, at once or at 00:00.
    fair = {"name": "Fair", "start": "2027-01-01", "days": 1, "leads": 20.0}
    source = {
        "id": "s",
        "name": "S",
        "into": "a",
        "volume": {"leads_per_month": 0.0, "campaigns": [fair]},
    }
    model = funnel(
        [{"id": "a", "capacity": {"leads_per_day": 3.0}}, "won"],
        [("a", "won", 1.0, {"kind": "fixed", "mean_days": 0.5})],
        sources=[source],
    )
    drawn = sample(model, 20, 5, leads=20)
    came, won = drawn.time[drawn.stage == 0], drawn.time[drawn.stage == 1]
    assert won[:3] == pytest.approx(came[:3] + 0.5)
    days = [3, 3, 3, 4, 4, 4, 5, 5, 5, 6, 6, 6, 7, 7, 7, 10, 10]
    assert won[3:] == pytest.approx(np.array(days) + 0.5)
    assert drawn.lead[drawn.stage == 1].tolist() == list(range(20))


def test_that_a_promise_ends_a_wait_at_its_moment() -> None:
    model = funnel(
        [
            {"id": "a", "capacity": {"leads_per_day": 1.0}, "sla": {"days": 1.5}},
            "late",
            "won",
        ],
        [
            ("a", "won", 1.0, {"kind": "fixed", "mean_days": 5.0}),
            ("a", "late", None, None, {"kind": "sla_breach"}),
        ],
        leads_a_day={"a": 4.0},
    )
    drawn = sample(model, 60, 1)
    late = durations(drawn, "a", "late")
    assert late.size > 100
    assert late == pytest.approx(1.5)
    # A visit holds its wait: from none at all to just the promise.
    visits = durations(drawn, "a", "won")
    assert visits.min() >= 5
    assert visits.max() <= 5 + 1.5


def test_that_waiting_leads_make_the_balance_of_the_engine() -> None:
    model = funnel(
        [{"id": "a", "capacity": {"leads_per_day": 5.0, "calendar": "every_day"}}, "won"],
        [("a", "won", 0.5, {"kind": "exponential", "mean_days": 2.0})],
        leads_a_day={"a": 6.0},
    )
    runs = simulate(model, Settings(runs=480, days=60))
    there = runs.values(balance("a"))[:, -1] + 0.0
    counts = [by_day(sample(model, 60, one)).sum(axis=1) for one in range(30)]
    # Who leaks is not heard of again: in the engine leaks leave the stage, so wins are compared.
    won = np.array([count[1] for count in counts])
    other = runs.totals(entries("won"))
    assert there.mean() > 50  # a queue it is
    assert abs(won.mean() - other.mean()) < 4 * error_of(won, other)
