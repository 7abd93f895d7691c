"""The colours of a deck on paper: those of the light theme. A test holds the two together."""

from funnelcraft.io.deck.shapes import Colour, Ink

PAPER: dict[Colour, str] = {
    "panel": "#ffffff",
    "ground": "#f4f5f7",
    "line": "#dfe2e8",
    "ink": "#1c2430",
    "muted": "#5b6677",
    "accent": "#2457d6",
    "marketing": "#0d7366",
    "sales": "#8a4b08",
    "neutral": "#5b6677",
    "won": "#1a7f37",
    "lost": "#b3261e",
    "recycle": "#6b4fbb",
    "warning": "#855800",
}


def on_paper(ink: Ink) -> str:
    """Return the #rrggbb that shows where an ink lies on white paper."""
    colour = PAPER[ink.colour]

    def channel(at: int) -> int:
        return round(int(colour[at : at + 2], 16) * ink.strength + 255 * (1 - ink.strength))

    return "#" + "".join(f"{channel(at):02x}" for at in (1, 3, 5))
