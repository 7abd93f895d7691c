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

DIAGRAMS = (
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

_CRM = "funnelcraft.io.exports.crm"

DEALS_FROM = Option("deals-from", _("Leads become deals at the stage"), "")

CRMS = (
    Format(
        "hubspot",
        _("HubSpot"),
        _("Deal pipeline and lifecycle stages for its API, and what to set up by hand."),
        "crm",
        "",
        f"{_CRM}.hubspot:hubspot",
        options=(DEALS_FROM,),
    ),
    Format(
        "salesforce",
        _("Salesforce"),
        _("A project to deploy, with opportunity stages and lead statuses."),
        "crm",
        "",
        f"{_CRM}.salesforce:salesforce",
        options=(DEALS_FROM,),
    ),
    Format(
        "pipedrive",
        _("Pipedrive"),
        _("A pipeline and its stages for its API, and what to set up by hand."),
        "crm",
        "",
        f"{_CRM}.pipedrive:pipedrive",
        options=(DEALS_FROM,),
    ),
    Format(
        "marketo",
        _("Marketo"),
        _("A build sheet of the revenue model: stages, transitions, filters."),
        "crm",
        "",
        f"{_CRM}.marketo:marketo",
    ),
)

_SPEC = "funnelcraft.io.exports.spec"

SPECIFICATIONS = (
    Format(
        "spec-md",
        _("Stage specification (Markdown)"),
        _("Every stage and trigger in words and tables, as plain text for a wiki."),
        "specification",
        ".md",
        f"{_SPEC}.markdown:spec_markdown",
    ),
    Format(
        "spec-xlsx",
        _("Stage specification (workbook)"),
        _("Every stage, trigger, filter and test, a sheet a topic, to filter and sort."),
        "specification",
        ".xlsx",
        f"{_SPEC}.workbook:spec_workbook",
        preview=f"{_SPEC}.markdown:spec_markdown",
    ),
    Format(
        "spec-json",
        _("Stage specification (JSON)"),
        _("The same for programs."),
        "specification",
        ".json",
        f"{_SPEC}.data:spec_json",
    ),
    Format(
        "test-plan",
        _("Test plan of the triggers"),
        _("Leads that just meet each rule and leads that just miss it, with room for results."),
        "specification",
        "",
        "funnelcraft.io.exports.test_plan.files:test_plan",
    ),
)

_KIT = "funnelcraft.io.exports.kit"

PAPER = Option("page", _("Page"), "a4", (("a4", _("A4")), ("letter", _("Letter"))))

KIT = (
    Format(
        "day-in-life",
        _("A day of each role (PDF)"),
        _("What arrives, by when, what to decide, in which system: a page for each role."),
        "kit",
        ".pdf",
        f"{_KIT}.day:day_in_life",
        options=(PAPER,),
        preview=f"{_KIT}.day:day_picture",
    ),
    Format(
        "launch-kit",
        _("Launch kit"),
        _("A card for each team, questions and answers, training for sales and for new people."),
        "kit",
        "",
        f"{_KIT}.files:launch_kit",
        options=(PAPER,),
        preview=f"{_KIT}.files:kit_picture",
    ),
)

FORMATS: tuple[Format, ...] = (*DIAGRAMS, *SPECIFICATIONS, *CRMS, *KIT)
