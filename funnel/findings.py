"""A finding: something about a funnel that its makers should know, and where."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Level = Literal["error", "warning", "hint"]
PlaceKind = Literal["funnel", "segment", "role", "stage", "trigger", "source", "opening"]


@dataclass(frozen=True)
class Place:
    """Where in a funnel: the kind of thing, its id, and the field concerned."""

    kind: PlaceKind
    id: str = ""
    field: str = ""


@dataclass(frozen=True)
class Finding:
    """What was found: an error stops the simulation, a warning misleads it, a hint is advice.

    `message` is one plain sentence that names the place, fit to stand alone.
    """

    code: str
    level: Level
    place: Place
    message: str


def errors(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return the findings that stop a simulation."""
    return tuple(finding for finding in findings if finding.level == "error")
