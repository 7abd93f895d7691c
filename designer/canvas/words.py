"""What the drawing says: the few words on cards, lines and pills, and a sentence for each."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from funnelcraft.funnel.graph import stages_by_id
from funnelcraft.funnel.model import ALL, Funnel, Role, Source, Stage, Trigger
from funnelcraft.funnel.names import (
    department_name,
    role_name,
    source_name,
    stage_name,
    trigger_name,
)
from funnelcraft.funnel.rates import conversion_for, default_of_gate, velocity_for
from funnelcraft.funnel.text import _, count, days, listed, ngettext, number, rate, short_days
from funnelcraft.funnel.velocity import mean_days

LONGEST = 300  # characters of a text that are ever measured or drawn
# Signs that turn the direction of what follows: shown, so that no name can pose as another.
_TURNING = {
    ord(sign): "\N{WHITE SQUARE}"
    for sign in "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
}


@dataclass(frozen=True)
class LabelWords:
    """What stands at a trigger: its rate, its time, and whether one of them is missing."""

    rate: str
    time: str
    missing: bool


def plain(text: str) -> str:
    """Return a text of a file as one line fit to be drawn."""
    return " ".join(text[:LONGEST].translate(_TURNING).split())


def label_words(funnel: Funnel, trigger: Trigger) -> LabelWords:
    """Return what stands at a trigger's line."""
    return all_label_words(funnel, [trigger])[trigger.id]


@dataclass(frozen=True)
class Said:
    """What was said of triggers, to be said again of those that an edit left alone."""

    segments: tuple[str, ...] = ()
    gates: frozenset[str] = frozenset()
    words: Mapping[str, tuple[Trigger, LabelWords]] = field(default_factory=dict)

    def of(self, trigger: Trigger) -> LabelWords | None:
        """Return what was said of a trigger if it is the very same; of a gate's, nothing."""
        before, words = self.words.get(trigger.id, (None, None))
        return words if before is trigger and trigger.from_stage not in self.gates else None


def said_of(funnel: Funnel, before: Said) -> Said:
    """Return what stands at the lines of all triggers, by id; of two with one id, the first's."""
    now = Said(_segment_ids(funnel), frozenset(s.id for s in funnel.stages if s.kind == "gate"))
    if (now.segments, now.gates) != (before.segments, before.gates):
        before = now
    again = [(trigger, before.of(trigger)) for trigger in funnel.triggers]
    made = all_label_words(funnel, [trigger for trigger, words in again if words is None])
    words = {t.id: (t, words or made[t.id]) for t, words in reversed(again)}
    return replace(now, words=words)


def _segment_ids(funnel: Funnel) -> tuple[str, ...]:
    return tuple(segment.id for segment in funnel.segments) or (ALL,)


def all_label_words(funnel: Funnel, triggers: Iterable[Trigger]) -> dict[str, LabelWords]:
    """Return what stands at the lines of triggers, by id; of two with one id, at the first's."""
    gates = {stage.id for stage in funnel.stages if stage.kind == "gate"}
    leaving: dict[str, list[Trigger]] = {}
    for trigger in funnel.triggers:
        if trigger.from_stage in gates:
            leaving.setdefault(trigger.from_stage, []).append(trigger)
    segments = _segment_ids(funnel)
    found: dict[str, LabelWords] = {}
    for trigger in triggers:
        if trigger.id not in found:
            of_gate = tuple(leaving.get(trigger.from_stage, ()))
            found[trigger.id] = _label_words(trigger, segments, of_gate)
    return found


def _label_words(
    trigger: Trigger, segments: tuple[str, ...], of_gate: tuple[Trigger, ...]
) -> LabelWords:
    """Return the words of one trigger; `of_gate` are those that leave its gate, if it is one."""
    if trigger.kind == "sla_breach":
        return LabelWords(_("SLA"), "", False)
    shares = [conversion_for(trigger, segment) for segment in segments]
    if None in shares:
        if of_gate and default_of_gate(of_gate) == trigger:
            return LabelWords(_("rest"), "", False)
        return LabelWords(_("rate?"), "", True)
    values = [share.rate for share in shares if share is not None]
    if of_gate:
        return LabelWords(_range(values), "", False)
    times = [velocity_for(trigger, segment) for segment in segments]
    if None in times:
        return LabelWords(_range(values), _("time?"), True)
    means = [mean for time in times if time is not None and (mean := mean_days(time)) is not None]
    return LabelWords(_range(values), _span(means), False)


def _range(shares: list[float]) -> str:
    low, high = rate(min(shares)), rate(max(shares))
    return low if low == high else f"{low}–{high}"


def _span(means: list[float]) -> str:
    if not means:
        return ""
    low, high = short_days(min(means)), short_days(max(means))
    return low if low == high else f"{number(min(means))}–{high}"


def owner_line(roles: Mapping[str, Role], stage: Stage) -> str:
    """Return the muted line of a card: who owns the stage, of the roles by id."""
    owner = roles.get(stage.owner or "")
    if owner is not None:
        return plain(role_name(owner))
    return _("No owner") if stage.kind == "open" else ""


def promise(stage: Stage) -> str:
    """Return a stage's SLA as its card shows it, beside the sign of a clock."""
    return "" if stage.sla is None else short_days(stage.sla.days)


def capacity_words(stage: Stage) -> str:
    """Return a stage's capacity as its card shows it, beside the sign of people."""
    if stage.capacity is None:
        return ""
    return _("{leads}/day").format(leads=number(stage.capacity.leads_per_day))


def departments(funnel: Funnel) -> tuple[str, ...]:
    """Return the departments whose agreement is asked for, in the order of the roles."""
    names = (plain(role.department) for role in funnel.roles)
    return tuple(dict.fromkeys(name for name in names if name))


def _agreement_sentence(funnel: Funnel, stage: Stage) -> str:
    """Say who has agreed to a stage, and who has not."""
    agreed = {plain(name).casefold() for name in stage.agreed_by}
    asked = departments(funnel)
    done = [department_name(name) for name in asked if name.casefold() in agreed]
    open_ = [department_name(name) for name in asked if name.casefold() not in agreed]
    if not asked:
        return ""
    if not open_:
        return _("Agreed by {departments}.").format(departments=listed(done))
    if not done:
        return _("Not agreed yet by {departments}.").format(departments=listed(open_))
    words = _("Agreed by {departments}; not yet by {others}.")
    return words.format(departments=listed(done), others=listed(open_))


def _capacity_sentence(stage: Stage) -> str:
    if stage.capacity is None:
        return ""
    words = _("Capacity: {leads} leads can be begun a day.")
    return words.format(leads=number(stage.capacity.leads_per_day))


def _promise_sentence(stage: Stage) -> str:
    if stage.sla is None:
        return ""
    is_whole = stage.sla.clock == "stage"
    words = (
        _("SLA: out of the stage within {time}.")
        if is_whole
        else _("SLA: first touch within {time}.")
    )
    return words.format(time=days(stage.sla.days))


def volume_words(source: Source) -> str:
    """Return how many leads a source brings: a month, or by its campaigns alone."""
    monthly = source.volume.leads_per_month
    if monthly == 0 and source.volume.campaigns:
        number_of = len(source.volume.campaigns)
        return ngettext("{n} campaign", "{n} campaigns", number_of).format(n=number_of)
    return _("{leads}/mo").format(leads=count(monthly))


def stage_sentence(funnel: Funnel, stage: Stage) -> str:
    """Return what the tooltip of a stage says: its term and abbreviation, definition and owner."""
    name = plain(stage_name(stage))
    short = plain(stage.abbreviation)
    lines = [f"{name} ({short})" if short and short != name else name]
    if stage.definition.strip():
        lines.append(plain(stage.definition))
    roles = {role.id: role for role in reversed(funnel.roles)}
    lines += [owner_line(roles, stage), _promise_sentence(stage), _capacity_sentence(stage)]
    lines.append(_agreement_sentence(funnel, stage))
    return "\n".join(line for line in lines if line)


def trigger_sentence(funnel: Funnel, trigger: Trigger) -> str:
    """Return a trigger as a sentence: its name, what it moves where, how often and how fast."""
    stages = stages_by_id(funnel)
    ends = (stages.get(trigger.from_stage), stages.get(trigger.to_stage))
    origin, target = (plain(stage_name(end)) if end else _("a missing stage") for end in ends)
    name = plain(trigger_name(funnel, trigger))
    words = label_words(funnel, trigger)
    if trigger.kind == "sla_breach":
        moves = _("moves leads from {origin} to {target} when the SLA is breached.")
        return f"{name} " + moves.format(origin=origin, target=target)
    if trigger.conversion is None:
        moves = _("moves leads from {origin} to {target}. Its conversion rate is missing.")
        return f"{name} " + moves.format(origin=origin, target=target)
    sentence = _("moves {rate} of {origin} to {target}").format(
        rate=words.rate, origin=origin, target=target
    )
    mean = None if trigger.velocity is None else mean_days(trigger.velocity)
    if mean is None:
        return f"{name} {sentence}."
    return f"{name} {sentence}, " + _("after {time} on average.").format(time=days(mean))


def source_sentence(funnel: Funnel, source: Source) -> str:
    """Return a source as a sentence: how many leads it brings into which stage."""
    into = stages_by_id(funnel).get(source.into)
    target = plain(stage_name(into)) if into else _("a missing stage")
    words = _("{source} brings {leads} leads a month into {stage}.")
    sentence = words.format(
        source=plain(source_name(source)),
        leads=count(source.volume.leads_per_month),
        stage=target,
    )
    campaigns = sum(campaign.leads for campaign in source.volume.campaigns)
    if campaigns:
        sentence += " " + _("Its campaigns bring {leads} more.").format(leads=count(campaigns))
    return sentence
