"""A finding: something about a funnel that its makers should know, where, and what mends it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Literal

from funnelcraft.funnel.model import Funnel

Level = Literal["error", "warning", "hint"]
PlaceKind = Literal["funnel", "segment", "role", "stage", "trigger", "source", "opening"]


@dataclass(frozen=True)
class Place:
    """Where in a funnel: the kind of thing, its id, and the field concerned."""

    kind: PlaceKind
    id: str = ""
    field: str = ""


@dataclass(frozen=True)
class Fix:
    """An edit that mends what was found, and the words on its button: an undo step's name.

    `edit` is pure and reads the funnel it is given; on one that no longer holds the place it
    changes nothing.
    """

    label: str
    edit: Callable[[Funnel], Funnel] = field(compare=False)


@dataclass(frozen=True)
class Finding:
    """What was found: an error stops the simulation, a warning misleads it, a hint is advice.

    `message` is one plain sentence that names the place, fit to stand alone. `code` says what kind
    of finding it is, and thereby which rule is broken (`checks.principles`).
    """

    code: str
    level: Level
    place: Place
    message: str
    fix: Fix | None = None


def errors(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return the findings that stop a simulation."""
    return tuple(finding for finding in findings if finding.level == "error")
