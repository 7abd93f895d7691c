"""A crowd seen from far away: what nothing singles out is painted by two items, not by each."""

from typing import TYPE_CHECKING

from funnelcraft.designer.canvas.items.item import CROWD, LINES, SPECK, STAGES
from funnelcraft.designer.canvas.items.specks_item import SpecksItem
from funnelcraft.designer.canvas.plan import Plan
from funnelcraft.designer.look.tokens import Palette
from funnelcraft.funnel.model import Funnel

if TYPE_CHECKING:
    from funnelcraft.designer.canvas.scene import CanvasScene

BOTH = frozenset({0, 1})  # the specks of lines, and those of stages


class Crowd:
    """The specks of a scene's lines and sources, and above them those of its stages."""

    def __init__(self, scene: "CanvasScene", palette: Palette) -> None:
        self._scene = scene
        self.sums_up = False  # the specks of all are painted together
        self._old = BOTH
        self._specks = (SpecksItem(palette, LINES - 0.1), SpecksItem(palette, STAGES - 0.1))
        for item in self._specks:
            scene.addItem(item)

    def look_from(self, zoom: float) -> None:
        """Be painted at a zoom."""
        sums_up = zoom < SPECK and len(self._scene.stages) > CROWD
        if sums_up != self.sums_up or (sums_up and self._old):
            old = BOTH if sums_up != self.sums_up else self._old
            self.sums_up, self._old = sums_up, frozenset()
            self._sum_up(old)

    def _sum_up(self, old: frozenset[int]) -> None:
        """Let two items paint what nothing singles out, all the lines beneath all the stages.

        Only those that are `old` collect anew.
        """
        scene = self._scene
        singled = scene.dragged_items()
        lines = (*scene.triggers.values(), *scene.sources.values())
        groups = (lines, tuple(scene.stages.values()))
        for at, (specks, items) in enumerate(zip(self._specks, groups, strict=True)):
            if at not in old:
                continue
            specks.setVisible(self.sums_up)
            for item in items:
                item.sum_up(self.sums_up and not item.is_selected and item not in singled)
            specks.show_items(item for item in items if self.sums_up and item not in singled)

    def renew(self, groups: frozenset[int] = BOTH) -> None:
        """Collect specks anew before the next paint: of lines (0), of stages (1)."""
        self._old |= groups
        if self.sums_up:
            for at in groups:
                self._specks[at].update()


def changed_specks(
    before: Plan, shown: Funnel | None, after: Plan, funnel: Funnel
) -> frozenset[int]:
    """Return which specks look otherwise after an edit: those of lines (0), of stages (1)."""
    old, new = _looks_of(before, shown), _looks_of(after, funnel)
    return frozenset(at for at in BOTH if new[at] != old[at])


def kinds_of(funnel: Funnel | None) -> dict[str, str]:
    """Return the kind of each stage."""
    return {stage.id: stage.kind for stage in reversed(funnel.stages)} if funnel else {}


def _looks_of(drawing: Plan, funnel: Funnel | None) -> tuple[object, object]:
    """Return what decides how lines, and how stages look from far away.

    Figures and findings apart.
    """
    if funnel is None:
        return None, None
    of_stages, of_triggers = kinds_of(funnel), [one.kind for one in funnel.triggers]
    ways = [line.way for line in drawing.lines.values()]
    lines = list(drawing.lines), ways, drawing.pills, drawing.lanes, of_stages, of_triggers
    return lines, (drawing.boxes, drawing.lanes, of_stages)
