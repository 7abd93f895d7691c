"""Where on the canvas a figure is that was changed."""

from funnelcraft.funnel.findings import Place
from funnelcraft.funnel.graph import main_path
from funnelcraft.funnel.model import Funnel
from funnelcraft.simulation.goals.levers import Lever
from funnelcraft.simulation.sensitivity.parameters import Parameter


def parameter_place(one: Parameter) -> Place:
    """Return the part a figure belongs to, and its field."""
    return _place(one.kind, one.id)


def lever_place(funnel: Funnel, lever: Lever) -> Place | None:
    """Return the part a lever moves; of all sources the first, and None where there is none."""
    if lever.kind == "volume" and not lever.id:
        return _place("volume", funnel.sources[0].id) if funnel.sources else None
    return _place(lever.kind, lever.id)


def first_stage_place(funnel: Funnel) -> Place | None:
    """Return where a source would bring leads: the first stage of the main path."""
    path = main_path(funnel)
    return Place("stage", path[0], "term") if path else None


def _place(kind: str, name: str) -> Place:
    match kind:
        case "rate":
            return Place("trigger", name, "conversion")
        case "time":
            return Place("trigger", name, "velocity")
        case "volume":
            return Place("source", name, "volume")
        case "deal_value":
            return Place("funnel", "", "deal_value")
        case _:
            return Place("stage", name, "capacity")
