"""The history behind a document's baseline, kept while the window is open.

A document keeps figures, not leads: the history is too large for it and none of its readers'
business. So it is here, for tests that need every lead, until another document is opened.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from funnelcraft.funnel.measured import MeasuredBaseline

if TYPE_CHECKING:
    from funnelcraft.designer.importing.work import Outcome
    from funnelcraft.simulation.baseline.history import History

LARGEST = 400_000_000  # bytes of a history; a larger one is read again when it is needed


@dataclass(frozen=True, eq=False)
class Kept:
    """A history, where it was read, and which of its stages are which of the funnel's, by id."""

    digests: tuple[str, ...]
    paths: tuple[Path, ...]
    history: "History"
    stages: Mapping[str, int]

    def is_of(self, baseline: MeasuredBaseline | None) -> bool:
        """Say whether a baseline was measured from these files."""
        return baseline is not None and digests(baseline) == self.digests


def digests(baseline: MeasuredBaseline) -> tuple[str, ...]:
    """Return the SHA-256 of the files a baseline was measured from, in order."""
    return tuple(sorted(file.sha256 for file in baseline.files))


def kept(outcome: "Outcome") -> Kept:
    """Return what is worth keeping of an import."""
    baseline = outcome.measured.funnel.baseline
    assert baseline is not None  # the estimator writes it into every funnel it measures
    return Kept(
        digests(baseline),
        outcome.wish.paths,
        outcome.counted.log.history,
        {stage_id: at for at, stage_id in outcome.measured.stages.items()},
    )


def is_small(history: "History") -> bool:
    """Say whether a history may stay in memory."""
    arrays = (history.lead, history.stage, history.day, history.segment, history.value)
    return sum(array.nbytes for array in arrays) <= LARGEST
