"""All formats there are: the pictures, which are drawn with Qt, and those of `io`."""

from funnelcraft.funnel.text import marked
from funnelcraft.io.exports import FORMATS, Format, Option
from funnelcraft.io.exports.table import PAPER

_DRAWN = "funnelcraft.designer.exporting.pictures"

DARK = Option("dark", marked("Dark colours"), False)
FIGURES = Option("figures", marked("Volumes and balances of a year"), True)
FINDINGS = Option("findings", marked("Badges of findings"), False)
SCALE = Option(
    "scale",
    marked("Size"),
    "2",
    (
        ("small", marked("1,600 pixels wide")),
        ("1", marked("As on a screen")),
        ("2", marked("Twice as fine")),
        ("4", marked("Four times as fine, for posters")),
    ),
)
PAGE = Option(
    "page",
    marked("Page"),
    "drawing",
    (
        ("drawing", marked("As large as the drawing")),
        ("a4", marked("A4")),
        ("letter", marked("Letter")),
    ),
)
PICTURES = (
    Format(
        "svg",
        marked("Scalable picture (SVG)"),
        marked("The drawing for web pages and drawing programs, sharp at any size."),
        "picture",
        ".svg",
        f"{_DRAWN}:svg",
        options=(DARK, FIGURES, FINDINGS),
    ),
    Format(
        "png",
        marked("Picture (PNG)"),
        marked("The drawing for slides, documents and chats."),
        "picture",
        ".png",
        f"{_DRAWN}:png",
        options=(SCALE, DARK, FIGURES, FINDINGS),
    ),
    Format(
        "pdf",
        marked("Printable picture (PDF)"),
        marked("The drawing on one page, with its fonts, to print or to send."),
        "picture",
        ".pdf",
        f"{_DRAWN}:pdf",
        options=(PAGE, DARK, FIGURES, FINDINGS),
    ),
)

_DOCUMENTS = "funnelcraft.designer.exporting.documents"

DOCUMENTS = (
    Format(
        "spec-pdf",
        marked("Stage specification (PDF)"),
        marked("The drawing, every stage and trigger, to print or to send."),
        "specification",
        ".pdf",
        f"{_DOCUMENTS}:specification_pdf",
        options=(PAPER,),
    ),
    Format(
        "spec-html",
        marked("Stage specification (web page)"),
        marked("The same as one page that loads nothing from elsewhere, for an intranet."),
        "specification",
        ".html",
        f"{_DOCUMENTS}:specification_html",
    ),
)

WHOLE = (
    Format(
        "hand-over",
        marked("The whole hand-over"),
        marked("Everything above in one folder, with a list of what is where."),
        "all",
        "",
        "funnelcraft.designer.exporting.handover:whole_handover",
        forecast="optional",
        is_drawn=True,
    ),
)


def all_formats() -> tuple[Format, ...]:
    """Return every format, the pictures first."""
    return (*PICTURES, *DOCUMENTS, *FORMATS, *WHOLE)
