"""Which leads test a rule: for each condition one that just meets it and one that just misses it.

The two differ in one field or event alone, and in what the rule says of them. Testers of software
call this modified condition/decision coverage with boundary values: Hayhurst, Veerhusen, Chilenski,
Rierson, "A practical tutorial on modified condition/decision coverage", NASA/TM-2001-210876.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from funnelcraft.funnel.meeting import (
    Atom,
    Lead,
    Undecided,
    Way,
    atoms,
    lead_of,
    lead_that_meets,
    ways,
)
from funnelcraft.funnel.rule_tests.probes import Probe, meets
from funnelcraft.funnel.rule_tests.values import OTHER, SOMETHING, Ages, edge_values, histories
from funnelcraft.funnel.rules import AllOf, AnyOf, Condition, Event, Not, Rule, Scalar

Differing = Scalar | Ages | None

MOST_MEMBERS = 12  # of a list of values, each of which is tested


class Untestable(Exception):  # noqa: N818 (it reads as a sentence where it is raised)
    """A rule has too many ways to be met for a list of tests."""


@dataclass(frozen=True)
class Case:
    """A lead that tests a rule, at the edge of one of its conditions or events.

    `meets` says what the rule says of it.
    """

    about: Atom
    probe: Probe
    meets: bool


def cases(
    rule: Rule, known: Mapping[str, Sequence[str]] | None = None
) -> tuple[tuple[Case, ...], tuple[Atom, ...]]:
    """Return the tests of a rule, and the conditions that no lead shows to make a difference.

    `known` holds texts that are used for a field elsewhere: a lead that just misses has one. Raises
    Untestable where the rule has too many ways to be met.
    """
    try:
        return _cases(rule, ways(rule, True), _World(rule, known or {}))
    except Undecided:
        raise Untestable from None


def _cases(
    rule: Rule, found: list[Way], world: "_World"
) -> tuple[tuple[Case, ...], tuple[Atom, ...]]:
    tests: list[Case] = []
    idle: list[Atom] = []
    for atom in dict.fromkeys(atoms(rule)):
        pair = world.pair(atom, found, alone=True)
        if pair is None and not is_idle(rule, atom):
            pair = world.pair(atom, found, alone=False)
        if pair is None:
            idle.append(atom)
            continue
        tests += [Case(atom, pair[0], True), Case(atom, pair[1], False)]
        tests += [Case(atom, one, True) for one in world.members(atom, pair[0])]
        tests += [Case(atom, one, False) for one in world.too_long_ago(atom, pair[0])]
    return tuple(_once(tests)), tuple(idle)


def is_idle(rule: Rule, atom: Atom) -> bool:
    """Say whether a rule would mean the same without one of its conditions. Raises Undecided."""
    for constant in (AllOf(all=()), AnyOf(any=())):  # always true, and never
        other = _replaced(rule, atom, constant)
        either_way = (
            AllOf(all=(rule, Not(rule=other))),
            AllOf(all=(Not(rule=rule), other)),
        )
        if all(lead_that_meets(one) is None for one in either_way):
            return True
    return False


def _replaced(rule: Rule, atom: Atom, by: Rule) -> Rule:
    match rule:
        case AllOf():
            return AllOf(all=tuple(_replaced(part, atom, by) for part in rule.all))
        case AnyOf():
            return AnyOf(any=tuple(_replaced(part, atom, by) for part in rule.any))
        case Not():
            return Not(rule=_replaced(rule.rule, atom, by))
        case _:
            return by if rule == atom else rule


def _once(tests: list[Case]) -> Iterator[Case]:
    seen: list[Probe] = []
    for case in tests:
        if case.probe not in seen:
            seen.append(case.probe)
            yield case


class _World:
    """The values that the conditions of a rule tell apart, field by field and event by event."""

    def __init__(self, rule: Rule, known: Mapping[str, Sequence[str]]) -> None:
        self.rule = rule
        self.atoms = tuple(dict.fromkeys(atoms(rule)))
        conditions: dict[str, list[Condition]] = defaultdict(list)
        events: dict[str, list[Event]] = defaultdict(list)
        for atom in self.atoms:
            if isinstance(atom, Condition):
                conditions[atom.field].append(atom)
            else:
                events[atom.event].append(atom)
        self.values = {
            name: edge_values(asked, known.get(name, ())) for name, asked in conditions.items()
        }
        self.histories = {name: histories(asked) for name, asked in events.items()}

    def pair(self, atom: Atom, found: list[Way], alone: bool) -> tuple[Probe, Probe] | None:
        """Return a lead that meets the rule and the nearest that does not, for what an atom asks.

        `alone` says that no other atom may tell them apart. None where there are none.
        """
        for way in found:
            if not any(part == atom for part, _wanted in way):
                continue
            lead = lead_of(way)
            nearest = self._nearest(atom, self._probe(lead), alone) if lead is not None else None
            if nearest is not None:
                return nearest
        return None

    def _nearest(self, atom: Atom, base: Probe, alone: bool) -> tuple[Probe, Probe] | None:
        options = [(value, _with(base, atom, value)) for value in self._options(atom)]
        judged = [(value, one, meets(self.rule, one)) for value, one in options]
        pairs = [
            (_distance(one, other), at, met, missed)
            for at, (one, met, yes) in enumerate(judged)
            if yes
            for other, missed, too in judged
            if not too and self._told_by(atom, met, missed, alone)
        ]
        if not pairs:
            return None
        _far, _at, met, missed = min(pairs, key=lambda pair: pair[:2])
        return met, missed

    def _told_by(self, atom: Atom, met: Probe, missed: Probe, alone: bool) -> bool:
        if meets(atom, met) == meets(atom, missed):
            return False
        return not alone or all(
            one == atom or meets(one, met) == meets(one, missed) for one in self.atoms
        )

    def members(self, atom: Atom, met: Probe) -> Iterator[Probe]:
        """Yield leads with the other values of a list that meet the rule as well."""
        if isinstance(atom, Condition) and atom.op == "in" and isinstance(atom.value, tuple):
            for value in atom.value[:MOST_MEMBERS]:
                one = _with(met, atom, value)
                if meets(self.rule, one):
                    yield one

    def too_long_ago(self, atom: Atom, met: Probe) -> Iterator[Probe]:
        """Yield a lead whose event happened often enough, but once a day too early to count."""
        if isinstance(atom, Event) and atom.within_days is not None:
            ages = met.events.get(atom.event, ())
            late = (*ages[:-1], atom.within_days + 1) if ages else ()
            one = _with(met, atom, late)
            if late and not meets(self.rule, one):
                yield one

    def _options(self, atom: Atom) -> tuple[Differing, ...]:
        if isinstance(atom, Condition):
            return self.values[atom.field]
        return self.histories[atom.event]

    def _probe(self, lead: Lead) -> Probe:
        """Return a lead of the solver's as one with days: each event as late as still counts."""
        fields = {name: SOMETHING if value == "*" else value for name, value in lead.fields.items()}
        counts: dict[str, dict[float, int]] = defaultdict(dict)
        for (name, within), often in lead.events.items():
            counts[name][within] = often
        return Probe(fields, {name: _ages(within) for name, within in counts.items()})


def _ages(counts: dict[float, int]) -> Ages:
    ages: list[float] = []
    longest = max((within for within in counts if within != float("inf")), default=0.0)
    for within in sorted(counts):
        age = longest + 1 if within == float("inf") else within
        ages += [age] * (counts[within] - len(ages))
    return tuple(ages)


def _with(probe: Probe, atom: Atom, value: Differing) -> Probe:
    """Return a lead with another value in what an atom asks for; None and () are not filled in."""
    if isinstance(atom, Condition):
        fields = {name: one for name, one in probe.fields.items() if name != atom.field}
        if value is not None and not isinstance(value, tuple):
            fields[atom.field] = value
        return replace(probe, fields=fields)
    events = {name: ages for name, ages in probe.events.items() if name != atom.event}
    if isinstance(value, tuple) and value:
        events[atom.event] = value
    return replace(probe, events=events)


def _distance(one: Differing, other: Differing) -> tuple[int, float]:
    """Say how far two values lie apart: first whether they are of one kind, then by how much."""
    if isinstance(one, tuple) and isinstance(other, tuple):
        return 0, abs(len(one) - len(other)) + abs(sum(one) - sum(other)) / 1e6
    if isinstance(one, bool) or isinstance(other, bool) or one is None or other is None:
        return (0 if isinstance(one, bool) and isinstance(other, bool) else 1), 0.0
    if isinstance(one, str) and isinstance(other, str):
        return 0, float(OTHER in (one, other))
    if isinstance(one, tuple | str) or isinstance(other, tuple | str):
        return 1, 1.0
    return 0, abs(one - other)
