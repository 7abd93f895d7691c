"""What was measured as the document keeps it: figures with intervals, curves, sentences."""

from collections.abc import Mapping

from funnelcraft.funnel.measured import (
    LeftTruncation,
    MeasuredBaseline,
    MeasuredDrift,
    RareMove,
)
from funnelcraft.simulation.baseline.calibrated import Calibrated, Provenance
from funnelcraft.simulation.baseline.calibration import Baseline
from funnelcraft.simulation.baseline.counting import Entries
from funnelcraft.simulation.baseline.estimates import mean_amount
from funnelcraft.simulation.baseline.move_figures import move_figures, undrawn_figures
from funnelcraft.simulation.baseline.remarks import remarks
from funnelcraft.simulation.baseline.stage_figures import stage_figures
from funnelcraft.simulation.baseline.truncation import met_between
from funnelcraft.simulation.baseline.volume import day_of


def measured_baseline(
    calibrated: Calibrated, provenance: Provenance | None = None
) -> MeasuredBaseline:
    """Return what was measured, by the ids it has in a calibrated funnel.

    Without a provenance the rows are the events of the history.
    """
    found, origin = calibrated.found, provenance or Provenance()
    entries = Entries.of(found)
    return MeasuredBaseline(
        files=origin.files,
        form=origin.form,
        first=_iso(found.window.first_day),
        last=_iso(found.last_day),
        seen=_iso(found.window.seen),
        leads=found.leads,
        rows=origin.rows(found),
        months=entries.months,
        stages=tuple(stage_figures(calibrated, entries)),
        moves=tuple(move_figures(calibrated)),
        rare=tuple(_rare(calibrated)),
        undrawn=tuple(undrawn_figures(calibrated)),
        truncated=tuple(_truncated(found, calibrated.stages)),
        drift=MeasuredDrift(
            volume_per_month=found.volume_steps.size,
            volume_months=found.volume_steps.months,
            conversion_per_month=found.conversion_steps.size,
            conversion_months=found.conversion_steps.months,
        ),
        deals=found.deals,
        deals_with_value=int(found.worth.size),
        deal_value=mean_amount(found.worth),
        notes=(*origin.notes, *remarks(calibrated)),
    )


def _iso(day: int) -> str:
    return day_of(day).isoformat()


def _rare(calibrated: Calibrated) -> list[RareMove]:
    return [
        RareMove(
            from_stage=calibrated.stages[one.start],
            to_stage=calibrated.stages[one.to],
            moves=one.moves,
            trigger=calibrated.triggers[one.start, one.host],
        )
        for one in calibrated.rare
    ]


def _truncated(found: Baseline, stages: Mapping[int, str]) -> list[LeftTruncation]:
    """Return what the log does not go back to; the window's own leads are those it spoils."""
    window = found.window
    return [
        LeftTruncation(
            stage=stages.get(one.stage, found.history.stages[one.stage]),
            first_day=_iso(one.first_day),
            first_record=_iso(one.first_record),
            leads=met_between(found.log, window.first_day, min(one.first_day - 1, found.last_day)),
            left_out=met_between(found.log, None, min(one.first_day, window.first_day) - 1),
            recorded=one.recorded,
            expected=round(one.expected, 1),
        )
        for one in found.truncated
    ]
