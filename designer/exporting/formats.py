"""All formats there are: the pictures, which are drawn with Qt, and those of `io`."""

from funnelcraft.funnel.text import _
from funnelcraft.io.exports import FORMATS, Format, Option
from funnelcraft.io.exports.table import PAPER

_DRAWN = "funnelcraft.designer.exporting.pictures"

DARK = Option("dark", _("Dark colours"), False)
FIGURES = Option("figures", _("Volumes and balances of a year"), True)
FINDINGS = Option("findings", _("Badges of findings"), False)
SCALE = Option(
    "scale",
    _("Size"),
    "2",
    (
        ("small", _("1,600 pixels wide")),
        ("1", _("As on a screen")),
        ("2", _("Twice as fine")),
        ("4", _("Four times as fine, for posters")),
    ),
)
PAGE = Option(
    "page",
    _("Page"),
    "drawing",
    (("drawing", _("As large as the drawing")), ("a4", _("A4")), ("letter", _("Letter"))),
)
PICTURES = (
    Format(
        "svg",
        _("Scalable picture (SVG)"),
        _("The drawing for web pages and drawing programs, sharp at any size."),
        "picture",
        ".svg",
        f"{_DRAWN}:svg",
        options=(DARK, FIGURES, FINDINGS),
    ),
    Format(
        "png",
        _("Picture (PNG)"),
        _("The drawing for slides, documents and chats."),
        "picture",
        ".png",
        f"{_DRAWN}:png",
        options=(SCALE, DARK, FIGURES, FINDINGS),
    ),
    Format(
        "pdf",
        _("Printable picture (PDF)"),
        _("The drawing on one page, with its fonts, to print or to send."),
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
        _("Stage specification (PDF)"),
        _("The drawing, every stage and trigger, to print or to send."),
        "specification",
        ".pdf",
        f"{_DOCUMENTS}:specification_pdf",
        options=(PAPER,),
        preview=f"{_DOCUMENTS}:specification_picture",
    ),
    Format(
        "spec-html",
        _("Stage specification (web page)"),
        _("The same as one page that loads nothing from elsewhere, for an intranet."),
        "specification",
        ".html",
        f"{_DOCUMENTS}:specification_html",
        preview=f"{_DOCUMENTS}:specification_picture",
    ),
)

WHOLE = (
    Format(
        "hand-over",
        _("The whole hand-over"),
        _("Everything above in one folder, with a list of what is where."),
        "all",
        "",
        "funnelcraft.designer.exporting.handover:whole_handover",
        forecast="optional",
        is_drawn=True,
        preview=f"{_DOCUMENTS}:specification_picture",
    ),
)


def all_formats() -> tuple[Format, ...]:
    """Return every format, the pictures first."""
    return (*PICTURES, *DOCUMENTS, *FORMATS, *WHOLE)
