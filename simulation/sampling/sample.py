"""The history of single leads through a funnel."""

from dataclasses import dataclass
from datetime import date

import numpy as np

from funnelcraft.funnel.model import Funnel
from funnelcraft.funnel.text import _, number
from funnelcraft.simulation.arrays import Floats, Ints
from funnelcraft.simulation.engine.parameters import Parameters, Streams, draw, unknowns
from funnelcraft.simulation.engine.settings import Settings, refuse_impossible
from funnelcraft.simulation.plan import Plan, plan
from funnelcraft.simulation.problems import refuse
from funnelcraft.simulation.sampling.queueing import Floor
from funnelcraft.simulation.sampling.times import draw_deals
from funnelcraft.simulation.sampling.visiting import Ending, Visits, together

# What a history may hold: beyond, its arrays fill the memory.
MOST_LEADS = 20_000_000
MOST_EVENTS = 100_000_000

NO_SOURCE = -1


@dataclass(frozen=True, eq=False)
class Sample:
    """E events of L leads from `start` on, sorted by time; those of one lead in their order.

    An event is the beginning of a visit: `lead[E]` numbers the leads 0…L−1 in the order in which
    they are first heard of, `stage[E]` and `segment[E]` index `stage_ids` and `segment_ids`,
    `time[E]` is in days from 00:00 of `start` (below 0 for the opening pipeline), `value[E]` the
    worth of a won deal, NaN elsewhere. `source[L]` indexes the funnel's sources; NO_SOURCE for
    leads that were in the funnel before.
    """

    start: date
    days: int
    stage_ids: tuple[str, ...]
    segment_ids: tuple[str, ...]
    lead: Ints
    stage: Ints
    segment: Ints
    time: Floats
    value: Floats
    source: Ints

    @property
    def leads(self) -> int:
        """How many leads there are."""
        return self.source.size


def sample(
    funnel: Funnel, days: int, seed: int = 1, leads: int | None = None, drift: bool = True
) -> Sample:
    """Draw the history of a funnel's leads over some days, each in continuous time.

    What `simulation.md` says of a visit, lead by lead: rates and times are the document's own,
    volumes and rates drift as it says unless `drift` is off. `leads` is how many come from the
    sources, exactly; None leaves that to chance. The opening pipeline comes on top. The same funnel
    and seed give the same history. Raises CannotSimulate where funnel or figures hold errors.
    """
    arrays = plan(funnel, days)
    refuse_impossible(Settings(runs=1, days=days, seed=seed))
    _refuse_too_many(arrays, leads)
    settings = Settings(runs=1, days=days, seed=seed, ignorance=False, drift=drift)
    moving = unknowns(arrays, settings)
    drawn = draw(arrays, moving, settings, Streams(seed, 0, 1))
    root = np.random.SeedSequence(entropy=seed, spawn_key=(0,))
    coming, going, worth = (np.random.default_rng(part) for part in root.spawn(3))
    begun, source = _arrivals(arrays, drawn, leads, coming)
    opening = _opening(arrays, funnel, first=source.size)
    ending = Ending(arrays, drawn.rates[0], moving.month, going)
    told = _told(arrays, ending, begun, opening)
    source = np.concatenate([source, np.full(opening.size, NO_SOURCE, dtype=np.int64)])
    return _put_together(arrays, told, source, worth)


def _refuse_too_many(arrays: Plan, leads: int | None) -> None:
    expected = float(arrays.source_mean.sum())
    wanted = expected if leads is None else leads
    if not 0 <= wanted <= MOST_LEADS:
        message = _("A history holds up to {most} leads, not {leads}.")
        texts = {"most": number(MOST_LEADS), "leads": number(wanted)}
        raise refuse("too-many-leads", message.format(**texts))
    if wanted and not expected:
        raise refuse("no-leads", _("The sources bring no leads within the horizon."))


def _arrivals(
    arrays: Plan, drawn: Parameters, leads: int | None, stream: np.random.Generator
) -> tuple[Visits, Ints]:
    """Return the first visits of the leads that come from sources, and each lead's source.

    Dispersion above 1 makes days richer and poorer than chance does, as in the engine. Of a given
    number of leads each picks its source and day by their share.
    """
    mean = drawn.arrivals[0]
    wide = np.flatnonzero(arrays.source_dispersion > 1)
    if wide.size:
        scale = arrays.source_dispersion[wide, None] - 1
        mean = mean.copy()
        mean[wide] = stream.standard_gamma(mean[wide] / scale) * scale
    flat = mean.ravel()
    if leads is None:
        counts = stream.poisson(flat)
    elif flat.sum() > 0:
        counts = stream.multinomial(leads, flat / flat.sum())
    else:
        counts = np.zeros(flat.size, dtype=np.int64)
    cell = np.repeat(np.arange(flat.size), counts)
    source, day = np.divmod(cell, arrays.days)
    entered = day + stream.random(cell.size)
    order = np.argsort(entered, kind="stable")
    source, entered = source[order], entered[order]
    lead = np.arange(source.size, dtype=np.int64)
    return Visits(lead, arrays.source_node[source], entered), source.astype(np.int64)


def _opening(arrays: Plan, funnel: Funnel, first: int) -> Visits:
    """Return the visits that are open when the history begins, oldest first."""
    places = {stage: at for at, stage in enumerate(arrays.stage_ids)}
    segments = {segment: at for at, segment in enumerate(arrays.segment_ids)}
    held = [
        (segments[group.segment] * len(places) + places[group.stage], age)
        for group in funnel.opening
        for age in group.ages_days
    ]
    held.sort(key=lambda one: -one[1])
    lead = first + np.arange(len(held), dtype=np.int64)
    node = np.array([node for node, _age in held], dtype=np.int64)
    return Visits(lead, node, np.array([-age for _node, age in held], dtype=np.float64))


def _told(arrays: Plan, ending: Ending, begun: Visits, opening: Visits) -> list[Visits]:
    """Return all visits that begin within the horizon, each lead's in their order."""
    coming = together([ending.after_waiting(opening), begun])
    if arrays.has_queues:
        return [opening, *Floor(arrays, ending).played(coming)]
    told, events = [opening], 0
    while True:
        coming = coming.of(coming.entered < arrays.days)
        if not coming.size:
            return told
        told.append(coming)
        events += coming.size
        if events > MOST_EVENTS:
            message = _("A history holds up to {most} events; this funnel's leads make more.")
            raise refuse("too-many-events", message.format(most=number(MOST_EVENTS)))
        coming = ending.following(coming, coming.entered)


def _put_together(
    arrays: Plan, told: list[Visits], source: Ints, stream: np.random.Generator
) -> Sample:
    every = together(told)
    # Stable: what happens at one moment stays in the order in which it does.
    every = every.of(np.argsort(every.entered, kind="stable"))
    _names, first, lead = np.unique(every.lead, return_index=True, return_inverse=True)
    rank = np.empty(first.size, dtype=np.int64)
    rank[np.argsort(first)] = np.arange(first.size)
    won = np.flatnonzero(arrays.node_won[every.node])
    value = np.full(every.size, np.nan)
    value[won] = draw_deals(arrays.deal_value, won.size, stream)
    of_lead = np.empty(source.size, dtype=np.int64)
    of_lead[rank] = source
    return Sample(
        start=arrays.start,
        days=arrays.days,
        stage_ids=arrays.stage_ids,
        segment_ids=arrays.segment_ids,
        lead=rank[lead],
        stage=arrays.node_stage[every.node],
        segment=every.node // len(arrays.stage_ids),
        time=every.entered,
        value=value,
        source=of_lead,
    )
