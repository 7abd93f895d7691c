"""What opens but deserves a word: kinds of later versions, characters nobody sees.

Impossible figures open too; the checks of the funnel find them and refuse the run.
"""

import re
from collections.abc import Iterator

from funnelcraft.funnel.model import (
    CALENDARS,
    CLOCKS,
    STAGE_KINDS,
    TRIGGER_KINDS,
    Funnel,
)
from funnelcraft.funnel.text import _
from funnelcraft.funnel.velocity import UnknownTime
from funnelcraft.io.project_file.decoding import shown_path, walk

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_BIDI = re.compile(r"[\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c]")


def oddities(funnel: Funnel) -> Iterator[str]:
    """Yield a plain sentence for every oddity of a document that can be opened all the same."""
    yield from _kinds(funnel)
    yield from _characters(funnel)


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
