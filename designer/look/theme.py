"""The look: one stylesheet and one palette made from the tokens, light or dark.

The choice is the system's, followed while the program runs, unless the user forces one.
"""

from typing import Literal

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QStyleFactory

from funnelcraft.designer.look.tokens import (
    BODY,
    DARK,
    DARK_CONTRAST,
    FAMILIES,
    LANE_TINT,
    LIGHT,
    LIGHT_CONTRAST,
    OFFERED_LANE_TINT,
    Palette,
)
from funnelcraft.funnel.findings import Level

Choice = Literal["system", "light", "dark"]


def luminance(colour: str) -> float:
    """Return the relative luminance of #rrggbb, 0–1 (WCAG 2.2)."""

    def linear(channel: int) -> float:
        share = channel / 255
        return share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4

    red, green, blue = (linear(int(colour[at : at + 2], 16)) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours, 1–21 (WCAG 2.2)."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def laid_over(colour: str, ground: str, strength: float) -> str:
    """Return the colour that shows where #rrggbb lies over a ground with a strength of 0–1."""

    def channel(at: int) -> int:
        top, under = int(colour[at : at + 2], 16), int(ground[at : at + 2], 16)
        return round(top * strength + under * (1 - strength))

    return "#" + "".join(f"{channel(at):02x}" for at in (1, 3, 5))


def lane_colours(palette: Palette) -> tuple[str, ...]:
    """Return the colours lanes have: of the departments, of others, and of recycling."""
    return palette.marketing, palette.sales, palette.neutral, palette.recycle


def text_pairs(palette: Palette) -> tuple[tuple[str, str], ...]:
    """Return every pair of text colour and ground that the program puts together."""
    plain = (palette.ink, palette.muted, palette.accent, palette.lost, palette.warning)
    outcomes = (palette.won, palette.neutral, *lane_colours(palette))
    grounds = (palette.ground, palette.panel)
    lanes = [
        (lane, laid_over(lane, palette.ground, tint))
        for lane in lane_colours(palette)
        for tint in (LANE_TINT, OFFERED_LANE_TINT)
    ]
    return (
        *((text, ground) for text in (*plain, *outcomes) for ground in grounds),
        # The titles of lanes in their own colour, and the labels of triggers that cross them.
        *lanes,
        *((text, ground) for text in plain for _lane, ground in lanes),
        (palette.on_accent, palette.accent),
        # What is selected, hovered, noticed or filtered: rows, menus, chips, bars, segments.
        (palette.ink, palette.accent_soft),
        (palette.muted, palette.accent_soft),
        (palette.accent, palette.accent_soft),
        (palette.ink, palette.warning_soft),
        (palette.warning, palette.warning_soft),
        (palette.accent, palette.warning_soft),
    )


def mark_pairs(palette: Palette) -> tuple[tuple[str, str], ...]:
    """Return the pairs of shapes and lines with what lies under them: WCAG asks 3 : 1 of them."""
    strokes = (
        *(palette.accent, palette.won, palette.lost, palette.warning),
        palette.muted,  # round the boxes to tick
        *lane_colours(palette),
    )
    return tuple(
        (stroke, ground) for stroke in strokes for ground in (palette.ground, palette.panel)
    )


def palette_for(dark: bool, high_contrast: bool) -> Palette:
    """Return the palette for a choice."""
    if high_contrast:
        return DARK_CONTRAST if dark else LIGHT_CONTRAST
    return DARK if dark else LIGHT


def level_colour(palette: Palette, level: Level) -> str:
    """Return the colour of a finding's level."""
    return {"error": palette.lost, "warning": palette.warning, "hint": palette.accent}[level]


def font(size: int = BODY, bold: bool = False) -> QFont:
    """Return the program's font in pixels, with figures of equal width."""
    found = QFont()
    found.setFamilies(list(FAMILIES))
    found.setPixelSize(size)
    found.setFeature(QFont.Tag("tnum"), 1)
    if bold:
        found.setWeight(QFont.Weight.DemiBold)
    return found


def qt_palette(palette: Palette) -> QPalette:
    """Return the tokens in Qt's roles, for what no stylesheet reaches."""
    roles = QPalette.ColorRole
    found = QPalette()
    for role, colour in (
        (roles.Window, palette.panel),
        (roles.WindowText, palette.ink),
        (roles.Base, palette.panel),
        (roles.AlternateBase, palette.ground),
        (roles.Text, palette.ink),
        (roles.PlaceholderText, palette.muted),
        (roles.Button, palette.panel),
        (roles.ButtonText, palette.ink),
        (roles.ToolTipBase, palette.panel),
        (roles.ToolTipText, palette.ink),
        (roles.Highlight, palette.accent),
        (roles.HighlightedText, palette.on_accent),
        (roles.Accent, palette.accent),
        (roles.Link, palette.accent),
    ):
        found.setColor(role, QColor(colour))
    for role in (roles.WindowText, roles.Text, roles.ButtonText):
        found.setColor(QPalette.ColorGroup.Disabled, role, QColor(palette.muted))
    return found


class Theme(QObject):
    """The palette in force. `changed(palette)` follows the system or the user's choice."""

    changed = Signal(object)

    def __init__(
        self, app: QApplication, choice: Choice = "system", high_contrast: bool = False
    ) -> None:
        super().__init__()
        self._app = app
        self._choice: Choice = choice
        self._high_contrast = high_contrast
        self._shown: Palette | None = None
        app.setStyle(QStyleFactory.create("Fusion"))
        app.setFont(font())
        hints = QGuiApplication.styleHints()
        hints.colorSchemeChanged.connect(self._on_scheme_changed)
        hints.accessibility().contrastPreferenceChanged.connect(self._on_contrast_changed)
        self.choose(choice)

    @property
    def choice(self) -> Choice:
        """What the user chose."""
        return self._choice

    @property
    def palette(self) -> Palette:
        """The palette in force."""
        return self._shown or LIGHT

    @property
    def high_contrast(self) -> bool:
        """Whether the user asked for high contrast here; the system may ask for it besides."""
        return self._high_contrast

    def raise_contrast(self, high: bool) -> None:
        """Use the palettes of high contrast, or those of the system's wish."""
        self._high_contrast = high
        self._show()

    def choose(self, choice: Choice) -> None:
        """Follow the system, or force light or dark."""
        self._choice = choice
        hints = QGuiApplication.styleHints()
        if choice == "system":
            hints.unsetColorScheme()
        else:
            dark = choice == "dark"
            hints.setColorScheme(Qt.ColorScheme.Dark if dark else Qt.ColorScheme.Light)
        self._show()

    def _on_scheme_changed(self, _scheme: Qt.ColorScheme) -> None:
        self._show()

    def _on_contrast_changed(self, _preference: Qt.ContrastPreference) -> None:
        self._show()

    def _show(self) -> None:
        hints = QGuiApplication.styleHints()
        dark = self._choice == "dark" or (
            self._choice == "system" and hints.colorScheme() == Qt.ColorScheme.Dark
        )
        wish = hints.accessibility().contrastPreference()
        high = self._high_contrast or wish == Qt.ContrastPreference.HighContrast
        wanted = palette_for(dark, high)
        if wanted == self._shown:
            return
        from funnelcraft.designer.look.stylesheet import stylesheet

        self._shown = wanted
        # Qt restyles each widget once for every widget around it where one stylesheet follows
        # another, and only once where it is taken away and another is put on.
        self._app.setStyleSheet("")
        self._app.setPalette(qt_palette(wanted))
        self._app.setStyleSheet(stylesheet(wanted))
        self.changed.emit(wanted)
