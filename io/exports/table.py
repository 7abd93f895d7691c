"""The formats that need no drawing on a screen; the pictures are the designer's to add."""

from funnelcraft.funnel.text import marked
from funnelcraft.io.exports.formats import Format, Option

_DIAGRAMS = "funnelcraft.io.diagrams"
_DECK = "funnelcraft.io.deck.exporting"

DIRECTION = Option(
    "direction",
    marked("Direction"),
    "LR",
    (("LR", marked("From left to right")), ("TB", marked("Top-down"))),
)
RATES = Option("figures", marked("Rates and days at the arrows"), True)
FACTS = Option("facts", marked("Ids and figures, to be read back"), True)

DIAGRAMS = (
    Format(
        "mermaid",
        marked("Mermaid flowchart"),
        marked("Text that wikis, README files and chats draw by themselves."),
        "diagram",
        ".mmd",
        f"{_DIAGRAMS}.mermaid:mermaid",
        options=(DIRECTION, RATES, FACTS),
    ),
    Format(
        "dot",
        marked("Graphviz graph (DOT)"),
        marked("Text for Graphviz and the many programs that read its graphs."),
        "diagram",
        ".dot",
        f"{_DIAGRAMS}.dot:dot",
        options=(DIRECTION, RATES, FACTS),
    ),
    Format(
        "graphml",
        marked("GraphML"),
        marked("For yEd, Gephi and programs that compute with graphs, every figure an attribute."),
        "diagram",
        ".graphml",
        f"{_DIAGRAMS}.graphml:graphml",
    ),
    Format(
        "bpmn",
        marked("Process model (BPMN 2.0)"),
        marked("For process modellers and simulators, drawn as here, with BPSim parameters."),
        "diagram",
        ".bpmn",
        f"{_DIAGRAMS}.bpmn:bpmn",
        options=(Option("bpsim", marked("Parameters for simulation (BPSim)"), True),),
        is_drawn=True,
    ),
    Format(
        "deck-pdf",
        marked("Executive deck (PDF)"),
        marked("One message a page: why, where we stand, the forecast, how sure, what to decide."),
        "deck",
        ".pdf",
        f"{_DECK}:deck_as_pdf",
        forecast="required",
    ),
    Format(
        "deck-pptx",
        marked("Executive deck (slides)"),
        marked("The same pages for PowerPoint, with charts to edit and sentences as notes."),
        "deck",
        ".pptx",
        f"{_DECK}:deck_as_pptx",
        forecast="required",
    ),
)

_CRM = "funnelcraft.io.exports.crm"

DEALS_FROM = Option("deals-from", marked("Leads become deals at the stage"), "")

CRMS = (
    Format(
        "hubspot",
        marked("HubSpot"),
        marked("Deal pipeline and lifecycle stages for its API, and what to set up by hand."),
        "crm",
        "",
        f"{_CRM}.hubspot:hubspot",
        options=(DEALS_FROM,),
    ),
    Format(
        "salesforce",
        marked("Salesforce"),
        marked("A project to deploy, with opportunity stages and lead statuses."),
        "crm",
        "",
        f"{_CRM}.salesforce:salesforce",
        options=(DEALS_FROM,),
    ),
    Format(
        "pipedrive",
        marked("Pipedrive"),
        marked("A pipeline and its stages for its API, and what to set up by hand."),
        "crm",
        "",
        f"{_CRM}.pipedrive:pipedrive",
        options=(DEALS_FROM,),
    ),
    Format(
        "marketo",
        marked("Marketo"),
        marked("A build sheet of the revenue model: stages, transitions, filters."),
        "crm",
        "",
        f"{_CRM}.marketo:marketo",
    ),
)

_SPEC = "funnelcraft.io.exports.spec"

SPECIFICATIONS = (
    Format(
        "spec-md",
        marked("Stage specification (Markdown)"),
        marked("Every stage and trigger in words and tables, as plain text for a wiki."),
        "specification",
        ".md",
        f"{_SPEC}.markdown:spec_markdown",
    ),
    Format(
        "spec-xlsx",
        marked("Stage specification (workbook)"),
        marked("Every stage, trigger, filter and test, a sheet a topic, to filter and sort."),
        "specification",
        ".xlsx",
        f"{_SPEC}.workbook:spec_workbook",
    ),
    Format(
        "spec-json",
        marked("Stage specification (JSON)"),
        marked("The same for programs."),
        "specification",
        ".json",
        f"{_SPEC}.data:spec_json",
    ),
    Format(
        "test-plan",
        marked("Test plan of the triggers"),
        marked(
            "Leads that just meet each rule and leads that just miss it, with room for results."
        ),
        "specification",
        "",
        "funnelcraft.io.exports.test_plan.files:test_plan",
    ),
)

_KIT = "funnelcraft.io.exports.kit"

PAPER = Option("page", marked("Page"), "a4", (("a4", marked("A4")), ("letter", marked("Letter"))))

KIT = (
    Format(
        "day-in-life",
        marked("A day of each role (PDF)"),
        marked("What arrives, by when, what to decide, in which system: a page for each role."),
        "kit",
        ".pdf",
        f"{_KIT}.day:day_in_life",
        options=(PAPER,),
    ),
    Format(
        "launch-kit",
        marked("Launch kit"),
        marked(
            "A card for each team, questions and answers, training for sales and for new people."
        ),
        "kit",
        "",
        f"{_KIT}.files:launch_kit",
        options=(PAPER,),
    ),
)

FORMATS: tuple[Format, ...] = (*DIAGRAMS, *SPECIFICATIONS, *CRMS, *KIT)
