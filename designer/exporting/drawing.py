"""The canvas's plan as plain values, for formats that draw by themselves."""

from funnelcraft.designer.canvas.plan import Plan, plan
from funnelcraft.designer.canvas.shapes import Box
from funnelcraft.funnel.model import Funnel
from funnelcraft.io.exports import Drawing
from funnelcraft.io.exports.formats import Rect


def drawing_of(drawn: Plan) -> Drawing:
    """Return where everything of a plan stands."""
    return Drawing(
        boxes={one: _rect(box) for one, box in drawn.boxes.items()},
        ways={one: tuple(line.way) for one, line in drawn.lines.items() if not line.loose},
        pills={one: (_rect(pill.box), pill.points) for one, pill in drawn.pills.items()},
        lanes=tuple((region.department, _rect(region.box)) for region in drawn.regions),
    )


def _rect(box: Box) -> Rect:
    return box.left, box.top, box.width, box.height


def planned(funnel: Funnel) -> Drawing:
    """Return where the canvas would draw a funnel, in a process that may have no window."""
    from funnelcraft.designer.app import application_without_screen

    application = application_without_screen()  # fonts are measured
    drawing = drawing_of(plan(funnel))
    application.processEvents()
    return drawing
