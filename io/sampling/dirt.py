"""Dirt as real exports have it: each kind spoils a share of the rows, and is counted.

The kinds are those that `crm-formats` lists and those found in real tables; the shares are of the
size seen there, so that whoever reads the export has to cope with all of them and can still see the
funnel.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from funnelcraft.funnel.text import _
from funnelcraft.io.sampling.rows import BLANK, SECONDS_A_DAY, Names, Rows
from funnelcraft.simulation.arrays import Flags, Ints

# How often each kind of dirt hits a row that it can hit.
DAYS_ONLY, TWICE, AGAIN, SAME_SECOND, SKIPPED = 0.06, 0.008, 0.006, 0.01, 0.02
SWAPPED, TOO_EARLY, SPELLED, NO_SEGMENT, NO_SOURCE = 0.004, 0.002, 0.01, 0.02, 0.01
NO_LEAD, NO_STAGE, NO_DATE, WORTHLESS, LOSSES_UNDATED = 0.001, 0.001, 0.001, 0.05, 0.3
# No win is on record in the first so many of all days.
TRUNCATED = 0.2


@dataclass(frozen=True, eq=False)
class _Scene:
    rows: Rows
    names: Names
    stream: np.random.Generator

    def hit(self, share: float, among: Flags | None = None) -> Flags:
        """Pick a share of the rows by chance, shape [E]."""
        picked: Flags = self.stream.random(self.rows.size) < share
        return picked if among is None else picked & among

    @property
    def is_won(self) -> Flags:
        """Say which rows are wins, shape [E]."""
        return np.asarray(np.isin(self.rows.stage, self.names.won))


def spoiled(rows: Rows, names: Names, stream: np.random.Generator) -> tuple[Rows, dict[str, int]]:
    """Return the rows with dirt of every kind, and how many rows or events each kind hit."""
    counts: dict[str, int] = {}
    for kind, spoil in _kinds():
        rows, hit = spoil(_Scene(rows, names, stream))
        if hit:
            counts[kind] = hit
    return rows, counts


def _kinds() -> tuple[tuple[str, Callable[[_Scene], tuple[Rows, int]]], ...]:
    """Return the kinds in the order in which they can be put on top of each other."""
    return (
        (_("wins left out before a day"), _truncate),
        (_("losses left out"), _lose_losses),
        (_("stages skipped"), _skip),
        (_("stages in the wrong order"), _swap),
        (_("events before the lead was met"), _precede),
        (_("events in the same second as the one before"), _tie),
        (_("the same stage named again"), _repeat),
        (_("days without a time"), _drop_times),
        (_("deals worth 0"), _zero),
        (_("stages spelled otherwise"), _misspell),
        (_("sources spelled otherwise"), _misspell_sources),
        (_("leads without a segment"), _no_segment),
        (_("leads without a source"), _no_source),
        (_("rows twice"), _double),
        (_("rows without a lead"), _no_lead),
        (_("rows without a stage"), _no_stage),
        (_("dates that are none"), _no_date),
    )


def _without(scene: _Scene, gone: Flags) -> tuple[Rows, int]:
    return scene.rows.of(~gone), int(gone.sum())


def _truncate(scene: _Scene) -> tuple[Rows, int]:
    """Leave out the wins of the first days: the deals' table begins later than the leads'."""
    seconds = scene.rows.second
    if not seconds.size:
        return scene.rows, 0
    border = seconds.min() + TRUNCATED * (seconds.max() - seconds.min())
    return _without(scene, scene.is_won & (seconds < border))


def _lose_losses(scene: _Scene) -> tuple[Rows, int]:
    return _without(scene, scene.hit(LOSSES_UNDATED, np.isin(scene.rows.stage, scene.names.lost)))


def _has_neighbours(rows: Rows) -> Flags:
    """Say which rows are neither the first nor the last of their lead."""
    before = np.r_[BLANK - 1, rows.lead[:-1]]
    found: Flags = (before == rows.lead) & ~rows.is_last()
    return found


def _skip(scene: _Scene) -> tuple[Rows, int]:
    return _without(scene, scene.hit(SKIPPED, _has_neighbours(scene.rows)))


def _swap(scene: _Scene) -> tuple[Rows, int]:
    """Let some events change their moments with the next of the same lead."""
    rows = scene.rows
    at = np.flatnonzero(scene.hit(SWAPPED, ~rows.is_last()))
    at = at[np.r_[True, np.diff(at) > 1][: at.size]]
    at = at[rows.second[at] < rows.second[at + 1]]
    second = rows.second.copy()
    second[at], second[at + 1] = rows.second[at + 1], rows.second[at]
    return replace(rows, second=second), at.size


def _precede(scene: _Scene) -> tuple[Rows, int]:
    """Date the last event of some leads one to three days before their first."""
    rows = scene.rows
    first = np.flatnonzero(np.r_[True, rows.lead[1:] != rows.lead[:-1]][: rows.size])
    last = np.flatnonzero(rows.is_last())
    hit = scene.stream.random(first.size) < TOO_EARLY
    hit &= last > first
    days = scene.stream.integers(1, 4, first.size)
    second = rows.second.copy()
    second[last[hit]] = rows.second[first[hit]] - days[hit] * SECONDS_A_DAY
    return replace(rows, second=second), int(hit.sum())


def _tie(scene: _Scene) -> tuple[Rows, int]:
    """Give some events the second of the one before: a script moved the lead on."""
    rows = scene.rows
    at = np.flatnonzero(scene.hit(SAME_SECOND, ~rows.is_last()))
    second = rows.second.copy()
    second[at + 1] = rows.second[at]
    return replace(rows, second=second), at.size


def _with_copies(rows: Rows, hit: Flags) -> tuple[Rows, Ints]:
    """Return the rows with some of them twice in a row, and the places of the second ones."""
    repeated = np.repeat(np.arange(rows.size), 1 + hit)
    copies = np.flatnonzero(np.diff(repeated, prepend=-1) == 0)
    return rows.of(repeated), copies


def _repeat(scene: _Scene) -> tuple[Rows, int]:
    """Name a stage again hours later: something else of the lead was changed."""
    rows, copies = _with_copies(scene.rows, scene.hit(AGAIN))
    second = rows.second.copy()
    second[copies] += scene.stream.integers(60, SECONDS_A_DAY // 4, copies.size)
    # Not beyond what comes next: the lead has not left the stage.
    follows = np.minimum(copies + 1, rows.size - 1)
    within = np.where(rows.lead[follows] == rows.lead[copies], rows.second[follows], second[copies])
    second[copies] = np.minimum(second[copies], np.maximum(within, rows.second[copies]))
    return replace(rows, second=second), copies.size


def _double(scene: _Scene) -> tuple[Rows, int]:
    rows, copies = _with_copies(scene.rows, scene.hit(TWICE))
    return rows, copies.size


def _drop_times(scene: _Scene) -> tuple[Rows, int]:
    hit = scene.hit(DAYS_ONLY)
    return replace(scene.rows, day_only=hit), int(hit.sum())


def _zero(scene: _Scene) -> tuple[Rows, int]:
    hit = scene.hit(WORTHLESS, np.isfinite(scene.rows.value))
    return replace(scene.rows, value=np.where(hit, 0.0, scene.rows.value)), int(hit.sum())


def _misspell(scene: _Scene) -> tuple[Rows, int]:
    hit = scene.hit(SPELLED)
    spelling = scene.stream.integers(1, SPELLINGS, hit.size)
    return replace(scene.rows, spelling=np.where(hit, spelling, 0)), int(hit.sum())


def _misspell_sources(scene: _Scene) -> tuple[Rows, int]:
    hit = _of_leads(scene, SPELLED) & (scene.rows.source != BLANK)
    spelling = scene.stream.integers(1, SPELLINGS, hit.size)
    return replace(scene.rows, source_spelling=np.where(hit, spelling, 0)), int(hit.sum())


def _of_leads(scene: _Scene, share: float) -> Flags:
    """Pick a share of the leads; say which rows are theirs."""
    leads = int(scene.rows.lead.max(initial=0)) + 1
    picked: Flags = (scene.stream.random(leads) < share)[scene.rows.lead]
    return picked


def _leads(rows: Rows, hit: Flags) -> int:
    return int(np.unique(rows.lead[hit]).size)


def _no_segment(scene: _Scene) -> tuple[Rows, int]:
    rows = scene.rows
    if len(scene.names.segments) < 2:
        return rows, 0
    hit = _of_leads(scene, NO_SEGMENT)
    return replace(rows, segment=np.where(hit, BLANK, rows.segment)), _leads(rows, hit)


def _no_source(scene: _Scene) -> tuple[Rows, int]:
    rows = scene.rows
    hit = _of_leads(scene, NO_SOURCE) & (rows.source != BLANK)
    return replace(rows, source=np.where(hit, BLANK, rows.source)), _leads(rows, hit)


def _no_lead(scene: _Scene) -> tuple[Rows, int]:
    hit = scene.hit(NO_LEAD)
    return replace(scene.rows, lead=np.where(hit, BLANK, scene.rows.lead)), int(hit.sum())


def _no_stage(scene: _Scene) -> tuple[Rows, int]:
    hit = scene.hit(NO_STAGE)
    return replace(scene.rows, stage=np.where(hit, BLANK, scene.rows.stage)), int(hit.sum())


def _no_date(scene: _Scene) -> tuple[Rows, int]:
    hit = scene.hit(NO_DATE)
    return replace(scene.rows, undated=hit), int(hit.sum())


_RESPELLED: tuple[Callable[[str], str], ...] = (
    str.strip,
    str.lower,
    lambda name: name.replace(" ", ""),
    lambda name: name.replace(" ", "-"),
    lambda name: f"{name} ",
)
SPELLINGS = len(_RESPELLED)


def spellings(name: str) -> tuple[str, ...]:
    """Return a name as it is, and as people spell it otherwise."""
    return tuple(respell(name) for respell in _RESPELLED)
