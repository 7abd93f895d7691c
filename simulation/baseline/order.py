"""In which order leads meet the stages of a log, and which of them are ends."""

import re

import numpy as np

from funnelcraft.simulation.arrays import Ints
from funnelcraft.simulation.baseline.history import History

_WON = re.compile(r"(closed|deal|opportunity)?(won|win|sold|signed|customer|converted)")
_LOST = re.compile(
    r"(closed|deal|opportunity)?(lost|loss|dead|junk|disqualified|unqualified|rejected|churned)"
)
_ASIDE = re.compile(r".*(nurtur|recycl).*")
# A lost stage that so large a share leaves again is no end but a place leads come back from.
COMES_BACK = 0.02
# Enough to know the order of a hundred stages; more only takes memory.
_LEADS_FOR_ORDER = 200_000


def is_won_name(name: str) -> bool:
    """Say whether a stage's name says that its leads have become customers."""
    return _WON.fullmatch(_letters(name)) is not None


def is_lost_name(name: str) -> bool:
    """Say whether a stage's name says that its leads are lost."""
    return _LOST.fullmatch(_letters(name)) is not None


def is_aside_name(name: str) -> bool:
    """Say whether a stage's name says that its leads wait to be led back."""
    return _ASIDE.fullmatch(_letters(name)) is not None


def _letters(name: str) -> str:
    return re.sub(r"[\W\d_]+", "", name.casefold())


def ends(history: History) -> tuple[frozenset[int], frozenset[int]]:
    """Return the stages that are won and those that are lost, by name and by what leads do."""
    won = {index for index, name in enumerate(history.stages) if is_won_name(name)}
    lost = {
        index
        for index, name in enumerate(history.stages)
        if is_lost_name(name) and _share_leaving(history, index) < COMES_BACK
    }
    return frozenset(won), frozenset(lost)


def sinks(history: History) -> tuple[int, ...]:
    """Return the stages that leads reach and never leave."""
    there = np.unique(history.stage)
    return tuple(int(one) for one in there if _share_leaving(history, int(one)) == 0)


def _share_leaving(history: History, stage: int) -> float:
    here = np.flatnonzero(history.stage[:-1] == stage)
    visits = int((history.stage == stage).sum())
    return float((history.lead[here] == history.lead[here + 1]).sum()) / max(visits, 1)


def met_in_order(history: History) -> tuple[int, ...]:
    """Return the stages that occur, in the order in which most leads meet them first.

    A stage stands before another where more leads with both met it first; stages are ranked by how
    many others they stand before (Copeland's method), which no detour of a few can upset.
    """
    there = [int(one) for one in np.unique(history.stage)]
    place = {stage: index for index, stage in enumerate(there)}
    first = _first_meetings(history, len(there), np.vectorize(place.__getitem__, otypes=[np.int64]))
    before = np.zeros((len(there), len(there)))
    for a in range(len(there)):
        both = first[:, a : a + 1] >= 0
        before[a] = ((first[:, a : a + 1] < first) & both).sum(axis=0)
    ahead = np.sign(before - before.T)
    score = ahead.sum(axis=1)
    mean = [float(column[column >= 0].mean()) for column in first.T]
    return tuple(there[i] for i in sorted(range(len(there)), key=lambda i: (-score[i], mean[i])))


def _first_meetings(history: History, stages: int, place: np.vectorize) -> Ints:
    """Return at which of its events each lead [L] first met each stage [S]; −1 for never."""
    starts = history.starts[:_LEADS_FOR_ORDER]
    ends_ = np.r_[history.starts, history.lead.size][1 : starts.size + 1]
    never = history.lead.size
    first = np.full((starts.size, stages), never, dtype=np.int64)
    events = slice(0, int(ends_[-1]))
    rank = np.repeat(np.arange(starts.size), ends_ - starts)
    position = np.arange(rank.size) - starts[rank]
    column = place(history.stage[events])
    np.minimum.at(first, (rank, column), position)
    first[first == never] = -1
    return first
