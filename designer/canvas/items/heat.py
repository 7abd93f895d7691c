"""Heat: where leads pile up, on one scale for the drawing and for its replay."""

from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from funnelcraft.simulation.arrays import Floats

    Leads = TypeVar("Leads", float, Floats)

HOTTEST = 0.38  # strength of the fullest stage's tint
FEWEST = 1.0  # leads: a scale that ends below it would make heat of nothing


def heat_of(leads: "Leads", most: float) -> "Leads":
    """Return the heat (0-1) of a stage that holds so many leads, where the fullest holds `most`.

    By the square root: what is a hundredth of the most is still seen to change.
    """
    found: Leads = (leads / max(most, FEWEST)) ** 0.5
    return found


def leads_at(heat: float, most: float) -> float:
    """Return how many leads make a heat: the inverse of `heat_of`."""
    return heat**2 * max(most, FEWEST)
