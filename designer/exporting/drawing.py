"""The canvas's plan as plain values, for formats that draw by themselves."""

from funnelcraft.designer.canvas.plan import Plan, plan
from funnelcraft.funnel.model import Funnel
from funnelcraft.io.exports import Drawing


def drawing_of(drawn: Plan) -> Drawing:
    """Return where everything of a plan stands."""
    return Drawing(
        boxes={one: tuple(box) for one, box in drawn.boxes.items()},
        ways={one: tuple(line.way) for one, line in drawn.lines.items() if not line.loose},
        pills={one: (tuple(pill.box), pill.points) for one, pill in drawn.pills.items()},
        lanes=tuple((region.department, tuple(region.box)) for region in drawn.regions),
    )


def planned(funnel: Funnel) -> Drawing:
    """Return where the canvas would draw a funnel, in a process that may have no window."""
    from funnelcraft.designer.app import application_without_screen

    application = application_without_screen()  # fonts are measured
    drawing = drawing_of(plan(funnel))
    application.processEvents()
    return drawing
