"""What is to be known of two designs before their figures are read. No Qt."""

from funnelcraft.designer.comparison.events import Begun
from funnelcraft.designer.comparison.sides import Found
from funnelcraft.funnel.text import _, listed
from funnelcraft.simulation.comparison.lines import only_in


def comparison_notes(
    found: tuple[Found, Found | None], begun: Begun | None, names: tuple[str, str]
) -> tuple[str, ...]:
    """Return what was levelled out, what the sides have to say, and the stages one alone has."""
    notes = [note for one in found if one is not None for note in one.notes]
    if begun is None:
        return tuple(notes)
    two, mapping = begun.levelled, begun.mapping
    notes = [*two.notes, *notes]
    sides = ((two.a, set(mapping.to_b)), (two.b, set(mapping.to_a)))
    for name, (funnel, matched) in zip(names, sides, strict=True):
        if alone := only_in(funnel, matched):
            text = _("Only in “{name}”: {stages}.")
            notes.append(text.format(name=name, stages=listed(list(alone))))
    return tuple(notes)
