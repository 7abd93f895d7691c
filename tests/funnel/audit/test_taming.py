"""Figures of a hostile file: cut to what is possible, never an error."""

from funnelcraft.funnel.audit.backtests import beside_naive, errors, honest_sentence
from funnelcraft.funnel.audit.flows import flows
from funnelcraft.funnel.audit.industry import compared
from funnelcraft.funnel.audit.provenance import fact_lines, file_lines, row_lines, summary
from funnelcraft.funnel.audit.reading import Reading, reading, segments
from funnelcraft.funnel.audit.sentences import headline, why_naive_differs
from funnelcraft.funnel.audit.taming import MOST_DAYS, MOST_LEADS, tamed
from funnelcraft.funnel.audit.troubles import troubles
from funnelcraft.funnel.measured import Estimate, MeasuredBaseline, UndrawnMove
from funnelcraft.funnel.model import Funnel
from funnelcraft.io.industry import industry_figures
from tests.funnel.measured_funnels import measured

HUGE = 10**400


def hostile() -> Funnel:
    """Return a funnel whose baseline holds nothing that can be true."""
    whole = measured("sales-funnel")
    known = whole.baseline
    assert known is not None
    mad = Estimate(value=1e308, low=-1e308, high=float(10**300))
    return whole.replaced(
        baseline=known.replaced(
            first="never",
            last="9999-99-99",
            leads=HUGE,
            months=("x", "2018-13", *known.months),
            rows=known.rows.replaced(read=HUGE, kept=-5),
            stages=tuple(
                one.replaced(volume=-HUGE, open_now=HUGE, median_age_days=1e308, by_month=(HUGE,))
                for one in known.stages
            ),
            moves=tuple(
                one.replaced(entered=HUGE, moved=-3, naive=-4.0, conversion=mad, mean_days=mad)
                for one in known.moves
            ),
            undrawn=tuple(
                UndrawnMove(
                    from_stage=one.from_stage,
                    to_stage=target,
                    entered=HUGE,
                    moved=-3,
                    naive=7.0,
                    conversion=mad,
                    end_days=HUGE,
                    rate=1e308,
                    rate_entered=-HUGE,
                    rate_moved=HUGE,
                )
                for one in known.moves
                for target in ("", "no-such", one.from_stage)
            ),
            backtests=tuple(
                test.replaced(
                    days=-HUGE,
                    cuts=tuple(cut.replaced(cut="?", truth=1e308, p90=-1e308) for cut in test.cuts),
                )
                for test in known.backtests
            ),
        )
    )


def everything(found: Reading) -> None:
    """Say all that can be said of a reading."""
    followed = flows(found)
    headline(found, followed)
    troubles(found, followed)
    compared(found, industry_figures())
    for lines in (fact_lines, file_lines, row_lines, summary):
        lines(found)
    for move in found.moves:
        why_naive_differs(found, move)
    for test in found.baseline.backtests:
        honest_sentence(test)
        beside_naive(test)
        errors(test)


def test_that_impossible_figures_are_cut_and_can_be_read() -> None:
    found = reading(hostile())
    assert found is not None
    everything(found)
    assert all(0 <= stage.volume <= MOST_LEADS for stage in found.stages)
    assert all(0 <= move.conversion.value <= 1 for move in found.moves)
    assert all((stage.median_age_days or 0) <= MOST_DAYS for stage in found.stages)
    assert all(len(stage.by_month) == len(found.baseline.months) for stage in found.stages)


def test_that_figures_of_stages_and_segments_that_are_gone_can_be_read() -> None:
    whole = measured("sales-funnel", segments=(("web", 0.5),)).replaced(stages=(), triggers=())
    assert whole.baseline is not None
    assert segments(whole, whole.baseline) == (("all", ""), ("web", "web"))
    for segment in ("all", "web", "none such"):
        found = reading(whole, segment)
        assert found is not None
        everything(found)


def test_that_possible_figures_stay_as_they_are() -> None:
    known = measured("sales-funnel").baseline
    assert known is not None
    assert MeasuredBaseline.model_validate(tamed(known).model_dump()) == known
