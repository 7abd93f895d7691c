"""Which column of a table is which field or event of the rules, and what its cells say."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from funnelcraft.funnel.model import Funnel
from funnelcraft.funnel.rule_tests import asked
from funnelcraft.funnel.rules import Scalar
from funnelcraft.funnel.text import _
from funnelcraft.io.exports.test_plan.files import EVENT, LEAD, MOVED_TO, STAGE

LONGEST_EVENTS = 10_000  # of one lead and event
_SIGNS = re.compile(r"[^\w]+|_+")
_NUMBER = re.compile(r"[+-]?\d{1,18}(\.\d{1,12})?")
_TRUE, _FALSE = ("true", "yes", "1"), ("false", "no", "0")


def plain(text: str) -> str:
    """Return a heading or name as it is compared: `Lead Score` and `lead_score` are one."""
    return _SIGNS.sub(" ", text.casefold()).strip()


@dataclass(frozen=True)
class Layout:
    """Where everything stands in a row. `moved_to` is None where no column says it.

    `kinds` says for each field what its values are: number, flag or text.
    """

    lead: int | None
    stage: int
    moved_to: int | None
    fields: Mapping[str, int]
    events: Mapping[str, int]
    kinds: Mapping[str, type]
    missing: tuple[str, ...]
    unused: tuple[str, ...]


class NoStage(ValueError):  # noqa: N818 - the table's fault
    """No column says in which stage a lead stands."""


def layout(funnel: Funnel, headings: Sequence[str]) -> Layout:
    """Return where everything stands in a table with these headings. Raises NoStage."""
    there: dict[str, int] = {}
    for at, heading in enumerate(headings):
        there.setdefault(plain(heading.removeprefix(EVENT)), at)
    rules = asked(trigger.rule for trigger in funnel.triggers if trigger.rule is not None)
    kinds, events = rules.fields, rules.events
    places = {
        name: there[plain(wanted)]
        for name, wanted in ((LEAD, "lead"), (STAGE, "stage"), (MOVED_TO, "moved to"))
        if plain(wanted) in there
    }
    if STAGE not in places:
        raise NoStage
    fields = {name: there[plain(name)] for name in kinds if plain(name) in there}
    found_events = {name: there[plain(name)] for name in events if plain(name) in there}
    used = {*places.values(), *fields.values(), *found_events.values()}
    missing = [name for name in (*kinds, *events) if plain(name) not in there]
    return Layout(
        places.get(LEAD),
        places[STAGE],
        places.get(MOVED_TO),
        fields,
        found_events,
        kinds,
        tuple(missing),
        tuple(
            one for at, one in enumerate(headings) if at not in used and plain(one) != "expected"
        ),
    )


def field_value(text: str, kind: type) -> Scalar | None:
    """Return what a cell says; None where it is empty. Raises ValueError with a plain reason."""
    said = text.strip()
    if not said:
        return None
    if kind is bool:
        if said.casefold() in _TRUE:
            return True
        if said.casefold() in _FALSE:
            return False
        raise ValueError(_("“{text}” is neither yes nor no").format(text=said[:60]))
    if kind is float:
        if _NUMBER.fullmatch(said) is None:
            raise ValueError(_("“{text}” is no number").format(text=said[:60]))
        return float(said)
    return said


def event_ages(text: str) -> tuple[float, ...]:
    """Return how many days ago each time was, of `30; 31`. Raises ValueError with a reason."""
    parts = [part.strip() for part in text.split(";") if part.strip()]
    if len(parts) > LONGEST_EVENTS:
        raise ValueError(_("more than {n} times").format(n=LONGEST_EVENTS))
    for part in parts:
        if _NUMBER.fullmatch(part) is None or part.startswith("-"):
            raise ValueError(_("“{text}” is no number of days").format(text=part[:60]))
    return tuple(float(part) for part in parts)
