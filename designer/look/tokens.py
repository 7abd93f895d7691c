"""The colours, sizes and type of the program: one palette for light, one for dark.

Every pair of ink on ground reaches a contrast of 4.5 : 1 (WCAG AA); a test holds it.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Palette:
    """Colours by what they say, as #rrggbb."""

    dark: bool
    ground: str
    panel: str
    line: str
    ink: str
    muted: str
    accent: str
    on_accent: str
    accent_soft: str
    marketing: str
    sales: str
    won: str
    lost: str
    recycle: str
    warning: str
    warning_soft: str
    neutral: str


LIGHT = Palette(
    dark=False,
    ground="#f4f5f7",
    panel="#ffffff",
    line="#dfe2e8",
    ink="#1c2430",
    muted="#5b6677",
    accent="#2457d6",
    on_accent="#ffffff",
    accent_soft="#e4ebfb",
    marketing="#0d7366",
    sales="#8a4b08",
    won="#1a7f37",
    lost="#b3261e",
    recycle="#6b4fbb",
    warning="#855800",
    warning_soft="#fdf3d7",
    neutral="#5b6677",
)

DARK = Palette(
    dark=True,
    ground="#14171c",
    panel="#1d2128",
    line="#323945",
    ink="#e8ecf2",
    muted="#a5b0c0",
    accent="#7aa2ff",
    on_accent="#10141b",
    accent_soft="#22304f",
    marketing="#5fd0bd",
    sales="#f0b26b",
    won="#6fd68a",
    lost="#ff8f86",
    recycle="#b9a5f5",
    warning="#f2c14b",
    warning_soft="#3a2f14",
    neutral="#a5b0c0",
)

# How strongly a lane's colour lies over the ground, at rest and while it takes what is dragged.
LANE_TINT, OFFERED_LANE_TINT = 0.045, 0.09

# High contrast: text on its ground reaches 7 : 1 (WCAG AAA), and lines can be seen as well as text.
LIGHT_CONTRAST = Palette(
    dark=False,
    ground="#ffffff",
    panel="#ffffff",
    line="#3b434f",
    ink="#000000",
    muted="#2e3642",
    accent="#0b3aa8",
    on_accent="#ffffff",
    accent_soft="#dbe6ff",
    marketing="#004f45",
    sales="#6b3500",
    won="#0a5521",
    lost="#8f1010",
    recycle="#4a2c9c",
    warning="#6a4600",
    warning_soft="#fff1c7",
    neutral="#2e3642",
)

DARK_CONTRAST = Palette(
    dark=True,
    ground="#000000",
    panel="#000000",
    line="#a9b4c4",
    ink="#ffffff",
    muted="#d6dde8",
    accent="#9dbcff",
    on_accent="#000000",
    accent_soft="#12244a",
    marketing="#74ecd8",
    sales="#ffc98a",
    won="#8af0a5",
    lost="#ffb3ad",
    recycle="#cfc0ff",
    warning="#ffd866",
    warning_soft="#2b2200",
    neutral="#d6dde8",
)

# Three sizes of type, in pixels, and an eight-pixel rhythm.
SMALL, BODY, TITLE = 11, 13, 17
STEP = 8
CORNER = 8

# The first family that is installed is taken; Inter has tabular figures and a tall x-height.
FAMILIES = (
    "Inter",
    "Segoe UI Variable Text",
    "Segoe UI",
    "SF Pro Text",
    "Noto Sans",
    "DejaVu Sans",
)


def department_colour(palette: Palette, department: str) -> str:
    """Return the colour of a department; departments besides marketing and sales share one."""
    colours = {"marketing": palette.marketing, "sales": palette.sales}
    return colours.get(department.casefold(), palette.neutral)


def heat_colour(palette: Palette) -> str:
    """Return the colour that heat lays over a card; a gauge says the same by its length."""
    return "#f2a33c" if palette.dark else "#d06a00"


# Of segments. A pattern tells them apart as well: colours alone would not.
_SEGMENTS = ("#2457d6", "#a3246e", "#5c6400", "#00687f", "#7b3fb0", "#7d4a2a")
_SEGMENTS_ON_DARK = ("#7aa2ff", "#f58bc4", "#c6cf5a", "#56c8e0", "#cda2f7", "#e0ac8b")


def segment_colours(palette: Palette) -> tuple[str, ...]:
    """Return the colours of segments, in the document's order; they begin anew after the last."""
    return _SEGMENTS_ON_DARK if palette.dark else _SEGMENTS
