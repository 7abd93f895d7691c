"""Ways from a section of the forecast to where a figure is entered."""

from collections.abc import Callable

from funnelcraft.designer.forecast.missing import Way
from funnelcraft.funnel.findings import Place
from funnelcraft.funnel.model import Funnel
from funnelcraft.funnel.text import _

GoTo = Callable[[Place], None]


def way_to(go_to: GoTo, words: str, place: Place) -> Way:
    """Return a link to a place."""

    def go() -> None:
        go_to(place)

    return words, go


def deal_value_way(go_to: GoTo) -> Way:
    """Return the link to the field of the deal value."""
    return way_to(go_to, _("Enter what a deal is worth"), Place("funnel", "", "deal_value"))


def cost_way(go_to: GoTo, source_id: str, name: str) -> Way:
    """Return the link to what a lead of a source costs."""
    words = _("Enter what a lead from {source} costs").format(source=name)
    return way_to(go_to, words, Place("source", source_id, "cost_per_lead"))


def capacity_way(go_to: GoTo, stage_id: str, name: str) -> Way:
    """Return the link to the capacity of a stage."""
    words = _("Enter the capacity of {stage}").format(stage=name)
    return way_to(go_to, words, Place("stage", stage_id, "capacity"))


def baseline_ways(go_to: GoTo, funnel: Funnel, import_way: Way) -> list[Way]:
    """Return the links to a measured funnel: import an export, or enter counts of a rate."""
    rated = [one for one in funnel.triggers if one.conversion is not None]
    if not rated:
        return [import_way]
    place = Place("trigger", rated[0].id, "conversion")
    return [import_way, way_to(go_to, _("Enter counts of a rate"), place)]
