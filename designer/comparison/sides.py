"""What can be compared: the design as it is, its scenarios, other files. No Qt."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from funnelcraft.funnel.mapping import Mapping as StageMapping
from funnelcraft.funnel.model import Funnel
from funnelcraft.funnel.scenarios import applied, scenario_of
from funnelcraft.funnel.text import _, quoted
from funnelcraft.io.problems import shown

Kind = Literal["design", "scenario", "file"]


@dataclass(frozen=True)
class Side:
    """One side of a comparison: the design, a scenario by its id, or a file by its path."""

    kind: Kind
    id: str = ""


DESIGN = Side("design")


@dataclass(frozen=True, eq=False)
class FileSide:
    """A file that was read to compare with; without a funnel `problem` says why in a sentence."""

    path: Path
    funnel: Funnel | None = None
    problem: str = ""
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class Found:
    """A side that was looked up: its name, its funnel, and what there is to say about it.

    Without a funnel `problem` says why; it is empty while a file is still being read.
    """

    side: Side
    name: str
    funnel: Funnel | None = None
    problem: str = ""
    notes: tuple[str, ...] = ()

    @property
    def is_own(self) -> bool:
        """Whether it belongs to the document, so that its parts can be shown on the canvas."""
        return self.side.kind != "file"


def look_up(side: Side, base: Funnel, files: Mapping[str, FileSide]) -> Found:
    """Return what a side is now; `files` are those read so far, by path."""
    name = side_name(side, base)
    if side.kind == "design":
        return Found(side, name, base)
    if side.kind == "scenario":
        return _scenario(side, name, base)
    file = files.get(side.id)
    if file is None:
        return Found(side, name)
    return Found(side, name, file.funnel, file.problem, file.warnings)


def _scenario(side: Side, name: str, base: Funnel) -> Found:
    found = scenario_of(base, side.id)
    if found is None:
        gone = _("This scenario is no longer in the document. Choose another design.")
        return Found(side, name, problem=gone)
    made = applied(base, found.changes)
    return Found(side, name, made.funnel, notes=made.problems)


def side_name(side: Side, base: Funnel) -> str:
    """Return what a side is called."""
    if side.kind == "design":
        return _("Current design")
    if side.kind == "file":
        return shown(Path(side.id).name)
    found = scenario_of(base, side.id)
    name = found.name.strip() if found is not None else ""
    return name or _("Unnamed scenario")


def offered(base: Funnel, files: Mapping[str, FileSide]) -> tuple[Side, ...]:
    """Return the sides there are to choose from: the design, its scenarios, files read so far."""
    scenarios = (Side("scenario", one.id) for one in base.scenarios)
    return (DESIGN, *scenarios, *(Side("file", path) for path in files))


def names_of(a: Found, b: Found) -> tuple[str, str]:
    """Return what sentences call two sides; files of one name are told apart by their folders."""
    names = [a.name, b.name]
    if names[0] == names[1]:
        for at, found in enumerate((a, b)):
            if found.side.kind == "file":
                names[at] = f"{Path(found.side.id).parent.name}/{found.name}"
    if names[0] == names[1]:
        names[1] = _("{name} (B)").format(name=names[1])
    return (quoted(names[0]), quoted(names[1]))


def inverse(mapping: StageMapping) -> StageMapping:
    """Return the mapping the other way round; of several that became one, the first."""
    return StageMapping(tuple((there, merged[0]) for there, merged in mapping.to_a.items()))
