"""The findings on the drawing: a badge at each stage and trigger that has some."""

from typing import TYPE_CHECKING

from funnelcraft.designer.canvas.items.badge_places import badge_places
from funnelcraft.designer.canvas.items.marks import BADGE_HEIGHT, badge_width, badges
from funnelcraft.funnel.findings import Finding

if TYPE_CHECKING:
    from funnelcraft.designer.canvas.scene import CanvasScene


class FindingMarks:
    """Shows on the items of a scene how many findings they have."""

    def __init__(self, scene: "CanvasScene") -> None:
        self._scene = scene
        self._findings: tuple[Finding, ...] = ()
        self._applied: tuple[object, ...] = ()  # what the badges on the items depend on
        self._badges: tuple[object, ...] = ()  # those shown, and where their dots are

    def show(self, findings: tuple[Finding, ...]) -> None:
        """Show how many findings stages and triggers have."""
        self._findings = findings
        self.follow()

    def follow(self) -> None:
        """Show the badges on the items where they are now."""
        drawing = self._scene.plan
        depends = (self._findings, drawing.boxes, drawing.pills, drawing.lines)
        if self._applied == depends:
            return
        self._applied = depends
        of_stages = badges(self._findings, "stage")
        of_triggers = badges(self._findings, "trigger")
        for stage_id, stage in self._scene.stages.items():
            stage.show_badge(of_stages.get(stage_id))
        lines = self._scene.triggers
        shown = {i: badge for i, badge in of_triggers.items() if i in lines}
        sizes = {i: (badge_width(badge), BADGE_HEIGHT) for i, badge in shown.items()}
        stages = self._scene.stages.values()
        rooms = [room for stage in stages if (room := stage.badge_room) is not None]
        places = badge_places(drawing, sizes, rooms) if sizes else {}
        for trigger_id, line in lines.items():
            line.show_badge(shown.get(trigger_id), places.get(trigger_id))
        # The dots of lines stand in the middle of their labels.
        dots = {i: drawing.lines[i].label.box.centre for i in shown}
        if (of_stages, shown, dots) != self._badges:
            self._badges = of_stages, shown, dots
            self._scene.crowd.renew()
