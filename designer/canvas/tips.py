"""Tooltips that teach: what is under the mouse, its figures, and the gesture that changes it."""

from funnelcraft.designer.canvas.figures import CanvasFigures
from funnelcraft.designer.canvas.words import source_sentence, stage_sentence, trigger_sentence
from funnelcraft.designer.document import Item
from funnelcraft.designer.widgets.plain_tips import plain_tip
from funnelcraft.funnel.model import ENDS, Funnel, Stage
from funnelcraft.funnel.text import _, count


def tip(funnel: Funnel, item: Item, figures: CanvasFigures | None = None, changes: str = "") -> str:
    """Return the tooltip of a part of the funnel; empty where it is gone.

    `changes` says what the scenario that is shown does to it.
    """
    said = sentence(funnel, item)
    if not said:
        return ""
    lines = [said, changes, _figures(item, figures or CanvasFigures()), _gesture(funnel, item)]
    return plain_tip("\n".join(line for line in lines if line))


def spoken(funnel: Funnel, item: Item, figures: CanvasFigures) -> str:
    """Return what a screen reader says of a part: what it is, with its figures."""
    kinds = {"stage": _("Stage"), "trigger": _("Trigger"), "source": _("Source")}
    said = f"{kinds[item.kind]}: {sentence(funnel, item)}".replace("\n", ". ").replace("..", ".")
    return " ".join(part for part in (said, _figures(item, figures)) if part)


def sentence(funnel: Funnel, item: Item) -> str:
    """Return what is said about a part of the funnel; an empty text where it is gone."""
    if item.kind == "stage":
        return next((stage_sentence(funnel, s) for s in funnel.stages if s.id == item.id), "")
    if item.kind == "trigger":
        return next((trigger_sentence(funnel, t) for t in funnel.triggers if t.id == item.id), "")
    return next((source_sentence(funnel, s) for s in funnel.sources if s.id == item.id), "")


def _figures(item: Item, figures: CanvasFigures) -> str:
    """Say what the last forecast counts here."""
    if item.kind == "trigger" and (moves := figures.triggers.get(item.id)) is not None:
        return _("The forecast moves {n} leads this way.").format(n=count(moves))
    found = figures.stages.get(item.id) if item.kind == "stage" else None
    if found is None or found.volume is None:
        return ""
    volume = _("{n} leads come here {period}.").format(n=count(found.volume), period=found.period)
    if found.balance is None:
        return volume
    here = volume + " " + _("{n} are here now.").format(n=count(found.balance))
    if found.queue is None:
        return here
    return here + " " + _("{n} wait for a slot on an average day.").format(n=count(found.queue))


def _gesture(funnel: Funnel, item: Item) -> str:
    """Say how to change it."""
    if item.kind == "trigger":
        return _("Double-click changes its figures; drag an end of it to another stage.")
    if item.kind == "source":
        return _("Double-click changes it; drag it onto another stage.")
    stage: Stage | None = next((s for s in funnel.stages if s.id == item.id), None)
    if stage is None or stage.kind in ENDS:
        return _("Double-click renames it.")
    return _("Double-click renames it; drag from its edge to draw a trigger.")
