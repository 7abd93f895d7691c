"""What a scenario changes, as people are told it: one line a change, moves on the canvas in one."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from funnelcraft.funnel.changes import Change, PartKind
from funnelcraft.funnel.model import Funnel
from funnelcraft.funnel.scenarios.applying import applied
from funnelcraft.funnel.scenarios.differing import differences
from funnelcraft.funnel.scenarios.editing import scenario_of
from funnelcraft.funnel.scenarios.recording import key_of
from funnelcraft.funnel.scenarios.wording import change_sentence
from funnelcraft.funnel.text import _, ngettext, number

Kind = Literal["added", "gone", "changed"]
Drawn = Literal["stage", "trigger", "source"]  # the parts that a canvas draws
_PLACE = ("position",)


@dataclass(frozen=True)
class Told:
    """A line about a scenario: its first change, and those that make no sense without it.

    `is_idle`: it is on, and yet makes no difference to the base. `part` and `id` say what it is
    about; a line of moves on the canvas is about none.
    """

    kind: Kind
    changes: tuple[Change, ...]
    is_off: bool = False
    is_idle: bool = False

    @property
    def is_layout(self) -> bool:
        """Whether it says nothing of the design, only of where it is drawn."""
        return self.changes[0].path == _PLACE

    @property
    def part(self) -> PartKind:
        """The kind of the part it is about."""
        return self.changes[0].part

    @property
    def id(self) -> str:
        """Which part it is about; empty for several, and for the document itself."""
        return "" if self.is_layout else self.changes[0].id

    @property
    def drawn(self) -> Drawn | None:
        """The kind of the part it is about, where that is drawn on a canvas."""
        part = self.part
        if self.is_layout or not (part == "stage" or part == "trigger" or part == "source"):
            return None
        return part

    def is_about(self, part: str, id: str) -> bool:  # noqa: A002 - the file's own word
        """Say whether it says something of a part, or of one that is tied to it."""
        return not self.is_layout and any((one.part, one.id) == (part, id) for one in self.changes)

    @property
    def counts(self) -> bool:
        """Whether it makes the design another one."""
        return not (self.is_off or self.is_idle or self.is_layout)


@dataclass(frozen=True)
class Account:
    """A scenario told as a whole. `shown` is its funnel; `problems` are plain sentences."""

    id: str
    name: str
    notes: str
    base: Funnel
    shown: Funnel
    lines: tuple[Told, ...]
    problems: tuple[str, ...]

    @property
    def number(self) -> int:
        """How many changes make the design another one."""
        return sum(line.counts for line in self.lines)

    def sentence(self, line: Told) -> str:
        """Say what a line is about."""
        if line.is_layout:
            n = len(line.changes)
            text = ngettext("{n} stage stands elsewhere", "{n} stages stand elsewhere", n)
            return text.format(n=number(n))
        said = change_sentence(self.base, line.changes[0], self.shown)
        if len(line.changes) == 1:
            return said
        n = len(line.changes) - 1
        text = ngettext(
            "{stage}, with {n} part tied to it", "{stage}, with {n} parts tied to it", n
        )
        return text.format(stage=said, n=number(n))

    def words_about(self, part: str, id: str) -> str:  # noqa: A002
        """Say what the scenario does to a part; empty where it does nothing."""
        lines = [one for one in self.lines if one.counts and one.is_about(part, id)]
        if not lines:
            return ""
        if lines[0].kind == "added":
            return _("New in this scenario.")
        told = "; ".join(map(self.sentence, lines))
        return _("Changed in this scenario: {changes}.").format(changes=told)

    def both(self) -> Funnel:
        """Return the shown funnel with all that the scenario takes away, for a drawing of both."""
        marks = marks_of(self.lines)

        def of(kind: Drawn, before: Iterable[Any]) -> tuple[Any, ...]:
            return tuple(part for part in before if marks.get((kind, part.id)) == "gone")

        return self.shown.replaced(
            stages=(*self.shown.stages, *of("stage", self.base.stages)),
            triggers=(*self.shown.triggers, *of("trigger", self.base.triggers)),
            sources=(*self.shown.sources, *of("source", self.base.sources)),
        )


def account_of(base: Funnel, id: str) -> Account | None:  # noqa: A002 - the file's own word
    """Tell a scenario of a document; None where there is no such scenario."""
    scenario = scenario_of(base, id)
    if scenario is None:
        return None
    found = applied(base, scenario.changes)
    effective = frozenset(map(key_of, differences(base, found.funnel)))
    lines = tuple(
        Told(
            _kind_of(group[0]),
            group,
            all(one.off for one in group),
            not any(one.off or key_of(one) in effective for one in group),
        )
        for group in _groups(scenario.changes)
    )
    moves = tuple(one for one in scenario.changes if one.path == _PLACE)
    if moves:
        lines = (*lines, Told("changed", moves, all(one.off for one in moves)))
    return Account(
        scenario.id, scenario.name, scenario.notes, base, found.funnel, lines, found.problems
    )


def number_sentence(account: Account) -> str:
    """Say how much a scenario changes: `3 changes, 1 off`."""
    n, off = account.number, sum(line.is_off for line in account.lines)
    text = ngettext("{n} change", "{n} changes", n).format(n=number(n)) if n else _("no changes")
    return f"{text}, {_('{n} off').format(n=number(off))}" if off else text


def marks_of(lines: Iterable[Told]) -> Mapping[tuple[Drawn, str], Kind]:
    """Return what a scenario does to the parts that a canvas draws, by kind and id."""
    found: dict[tuple[Drawn, str], Kind] = {}
    for line in lines:
        if line.counts and line.drawn is not None:
            for change in line.changes:
                part = change.part
                if not change.off and (part == "stage" or part == "trigger" or part == "source"):
                    found.setdefault((part, change.id), line.kind)
    return found


def _groups(changes: Iterable[Change]) -> Iterable[tuple[Change, ...]]:
    """Yield the changes of the design one by one; with a stage that comes or goes what joins it."""
    there = [change for change in changes if change.path != _PLACE]
    tied: dict[tuple[str, bool], list[Change]] = {
        (one.id, one.gone): [one] for one in there if one.part == "stage" and not one.path
    }
    taken = set()
    for change in there:
        ends = _ends_of(change)
        home = next((tied[end] for end in ends if end in tied), None)
        if home is not None:
            home.append(change)
            taken.add(key_of(change))
    for change in there:
        if key_of(change) not in taken:
            is_home = change.part == "stage" and not change.path
            yield tuple(tied[change.id, change.gone]) if is_home else (change,)


def _ends_of(change: Change) -> tuple[tuple[str, bool], ...]:
    """Return the stages that a trigger or source joins, which comes or goes as a whole."""
    whole = change.was if change.gone else change.value
    if change.path or change.part not in ("trigger", "source") or not isinstance(whole, dict):
        return ()
    return tuple((str(whole.get(key)), change.gone) for key in ("from", "to", "into"))


def _kind_of(change: Change) -> Kind:
    if change.path:
        return "changed"
    return "gone" if change.gone else "added"
