"""A funnel as frozen arrays: what the two engines compute with.

Words: a *node* is a stage for one segment. A *channel* is one way out of a node: a trigger, or the
leak of those who convert nowhere. A *cell* is a channel together with a number of whole days.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from funnelcraft.funnel.checks import check, errors
from funnelcraft.funnel.model import ENDS, DealValue, Drift, Funnel
from funnelcraft.funnel.names import stage_name
from funnelcraft.funnel.text import _, listed, number, quoted
from funnelcraft.simulation.arrays import Flags, Floats, Ints
from funnelcraft.simulation.nodes import Nodes
from funnelcraft.simulation.opening import Waiting, waiting_leads
from funnelcraft.simulation.problems import CannotSimulate, refuse
from funnelcraft.simulation.stations import Station, stations
from funnelcraft.simulation.volumes import mean_arrivals
from funnelcraft.simulation.ways import Way, cells_of, ways_out

# A hundred years: beyond, a forecast means nothing and its tables fill the memory.
MOST_DAYS = 36_525

# Counts of so many leads add up to whole numbers that are exact, recycling included.
MOST_LEADS = 1e15

# What the arrays of a plan may take: beyond, a machine swaps rather than computes.
MOST_BYTES = 2.5e9

# Leads that go round within a day return less often than this, or the day hardly ever ends.
MOST_RETURNS_A_DAY = 0.999


@dataclass(frozen=True, eq=False)
class Plan:
    """A funnel over a horizon, as arrays. N nodes, C channels, Q sources, D days.

    Channels of one node stand together, in the order of the nodes. `cells[c, k]` is the
    probability that a visit to the channel's node leaves by it after k whole days; what is
    missing to 1 over all channels of a node leaves beyond the horizon. Won and lost stages have
    no channels. Nodes are numbered segment by segment, stages in the document's order within.
    """

    start: date
    days: int
    stage_ids: tuple[str, ...]
    trigger_ids: tuple[str, ...]
    source_ids: tuple[str, ...]
    segment_ids: tuple[str, ...]
    node_stage: Ints  # [N]
    node_won: Flags  # [N]
    node_end: Flags  # [N]
    channel_node: Ints  # [C]
    channel_target: Ints  # [C], LEAK where leads leave the funnel
    channel_trigger: Ints  # [C], LEAK for the leak
    channel_share: Floats  # [C] the share of visits that ever leave by it
    cells: Floats  # [C, D]
    source_node: Ints  # [Q]
    source_mean: Floats  # [Q, D] leads a day
    source_dispersion: Floats  # [Q] variance divided by mean
    waiting: tuple[Waiting, ...]
    deal_value: DealValue | None
    channel_way: tuple[Way, ...]  # [C] where each channel comes from
    source_base: Floats  # [Q, D] the part of `source_mean` that is no campaign
    source_leads: Floats  # [Q] leads a month
    source_months: Floats  # [Q] months they were observed, NaN where they were not
    drift: Drift
    stations: tuple[Station, ...]  # stages with a capacity or an SLA

    @property
    def nodes(self) -> int:
        """The number of nodes."""
        return self.node_stage.size

    @property
    def channels(self) -> int:
        """The number of channels."""
        return self.channel_node.size

    @property
    def sources(self) -> int:
        """The number of sources."""
        return self.source_node.size

    @property
    def has_queues(self) -> bool:
        """Whether leads wait anywhere: then means are no longer a linear recursion."""
        return any(station.slots is not None for station in self.stations)

    @property
    def mean_deal(self) -> float:
        """The mean value of a won deal, zero where none is given."""
        return self.deal_value.mean if self.deal_value else 0.0

    def channels_of(self, node: int) -> slice:
        """Return where a node's channels stand."""
        first, last = np.searchsorted(self.channel_node, [node, node + 1])
        return slice(int(first), int(last))

    def opening_balance(self) -> Ints:
        """Return the leads in every node at 00:00 of the first day, shape [N]."""
        found = np.zeros(self.nodes, dtype=np.int64)
        for group in self.waiting:
            found[group.node] += group.leads
        return found


def plan(funnel: Funnel, days: int) -> Plan:
    """Turn a funnel into the arrays both engines compute with.

    Raises CannotSimulate with what is wrong: the funnel's errors, a horizon out of range, or leads
    that go round within a day almost for ever.
    """
    # First of all: even checking a hundred thousand stages takes long.
    _refuse_too_large(funnel, days)
    start = _start(funnel, days)
    nodes = Nodes.of(funnel)
    ways = [ways_out(funnel, nodes, segment, stage) for segment, stage in nodes.pairs()]
    found = _assembled(funnel, nodes, ways, start, days)
    refuse_crowds(found.source_mean)
    _refuse_endless_days(found, nodes)
    return found


def refuse_crowds(arrivals: Floats) -> None:
    """Refuse more leads (mean numbers, any shape) than can be counted as whole numbers."""
    total = arrivals.sum()
    if not total <= MOST_LEADS:
        message = _("The sources bring more than {most} leads in all: that many cannot be counted.")
        raise refuse("too-many-leads", message.format(most=number(MOST_LEADS)))


def _refuse_too_large(funnel: Funnel, days: int) -> None:
    """Refuse a funnel whose arrays would not fit into memory, before any is made.

    Per day: the cells of all ways out, those of every age of the opening pipeline, and three
    figures a source. Besides, some square matrices of the nodes.
    """
    segments = max(len(funnel.segments), 1)
    nodes = len(funnel.stages) * segments
    ways = (len(funnel.stages) + len(funnel.triggers)) * segments
    ages = len({(o.stage, o.segment, age) for o in funnel.opening for age in o.ages_days})
    each = 1 + len(funnel.triggers) // max(len(funnel.stages), 1)
    daily = 2.0 * ways + ages * each + 3.0 * len(funnel.sources)
    needed = 8.0 * (days * daily + 4.0 * nodes * nodes)
    if needed > MOST_BYTES:
        message = _(
            "This funnel is too large: {stages} stages, {segments} segments, {sources} sources and "
            "{ages} ages of opening leads over {days} days need about {size} GB."
        )
        figures = (len(funnel.stages), segments, len(funnel.sources), ages, days, needed / 1e9)
        names = ("stages", "segments", "sources", "ages", "days", "size")
        texts = {name: number(value) for name, value in zip(names, figures, strict=True)}
        raise refuse("too-large", message.format(**texts))


def _start(funnel: Funnel, days: int) -> date:
    found = errors(check(funnel))
    if found:
        raise CannotSimulate(found)
    if not 1 <= days <= MOST_DAYS:
        message = _("A forecast reaches over 1 to {most} days, not {days}.")
        raise refuse("horizon", message.format(most=number(MOST_DAYS), days=number(days)))
    start = date.fromisoformat(funnel.start)
    if start.toordinal() + days > date.max.toordinal():
        message = _("The forecast would end after the year 9999: choose an earlier start.")
        raise refuse("horizon", message)
    return start


def _assembled(
    funnel: Funnel, nodes: Nodes, ways: Sequence[Sequence[Way]], start: date, days: int
) -> Plan:
    cells, shares = zip(*[cells_of(part, days) for part in ways], strict=True) if ways else ((), ())
    flat = [way for part in ways for way in part]
    kinds = np.array([stage.kind for _segment, stage in nodes.pairs()], dtype=np.str_)
    volumes = [source.volume for source in funnel.sources]
    arrivals = [mean_arrivals(volume, start, days) for volume in volumes]
    base = [mean_arrivals(v.replaced(campaigns=()), start, days) for v in volumes]
    observed = [math.nan if v.months_observed is None else v.months_observed for v in volumes]
    entered = [nodes.place(source.segment, source.into) for source in funnel.sources]
    return Plan(
        start=start,
        days=days,
        stage_ids=tuple(stage.id for stage in nodes.stages),
        trigger_ids=tuple(trigger.id for trigger in funnel.triggers),
        source_ids=tuple(source.id for source in funnel.sources),
        segment_ids=nodes.segments,
        node_stage=np.tile(np.arange(len(nodes.stages)), len(nodes.segments)),
        node_won=kinds == "won",
        node_end=np.isin(kinds, ENDS),
        channel_node=np.repeat(np.arange(len(ways)), [len(part) for part in ways]),
        channel_target=np.array([way.target for way in flat], dtype=np.int64),
        channel_trigger=np.array([way.trigger for way in flat], dtype=np.int64),
        channel_share=np.concatenate([np.zeros(0), *shares]),
        cells=np.concatenate([np.zeros((0, days)), *cells]),
        source_node=np.array(entered, dtype=np.int64),
        source_mean=np.array(arrivals, dtype=np.float64).reshape(len(arrivals), days),
        source_dispersion=np.array([volume.dispersion for volume in volumes], dtype=np.float64),
        waiting=waiting_leads(funnel, nodes, ways, days),
        deal_value=funnel.deal_value,
        channel_way=tuple(flat),
        source_base=np.array(base, dtype=np.float64).reshape(len(arrivals), days),
        source_leads=np.array([volume.leads_per_month for volume in volumes], dtype=np.float64),
        source_months=np.array(observed, dtype=np.float64),
        drift=funnel.drift,
        stations=stations(funnel, nodes, ways, start, days),
    )


def moves_between(plan: Plan, share_of_channel: Floats) -> Floats:
    """Return the matrix [N, N] of shares that go from a node (row) to a node, leaks left out."""
    found = np.zeros((plan.nodes, plan.nodes))
    inside = plan.channel_target >= 0
    places = (plan.channel_node[inside], plan.channel_target[inside])
    np.add.at(found, places, share_of_channel[inside])
    return found


def _refuse_endless_days(plan: Plan, nodes: Nodes) -> None:
    """Refuse a funnel in which leads come back to where they were within the day, on and on."""
    going_round = _within_circles(plan)
    if not going_round:
        return
    within_a_day = moves_between(plan, plan.cells[:, 0])[np.ix_(going_round, going_round)]
    if max(abs(np.linalg.eigvals(within_a_day))) < MOST_RETURNS_A_DAY:
        return
    values, vectors = np.linalg.eig(within_a_day)
    weights = np.abs(vectors[:, np.argmax(abs(values))])
    around = np.array(going_round)[weights > 1e-6]
    names = [quoted(stage_name(nodes.stages[s])) for s in dict.fromkeys(plan.node_stage[around])]
    message = _("Leads go round almost without time: {stages}. Give one of the steps some days.")
    raise refuse("almost-zero-time-cycle", message.format(stages=listed(names)))


def _within_circles(plan: Plan) -> list[int]:
    """Return the nodes on or after a circle that can be gone round within a day.

    Nodes nobody comes to within the day are taken away, then those only they led to, and so on.
    """
    sends = (plan.channel_target >= 0) & (plan.cells[:, 0] > 0)
    steps = set(
        zip(plan.channel_node[sends].tolist(), plan.channel_target[sends].tolist(), strict=True)
    )
    following: dict[int, list[int]] = {}
    coming = [0] * plan.nodes
    for origin, target in steps:
        following.setdefault(origin, []).append(target)
        coming[target] += 1
    free = [node for node in range(plan.nodes) if coming[node] == 0]
    while free:
        for target in following.get(free.pop(), ()):
            coming[target] -= 1
            if coming[target] == 0:
                free.append(target)
    return [node for node in range(plan.nodes) if coming[node] > 0]
