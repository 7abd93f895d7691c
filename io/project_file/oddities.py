"""What opens but deserves a word: rates no share can have, later kinds, invisible characters."""

import re
from collections import defaultdict
from collections.abc import Iterator

from funnelcraft.funnel.model import (
    CALENDARS,
    CLOCKS,
    STAGE_KINDS,
    TRIGGER_KINDS,
    Funnel,
    Trigger,
)
from funnelcraft.funnel.text import _, percent
from funnelcraft.funnel.velocity import UnknownTime
from funnelcraft.io.project_file.decoding import shown_path, walk

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_BIDI = re.compile(r"[\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c]")


def oddities(funnel: Funnel) -> Iterator[str]:
    """Yield a plain sentence for every oddity of a document that can be opened all the same."""
    yield from _rates(funnel)
    yield from _kinds(funnel)
    yield from _characters(funnel)


def _rates(funnel: Funnel) -> Iterator[str]:
    totals: dict[tuple[str, str], float] = defaultdict(float)
    segments = [segment.id for segment in funnel.segments]
    for index, trigger in enumerate(funnel.triggers):
        for segment in (None, *segments):
            rate = _rate(trigger, segment)
            if rate is None:
                continue
            totals[trigger.from_stage, segment or ""] += rate
            if not 0 <= rate <= 1 and (segment is None or segment in trigger.by_segment):
                yield _(
                    "triggers[{index}] › conversion › rate is {rate}: no share; "
                    "mend it before a simulation."
                ).format(index=index, rate=percent(rate, 2))
    over = {stage: total for (stage, _segment), total in totals.items() if total > 1 + 1e-9}
    for stage, total in over.items():
        yield _(
            "The rates out of the stage “{stage}” add up to {total}; mend them before a simulation."
        ).format(stage=stage[:64], total=percent(total, 2))


def _rate(trigger: Trigger, segment: str | None) -> float | None:
    own = trigger.by_segment.get(segment) if segment is not None else None
    conversion = own.conversion if own and own.conversion else trigger.conversion
    return conversion.rate if conversion else None


def _kinds(funnel: Funnel) -> Iterator[str]:
    unknown = _("{place} is “{kind}”, which this version does not know; it is kept as it is.")
    for index, stage in enumerate(funnel.stages):
        place = f"stages[{index}]"
        if stage.kind not in STAGE_KINDS:
            yield unknown.format(place=f"{place} › kind", kind=stage.kind[:64])
        if stage.sla and stage.sla.clock not in CLOCKS:
            yield unknown.format(place=f"{place} › sla › clock", kind=stage.sla.clock[:64])
        if stage.capacity and stage.capacity.calendar not in CALENDARS:
            kind = stage.capacity.calendar[:64]
            yield unknown.format(place=f"{place} › capacity › calendar", kind=kind)
        if isinstance(stage.leak_time, UnknownTime):
            kind = stage.leak_time.kind[:64]
            yield unknown.format(place=f"{place} › leak_time › kind", kind=kind)
    for index, trigger in enumerate(funnel.triggers):
        place = f"triggers[{index}]"
        if trigger.kind not in TRIGGER_KINDS:
            yield unknown.format(place=f"{place} › kind", kind=trigger.kind[:64])
        times = [(f"{place} › velocity", trigger.velocity)]
        times += [
            (f"{place} › by_segment › {name[:64]} › velocity", own.velocity)
            for name, own in trigger.by_segment.items()
        ]
        for where, time in times:
            if isinstance(time, UnknownTime):
                yield unknown.format(place=f"{where} › kind", kind=time.kind[:64])


def _characters(funnel: Funnel) -> Iterator[str]:
    plain = funnel.model_dump(by_alias=True)
    for path, value in walk(plain):
        if not isinstance(value, str) or value.isprintable():
            continue
        if _CONTROL.search(value):
            yield _("{place} holds control characters.").format(place=shown_path(path))
        if _BIDI.search(value):
            yield _("{place} holds signs that turn the reading direction.").format(
                place=shown_path(path)
            )
