"""Which export is made to be looked at: the one that will be saved, wherever it can be shown."""

from dataclasses import dataclass, replace

from funnelcraft.designer.exporting.formats import all_formats
from funnelcraft.designer.exporting.looks import Look, look_at, slides_note
from funnelcraft.designer.exporting.wish import Wish
from funnelcraft.designer.exporting.work import make
from funnelcraft.funnel.text import _
from funnelcraft.io.exports import Made, chosen_options, found
from funnelcraft.io.imports.progress import OnProgress, ShouldStop

# What cannot be shown as it is, and the format with the same contents that is shown.
_STAND_INS = {"svg": "png", "png": "png", "spec-html": "spec-pdf", "deck-pptx": "deck-pdf"}


@dataclass(frozen=True, eq=False)
class Previewed:
    """What was made of a wish to look at it, and what is seen."""

    wish: Wish
    made: Made
    look: Look


def as_preview(wish: Wish) -> Wish:
    """Return the wish for what is looked at; the same where it is what will be saved."""
    name = _STAND_INS.get(wish.kind.name)
    if name is None:
        return wish
    kind = found(all_formats(), name)
    known = {option.name for option in kind.options}
    options = {key: value for key, value in wish.options.items() if key in known}
    if name == "png":
        options["scale"] = "small"
    return replace(wish, kind=kind, options={**chosen_options(kind), **options})


def note_of(wish: Wish) -> str:
    """Say in a sentence how what will be saved differs from what is shown; empty where nothing."""
    if wish.kind.name == "spec-html":
        return _("The same contents on paper: a browser shows them as one page.")
    return slides_note() if wish.kind.name == "deck-pptx" else ""


def previewed(
    wish: Wish, note: str, known: Made | None, on_progress: OnProgress, should_stop: ShouldStop
) -> Previewed:
    """Make what is looked at, unless it is known, and look at it. Raises Stopped, FileProblem."""
    result = make(wish, on_progress, should_stop) if known is None else known
    return Previewed(wish, result, look_at(result, note, should_stop))
