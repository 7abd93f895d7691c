"""A rule as people who configure a CRM write it: numbered filters, and how they are joined."""

from collections.abc import Iterator
from dataclasses import dataclass

from funnelcraft.funnel.rules import AllOf, AnyOf, Condition, Event, Not, Rule, Scalar

# What stands in place of a group without parts.
ALWAYS, NEVER = "TRUE", "FALSE"


@dataclass(frozen=True)
class Filter:
    """One line of a filter list, numbered from 1 on."""

    number: int
    test: Condition | Event


@dataclass(frozen=True)
class Filters:
    """All filters of a rule. `logic` joins their numbers: `1 AND (2 OR 3)`."""

    lines: tuple[Filter, ...]
    logic: str

    @property
    def is_plain(self) -> bool:
        """Whether all must hold and nothing else is said: most filter lists mean just that."""
        return self.logic == " AND ".join(str(line.number) for line in self.lines)

    @property
    def denies(self) -> bool:
        """Whether something must not hold, which filter lists rarely can say."""
        return "NOT" in self.logic


def filters(rule: Rule) -> Filters:
    """Return the filters of a rule, in its order. As deep as the rule is: documents bound that."""
    lines: list[Filter] = []

    def said(part: Rule, inside: bool) -> str:
        match part:
            case Condition() | Event():
                lines.append(Filter(len(lines) + 1, part))
                return str(len(lines))
            case Not():
                return f"NOT {said(part.rule, inside=True)}"
            case AllOf():
                return joined(part.all, " AND ", ALWAYS, inside)
            case AnyOf():
                return joined(part.any, " OR ", NEVER, inside)

    def joined(parts: tuple[Rule, ...], word: str, alone: str, inside: bool) -> str:
        if len(parts) < 2:
            return said(parts[0], inside) if parts else alone
        text = word.join(said(one, inside=True) for one in parts)
        return f"({text})" if inside else text

    logic = said(rule, inside=False)
    return Filters(tuple(lines), logic)


def values_of(test: Condition | Event) -> Iterator[Scalar]:
    """Yield what a filter compares with: the values of a condition, how often for an event."""
    if isinstance(test, Event):
        yield float(test.at_least)
    elif isinstance(test.value, tuple):
        yield from test.value
    elif test.value is not None:
        yield test.value
