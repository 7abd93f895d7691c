"""Any edit a user can make: for each function of `funnel.edits`, arguments that fit a funnel."""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from hypothesis import strategies as st

from funnelcraft.funnel import edits
from funnelcraft.funnel.edits.opening import opening_ages, with_middle, with_number
from funnelcraft.funnel.model import (
    CALENDARS,
    CLOCKS,
    STAGE_KINDS,
    TRIGGER_KINDS,
    Campaign,
    Capacity,
    Conversion,
    DealValue,
    Drift,
    Funnel,
    Opening,
    Override,
    Segment,
    Sla,
    Volume,
)
from funnelcraft.funnel.rules import AllOf, AnyOf, Condition, Event, Not
from funnelcraft.funnel.velocity import (
    EmpiricalTime,
    ExponentialTime,
    FixedTime,
    GammaTime,
    LogNormalTime,
    TriangularTime,
    UnknownTime,
    WeibullTime,
)
from funnelcraft.io.project_file import dump, parse

Draw = Callable[[st.SearchStrategy[Any]], Any]
Edited = Callable[[Draw, Funnel], Funnel]
T = TypeVar("T")

TEXTS = st.one_of(st.sampled_from(["", "MQL", "Meeting booked", "“Größe”\n<img src=x>"]), st.text())
SIZES = st.floats(allow_nan=False, allow_infinity=False)
SHARES = st.one_of(st.floats(0, 1), st.sampled_from([0.0, 1 / 3, 1.0, 1.4]))
DAYS = st.one_of(st.floats(0, 400), st.sampled_from([0.0, 0.5, 2.0, -1.0]))
COUNTS = st.none() | st.integers(0, 10**9)
PLACES = st.tuples(st.floats(-1e5, 1e5), st.floats(-1e5, 1e5))
TIMES = st.one_of(
    st.builds(FixedTime, mean_days=DAYS),
    st.builds(ExponentialTime, mean_days=DAYS, observations=COUNTS),
    *(st.builds(kind, mean_days=DAYS, cv=SHARES) for kind in (LogNormalTime, GammaTime)),
    st.builds(WeibullTime, mean_days=DAYS, cv=SHARES),
    st.builds(TriangularTime, low_days=DAYS, mode_days=DAYS, high_days=DAYS),
    st.builds(EmpiricalTime, days=st.lists(DAYS, max_size=3).map(tuple)),
    st.builds(UnknownTime, kind=st.just("pareto")),
)
CONVERSIONS = st.none() | st.builds(Conversion, rate=SHARES, entered=COUNTS, moved=COUNTS)
SCALARS = TEXTS | SIZES | st.booleans()
ATOMS = st.one_of(
    st.builds(Condition, field=TEXTS, op=st.sampled_from(["=", ">=", "<", "contains"]),
              value=SCALARS),
    st.builds(Condition, field=TEXTS, op=st.sampled_from(["in", "not_in"]),
              value=st.lists(SCALARS, max_size=3).map(tuple)),
    st.builds(Condition, field=TEXTS, op=st.sampled_from(["is_set", "is_not_set"])),
    st.builds(Event, event=TEXTS, at_least=st.integers(1, 9), within_days=st.none() | DAYS),
)  # fmt: skip
RULES = st.recursive(
    ATOMS,
    lambda parts: st.one_of(
        st.builds(AllOf, all=st.lists(parts, max_size=3).map(tuple)),
        st.builds(AnyOf, any=st.lists(parts, max_size=3).map(tuple)),
        parts.map(lambda rule: Not(rule=rule)),
    ),
    max_leaves=4,
)
MONTHS = st.floats(0, 1e6)
CAMPAIGNS = st.builds(
    Campaign, name=TEXTS, start=st.dates().map(str), days=st.integers(1, 90), leads=MONTHS
)
VOLUMES = st.builds(
    Volume,
    leads_per_month=MONTHS,
    trend_per_month=st.floats(-0.5, 0.5),
    weekday_weights=st.tuples(*[st.floats(0, 9)] * 7),
    dispersion=st.floats(0, 9),
    campaigns=st.lists(CAMPAIGNS, max_size=2).map(tuple),
)
LINES = st.lists(TEXTS, max_size=3).map(tuple)


class ImpossibleError(Exception):
    """A funnel lacks what an edit needs."""


def some(draw: Draw, parts: tuple[Any, ...]) -> str:
    """Return the id of one of the parts; without any, the edit cannot be made."""
    if not parts:
        raise ImpossibleError
    return str(draw(st.sampled_from([part.id for part in parts])))


def several(draw: Draw, parts: tuple[Any, ...]) -> list[str]:
    """Return the ids of some of the parts, maybe none."""
    if not parts:
        return []
    return list(draw(st.lists(st.sampled_from([part.id for part in parts]), unique=True)))


def one_field(draw: Draw, fields: Mapping[str, st.SearchStrategy[Any]]) -> dict[str, Any]:
    """Return a new value for one of the fields."""
    name = draw(st.sampled_from(sorted(fields)))
    return {name: draw(fields[name])}


def _role(f: Funnel) -> st.SearchStrategy[Any]:
    return st.sampled_from([None, *(role.id for role in f.roles)])


def _segments(f: Funnel) -> list[str]:
    return [segment.id for segment in f.segments] or ["all"]


def _stage_fields(f: Funnel) -> dict[str, st.SearchStrategy[Any]]:
    capacity = st.builds(
        Capacity, leads_per_day=st.floats(0, 99), calendar=st.sampled_from(CALENDARS)
    )
    return {
        "term": TEXTS,
        "abbreviation": TEXTS,
        "kind": st.sampled_from(STAGE_KINDS),
        "definition": TEXTS,
        "entry_criteria": LINES,
        "exit_criteria": LINES,
        "owner": _role(f),
        "sla": st.none() | st.builds(Sla, days=DAYS, clock=st.sampled_from(CLOCKS)),
        "capacity": st.none() | capacity,
        "wait_half_life_days": st.none() | DAYS,
        "leak_time": TIMES,
        "agreed_by": st.lists(st.sampled_from(["marketing", "sales"]), unique=True).map(tuple),
    }


def _trigger_fields(f: Funnel) -> dict[str, st.SearchStrategy[Any]]:
    overrides = st.builds(Override, conversion=CONVERSIONS, velocity=st.none() | TIMES)
    return {
        "name": TEXTS,
        "kind": st.sampled_from(TRIGGER_KINDS),
        "description": TEXTS,
        "rule": st.none() | RULES,
        "automation": st.sampled_from(["manual", "automatic"]),
        "system": TEXTS,
        "conversion": CONVERSIONS,
        "velocity": st.none() | TIMES,
        "by_segment": st.dictionaries(st.sampled_from(_segments(f)), overrides, max_size=2),
        "to_segment": st.none() | st.sampled_from(_segments(f)),
    }


def _source_fields(f: Funnel) -> dict[str, st.SearchStrategy[Any]]:
    return {
        "name": TEXTS,
        "into": st.sampled_from([stage.id for stage in f.stages]),
        "segment": st.sampled_from(_segments(f)),
        "volume": VOLUMES,
        "cost_per_lead": st.none() | MONTHS,
    }


def _add_stage(draw: Draw, f: Funnel) -> Funnel:
    kind = draw(st.sampled_from(STAGE_KINDS))
    return edits.add_stage(f, draw(TEXTS), draw(PLACES), kind=kind, owner=draw(_role(f)))[0]


def _add_trigger(draw: Draw, f: Funnel) -> Funnel:
    origins = tuple(stage for stage in f.stages if stage.kind not in ("won", "lost"))
    return edits.add_trigger(
        f,
        some(draw, origins),
        some(draw, f.stages),
        name=draw(TEXTS),
        conversion=draw(CONVERSIONS),
        velocity=draw(st.none() | TIMES),
    )[0]


def _add_source(draw: Draw, f: Funnel) -> Funnel:
    return edits.add_source(f, draw(TEXTS), some(draw, f.stages), draw(MONTHS))[0]


def _change_stage(draw: Draw, f: Funnel) -> Funnel:
    return edits.change_stage(f, some(draw, f.stages), **one_field(draw, _stage_fields(f)))


def _change_trigger(draw: Draw, f: Funnel) -> Funnel:
    return edits.change_trigger(f, some(draw, f.triggers), **one_field(draw, _trigger_fields(f)))


def _change_source(draw: Draw, f: Funnel) -> Funnel:
    if not f.stages:
        raise ImpossibleError
    return edits.change_source(f, some(draw, f.sources), **one_field(draw, _source_fields(f)))


def _remove(draw: Draw, f: Funnel) -> Funnel:
    gone = (several(draw, parts) for parts in (f.stages, f.triggers, f.sources))
    return edits.remove(f, *(ids[:2] for ids in gone))


def _move_stages(draw: Draw, f: Funnel) -> Funnel:
    return edits.move_stages(f, {stage: draw(PLACES) for stage in several(draw, f.stages)})


def _reorder_stage(draw: Draw, f: Funnel) -> Funnel:
    return edits.reorder_stage(f, some(draw, f.stages), draw(st.integers(0, 12)))


def change_document(draw: Draw, f: Funnel) -> Funnel:
    """Change what belongs to the whole document, as the document's form does."""
    openings = st.builds(
        Opening,
        stage=st.sampled_from([stage.id for stage in f.stages] or [""]),
        segment=st.sampled_from(_segments(f)),
        ages_days=st.lists(DAYS, max_size=3).map(tuple),
    )
    fields = {
        "title": TEXTS,
        "notes": TEXTS,
        "decision": TEXTS,
        "currency": st.sampled_from(["USD", "EUR"]),
        "start": st.dates().map(str),
        "deal_value": st.none() | st.builds(DealValue, mean=MONTHS, cv=SHARES),
        "drift": st.builds(Drift, volume_per_month=SHARES, conversion_per_month=SHARES),
        "holidays": st.lists(st.dates().map(str), max_size=3).map(tuple),
        "opening": st.lists(openings, max_size=2).map(tuple) if f.stages else st.just(()),
    }
    return f.replaced(**one_field(draw, fields))


def _align(draw: Draw, f: Funnel) -> Funnel:
    sides = st.sampled_from(["left", "centre", "right", "top", "middle", "bottom"])
    return edits.align_stages(f, several(draw, f.stages), draw(sides))


def _distribute(draw: Draw, f: Funnel) -> Funnel:
    way = draw(st.sampled_from(["across", "down"]))
    return edits.distribute_stages(f, several(draw, f.stages), way)


def _insert_stage(draw: Draw, f: Funnel) -> Funnel:
    trigger, stage = some(draw, f.triggers), some(draw, f.stages)
    try:
        return edits.insert_stage(f, trigger, stage)[0]
    except ValueError:  # leads cannot pass there
        return f


def _redirect_trigger(draw: Draw, f: Funnel) -> Funnel:
    trigger = some(draw, f.triggers)
    end = draw(st.sampled_from(["from_stage", "to_stage"]))
    try:
        return edits.redirect_trigger(f, trigger, **{end: some(draw, f.stages)})
    except ValueError:  # leads cannot go there
        return f


def _paste(draw: Draw, f: Funnel) -> Funnel:
    """Copy some parts, write and read them as the clipboard does, and paste them."""
    parts = (several(draw, kind) for kind in (f.stages, f.triggers, f.sources))
    fragment = parse(dump(edits.copied(f, *(ids[:3] for ids in parts)))).funnel
    return edits.pasted(f, fragment, *draw(PLACES)).funnel


def _change_stages(draw: Draw, f: Funnel) -> Funnel:
    change = one_field(draw, _stage_fields(f))
    return edits.change_stages(f, several(draw, f.stages), lambda one: one.replaced(**change))


def _change_triggers(draw: Draw, f: Funnel) -> Funnel:
    change = one_field(draw, _trigger_fields(f))
    return edits.change_triggers(f, several(draw, f.triggers), lambda one: one.replaced(**change))


def _change_sources(draw: Draw, f: Funnel) -> Funnel:
    if not f.stages:
        raise ImpossibleError
    change = one_field(draw, _source_fields(f))
    return edits.change_sources(f, several(draw, f.sources), lambda one: one.replaced(**change))


def _override_conversion(draw: Draw, f: Funnel) -> Funnel:
    trigger, segment = some(draw, f.triggers), some(draw, f.segments)
    return edits.override_conversion(f, trigger, segment, draw(CONVERSIONS))


def _override_velocity(draw: Draw, f: Funnel) -> Funnel:
    trigger, segment = some(draw, f.triggers), some(draw, f.segments)
    return edits.override_velocity(f, trigger, segment, draw(st.none() | TIMES))


def _rename_segment(draw: Draw, f: Funnel) -> Funnel:
    return edits.rename_segment(f, some(draw, f.segments), draw(TEXTS))


def _set_opening(draw: Draw, f: Funnel) -> Funnel:
    stage, segment = some(draw, f.stages), draw(st.sampled_from(_segments(f)))
    here = opening_ages(f, stage, segment)
    ages = st.one_of(
        st.lists(DAYS, max_size=3).map(tuple),
        st.integers(0, 50).map(lambda leads: with_number(here, leads)),
        st.floats(0, 400).map(lambda days: with_middle(here, days)),
    )
    return edits.set_opening(f, stage, segment, draw(ages))


ANY_EDIT: dict[str, Edited] = {
    "align_stages": _align,
    "distribute_stages": _distribute,
    "give_days": lambda draw, f: edits.give_days(f, some(draw, f.triggers), draw(st.none() | DAYS)),
    "give_rate": lambda draw, f: edits.give_rate(
        f, some(draw, f.triggers), draw(st.none() | SHARES)
    ),
    "insert_stage": _insert_stage,
    "pasted": _paste,
    "redirect_trigger": _redirect_trigger,
    "rename_stage": lambda draw, f: edits.rename_stage(f, some(draw, f.stages), draw(TEXTS)),
    "add_segment": lambda draw, f: edits.add_segment(f, draw(TEXTS))[0],
    "change_stages": _change_stages,
    "change_sources": _change_sources,
    "change_triggers": _change_triggers,
    "override_conversion": _override_conversion,
    "override_velocity": _override_velocity,
    "remove_segment": lambda draw, f: edits.remove_segment(f, some(draw, f.segments)),
    "rename_segment": _rename_segment,
    "add_role": lambda draw, f: edits.add_role(f, draw(TEXTS), draw(TEXTS))[0],
    "add_source": _add_source,
    "add_stage": _add_stage,
    "add_trigger": _add_trigger,
    "change_source": _change_source,
    "change_stage": _change_stage,
    "change_trigger": _change_trigger,
    "move_stages": _move_stages,
    "remove": _remove,
    "reorder_stage": _reorder_stage,
    "set_opening": _set_opening,
}
# What `funnel.edits` offers beside edits: questions, and what they answer.
QUESTIONS = frozenset(
    {
        *(
            "Paste",
            "Removal",
            "SegmentRemoval",
            "copied",
            "likely_kind",
            "pasted_stages",
            "refusal",
        ),
        *("what_goes", "what_segment_holds"),
    }
)

SEGMENTS = (Segment(id="inbound", name="Inbound"), Segment(id="events", name="Events"))
