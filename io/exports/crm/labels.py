"""Names that a CRM takes: short enough, and each only once."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from funnelcraft.funnel.model import Stage
from funnelcraft.funnel.names import stage_name
from funnelcraft.io.clean_text import one_line


@dataclass(frozen=True)
class Renamed:
    """A stage whose name had to change, from what and into what."""

    stage: Stage
    before: str
    after: str


def labels(
    stages: Iterable[Stage], longest: int, *, one_case: bool = True
) -> tuple[Mapping[str, str], tuple[Renamed, ...]]:
    """Return a label for each stage by its id, and those that are not the stage's own name.

    No label is longer than so many characters, and none is there twice; `one_case` says that the
    CRM takes two that differ by case alone for one.
    """
    found: dict[str, str] = {}
    renamed: list[Renamed] = []
    taken: set[str] = set()
    for stage in stages:
        name = one_line(stage_name(stage))
        label = _free(name, longest, taken, one_case)
        taken.add(label.casefold() if one_case else label)
        found[stage.id] = label
        if label != name:
            renamed.append(Renamed(stage, name, label))
    return found, tuple(renamed)


def _free(name: str, longest: int, taken: set[str], one_case: bool) -> str:
    label, number = shortened(name, longest), 1
    while (label.casefold() if one_case else label) in taken:
        number += 1
        ending = f" {number}"
        label = shortened(name, longest - len(ending)) + ending
    return label


def shortened(text: str, longest: int) -> str:
    """Return a text of at most so many characters, broken off with … where it is longer."""
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"
