"""The formats that need no drawing on a screen; the pictures are the designer's to add."""

from funnelcraft.funnel.text import _
from funnelcraft.io.exports.formats import Format, Option

_DIAGRAMS = "funnelcraft.io.diagrams"
_DECK = "funnelcraft.io.deck.exporting"

DIRECTION = Option(
    "direction", _("Direction"), "LR", (("LR", _("From left to right")), ("TB", _("Top-down")))
)
RATES = Option("figures", _("Rates and days at the arrows"), True)
FACTS = Option("facts", _("Ids and figures, to be read back"), True)

FORMATS: tuple[Format, ...] = (
    Format(
        "mermaid",
        _("Mermaid flowchart"),
        _("Text that wikis, README files and chats draw by themselves."),
        "diagram",
        ".mmd",
        f"{_DIAGRAMS}.mermaid:mermaid",
        options=(DIRECTION, RATES, FACTS),
    ),
    Format(
        "dot",
        _("Graphviz graph (DOT)"),
        _("Text for Graphviz and the many programs that read its graphs."),
        "diagram",
        ".dot",
        f"{_DIAGRAMS}.dot:dot",
        options=(DIRECTION, RATES, FACTS),
    ),
    Format(
        "graphml",
        _("GraphML"),
        _("For yEd, Gephi and programs that compute with graphs, every figure an attribute."),
        "diagram",
        ".graphml",
        f"{_DIAGRAMS}.graphml:graphml",
    ),
    Format(
        "bpmn",
        _("Process model (BPMN 2.0)"),
        _("For process modellers and simulators, drawn as here, with BPSim parameters."),
        "diagram",
        ".bpmn",
        f"{_DIAGRAMS}.bpmn:bpmn",
        options=(Option("bpsim", _("Parameters for simulation (BPSim)"), True),),
        is_drawn=True,
    ),
    Format(
        "deck-pdf",
        _("Executive deck (PDF)"),
        _("One message a page: why, where we stand, the forecast, how sure, what to decide."),
        "deck",
        ".pdf",
        f"{_DECK}:deck_as_pdf",
        forecast="required",
    ),
    Format(
        "deck-pptx",
        _("Executive deck (slides)"),
        _("The same pages for PowerPoint, with charts to edit and sentences as notes."),
        "deck",
        ".pptx",
        f"{_DECK}:deck_as_pptx",
        forecast="required",
    ),
)
