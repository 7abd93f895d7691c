"""Ways that leads took and the funnel has no trigger for: which matter, and which can be drawn."""

from collections.abc import Iterator

from funnelcraft.funnel.audit.doubts import counted_leads
from funnelcraft.funnel.audit.flows import Flows
from funnelcraft.funnel.audit.reading import Reading
from funnelcraft.funnel.audit.sentences import bounds
from funnelcraft.funnel.audit.trouble import Trouble
from funnelcraft.funnel.measured import UndrawnMove
from funnelcraft.funnel.model import ENDS
from funnelcraft.funnel.text import _, ngettext, number

UNDRAWN = 3  # so many ways without a trigger are named, the most taken first
LEAST_UNDRAWN = 0.02  # of a stage's visits; what takes fewer off is no news


def undrawn_troubles(reading: Reading, found: Flows) -> Iterator[Trouble]:
    """Yield the ways without a trigger by which most leads leave what the funnel draws."""
    for leads, move in _leaving(reading, found)[:UNDRAWN]:
        title = _("No trigger: {start} → {to}").format(
            start=reading.brief(move.from_stage), to=reading.target(move)
        )
        deals = leads * found.won.get(move.to_stage, 0.0)
        yield Trouble(
            "undrawn",
            title,
            counted_leads(leads),
            _undrawn_words(reading, move, deals),
            leads,
            deals,
            reading.place_of_stage(move.from_stage),
            _drawable(reading, move),
        )


def _leaving(reading: Reading, found: Flows) -> list[tuple[float, UndrawnMove]]:
    """Return the ways without a trigger and how many leads take each, most first; no small ones."""
    visits = {loss.stage: loss.visits for loss in found.losses}
    leaving = [
        (visits.get(move.from_stage, 0.0) * move.conversion.value, move) for move in reading.undrawn
    ]
    told = (one for one in leaving if one[0] >= 1 and one[1].conversion.value >= LEAST_UNDRAWN)
    return sorted(told, key=lambda one: -one[0])


def ways_to_draw(reading: Reading, found: Flows) -> tuple[tuple[str, str], ...]:
    """Return the ways (from, to) that enough leads took and that a trigger could draw."""
    ways = (_drawable(reading, move) for _leads, move in _leaving(reading, found))
    return tuple(way for way in ways if way is not None)


def _drawable(reading: Reading, move: UndrawnMove) -> tuple[str, str] | None:
    """Return the way of a move that a trigger could draw; None where a stage is not there."""
    there = move.from_stage in reading.known and move.to_stage in reading.known
    ends = there and reading.kind(move.from_stage) in ENDS
    return (move.from_stage, move.to_stage) if there and not ends else None


def _undrawn_words(reading: Reading, move: UndrawnMove, deals: float) -> str:
    text = _("{share} of the visits leave by a way that this funnel does not draw")
    said = text.format(share=bounds(move.conversion))
    if not move.to_stage:
        return _(
            "{text}, to a stage that it does not have. Add the stage, or bring it together with "
            "another, and import again."
        ).format(text=said)
    if round(deals):
        return ngettext(
            "{text}; {n} of them is won in the end. A forecast loses them until it is drawn.",
            "{text}; {n} of them are won in the end. A forecast loses them until it is drawn.",
            round(deals),
        ).format(text=said, n=number(round(deals)))
    return _("{text}. A forecast loses them until it is drawn.").format(text=said)
