"""Real leads: what a right estimate finds in them, and a funnel that shows it again."""

from datetime import date
from pathlib import Path

import numpy as np
import pytest

from funnelcraft.funnel.model import Campaign, Funnel, Source, Volume
from funnelcraft.io.imports.event_log import Columns, Log, read_leads_and_deals
from funnelcraft.io.project_file import dump, parse
from funnelcraft.simulation.baseline.calibration import Baseline, Window, baseline
from funnelcraft.simulation.baseline.drawing import as_is
from funnelcraft.simulation.baseline.volume import day_number, day_of
from funnelcraft.simulation.baseline.window import chosen_window
from funnelcraft.simulation.engine import Settings, simulate
from funnelcraft.simulation.expectation import expect
from funnelcraft.simulation.forecast import moves

DATA = Path(__file__).parents[3] / "shared" / "data" / "olist"
COLUMNS = Columns(lead="mql_id", time="first_contact_date", won_time="won_date", segment="origin")
# In the order: leads, naive share, then won within 7, 30, 60, 90 and 167 days, in percent.
KNOWN = {
    "2018-11-14": (5_998, 13.02, 4.72, 9.20, 10.62, 11.30, 12.39),
    "2018-05-01": (4_720, 10.91, 4.84, 10.25, 12.09, 13.06, None),
    "2018-04-01": (3_362, 9.46, 4.12, 9.28, 11.21, 11.99, None),
    "2018-03-01": (2_208, 8.02, 3.78, 9.14, None, None, None),
}
HORIZONS = (7, 30, 60, 90, 167)


@pytest.fixture(scope="module")
def log() -> Log:
    leads = DATA / "olist_marketing_qualified_leads_dataset.csv"
    if not leads.exists():
        pytest.skip("the real leads are not on this machine")
    return read_leads_and_deals(leads, DATA / "olist_closed_deals_dataset.csv", COLUMNS)


def known_on(log: Log, seen: str) -> Baseline:
    first, last = date(2018, 1, 1), date(2018, 5, 31)
    days = (day_number(one) for one in (first, last, date.fromisoformat(seen)))
    return baseline(log.history, Window(*days))


@pytest.mark.parametrize("seen", KNOWN)
def test_that_the_known_shares_are_found(seen: str, log: Log) -> None:
    leads, naive, *within = KNOWN[seen]
    move = known_on(log, seen).measured.moves[0, 1]
    assert move.entered == leads
    assert 100 * move.naive == pytest.approx(naive, abs=0.005)
    for days, percent in zip(HORIZONS, within, strict=True):
        share = move.within[days]
        assert (share is None) == (percent is None)
        if share is not None:
            assert 100 * share == pytest.approx(percent, abs=0.006)


def test_that_the_end_of_the_follow_up_and_the_traps_are_as_known(log: Log) -> None:
    move = known_on(log, "2018-11-14").measured.moves[0, 1]
    assert 100 * move.share == pytest.approx(13.4, abs=0.05)
    assert (log.read, log.kept, log.dropped) == (8_842, 8_842, {})
    assert log.repaired == {"won before the lead was met, taken as the same day": 1}
    assert int((log.history.segment == log.history.segments.index("Not given")).sum()) == 60


def one_day_cohort(funnel: Funnel, shares: dict[str, float]) -> Funnel:
    """Return the funnel with leads of some segments that all come on its first day."""
    sources = tuple(
        Source(
            id=segment,
            name=segment,
            into="lead",
            segment=segment,
            volume=Volume(
                leads_per_month=0.0,
                campaigns=(Campaign(name="cohort", start=funnel.start, days=1, leads=1e6 * share),),
            ),
        )
        for segment, share in shares.items()
    )
    return funnel.replaced(sources=sources, opening=())


@pytest.mark.parametrize("seen", ["2018-11-14", "2018-03-01"])
def test_that_the_calibrated_funnel_shows_the_measured_shares(seen: str, log: Log) -> None:
    """By exact expectation, all origins together: within 0.05 of a percentage point."""
    funnel = parse(dump(as_is(known_on(log, seen), "As is").funnel)).funnel
    trigger = funnel.triggers[0].replaced(by_segment={})
    whole = funnel.replaced(segments=(), triggers=(trigger,))
    expected = expect(one_day_cohort(whole, {"all": 1.0}), 200)
    gone = 100 * np.cumsum(expected.moves[0]) / 1e6
    for days, percent in zip(HORIZONS, KNOWN[seen][2:], strict=True):
        if percent is not None:
            assert gone[days] == pytest.approx(percent, abs=0.05)


def test_that_it_shows_them_by_origin(log: Log) -> None:
    """Every origin as measured to 0.01 of a point; all together within 0.05 of the known ones."""
    found = known_on(log, "2018-11-14")
    calibrated = as_is(found, "As is")
    total = np.zeros(200)
    for segment, name in calibrated.segments.items():
        expected = expect(one_day_cohort(calibrated.funnel, {name: 1.0}), 200)
        gone = np.cumsum(expected.moves[0]) / 1e6
        move = found.measured.by_segment[segment][0, 1]
        for days in HORIZONS:
            assert gone[days] == pytest.approx(move.within[days], abs=1e-4)
        total += gone * move.entered / found.leads
    for days, percent in zip(HORIZONS, KNOWN["2018-11-14"][2:], strict=True):
        assert percent is not None
        assert 100 * total[days] == pytest.approx(percent, abs=0.05)


def test_that_a_simulation_shows_them_within_four_standard_errors(log: Log) -> None:
    funnel = as_is(known_on(log, "2018-11-14"), "As is").funnel
    whole = funnel.replaced(segments=(), triggers=(funnel.triggers[0].replaced(by_segment={}),))
    settings = Settings(runs=64, days=31, ignorance=False, drift=False)
    total = simulate(one_day_cohort(whole, {"all": 1.0}), settings).total(moves("lead-won"))
    assert total.mean / 1e6 == pytest.approx(0.0920, abs=4 * total.mcse / 1e6 + 5e-5)


@pytest.mark.parametrize("seen", KNOWN)
def test_that_the_late_beginning_of_the_deals_is_found_at_every_cut(seen: str, log: Log) -> None:
    """No deal before 2017-12-05; of leads met before, at the later rate some 200 were due."""
    day = day_number(date.fromisoformat(seen))
    chosen = chosen_window(log.history, seen=day)
    assert date(2017, 12, 5) <= day_of(chosen.window.first_day) <= date(2018, 1, 15)
    assert "begins to record moves to “Won”" in chosen.notes[-1]
    whole = baseline(log.history, Window(day_number(date(2017, 6, 1)), day, day))
    (one,) = whole.truncated
    assert day_of(one.first_record) == date(2017, 12, 5)
    assert one.recorded <= 3
    assert 100 < one.expected < 400
    measured = as_is(whole, "As is").funnel.baseline
    assert measured is not None
    (said,) = (note for note in measured.notes if note.startswith("Left truncation"))
    assert "Dec 5, 2017" in said
    assert "begin the window on" in said
