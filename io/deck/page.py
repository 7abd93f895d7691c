"""A page of the executive deck as a pure value: one message, at most one picture, a few figures.

The full-screen view, the PDF and the slides are made of the same values. Nothing here knows how
they look.
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal

# What a colour says; each renderer has its own colours for them.
Role = Literal[
    "accent", "ink", "muted", "marketing", "sales", "neutral", "won", "lost", "recycle", "warning"
]
Kind = Literal["why", "standing", "design", "forecast", "sureness", "levers", "decision"]


@dataclass(frozen=True)
class Support:
    """A figure that supports the message: what it is, its value with the unit, how sure it is."""

    label: str
    value: str
    note: str = ""


@dataclass(frozen=True)
class FanPicture:
    """A figure over time: a point at the end of each period.

    `currency` is empty for counts. Without bands only the `mean` is known yet.
    """

    ends: tuple[date, ...]
    mean: tuple[float, ...]
    p2_5: tuple[float, ...] = ()
    p10: tuple[float, ...] = ()
    p50: tuple[float, ...] = ()
    p90: tuple[float, ...] = ()
    p97_5: tuple[float, ...] = ()
    currency: str = ""

    @property
    def has_bands(self) -> bool:
        """Whether anything is known of the spread."""
        return bool(self.p50)


@dataclass(frozen=True)
class Bar:
    """A bar from `start` to `end` with a text; `low` to `high` is its 80% interval.

    `mark` is another figure to compare it with, such as a published one.
    """

    name: str
    start: float
    end: float
    text: str
    low: float | None = None
    high: float | None = None
    mark: float | None = None
    mark_text: str = ""
    role: Role = "accent"


@dataclass(frozen=True)
class BarsPicture:
    """Bars on one axis. `unit` is a currency's code, "share" or "count"; `base` a line to show."""

    bars: tuple[Bar, ...]
    unit: str
    base: float = 0.0


@dataclass(frozen=True)
class Part:
    """A part of a whole: its share (0–1) and what it is."""

    name: str
    share: float
    text: str
    role: Role


@dataclass(frozen=True)
class PartsPicture:
    """What a whole is made of."""

    parts: tuple[Part, ...]


@dataclass(frozen=True)
class Step:
    """A stage of the main path: its volume, and the rate and days of the way on to the next.

    `left_out` says how many stages between this and the next are not drawn.
    """

    name: str
    leads: float
    text: str
    role: Role
    rate: str = ""
    left_out: int = 0


@dataclass(frozen=True)
class FunnelPicture:
    """The main path from the top down. Widths are `logarithmic` where volumes differ much."""

    steps: tuple[Step, ...]
    logarithmic: bool


Picture = FanPicture | BarsPicture | PartsPicture | FunnelPicture


@dataclass(frozen=True)
class Page:
    """A page: its question (`kicker`), its message (`title`), and what carries it.

    `caption` says what the picture shows and in which unit, `text` are paragraphs where words say
    it, `source` where the figures come from, `notes` the sentences for who presents it.
    `preliminary` says that the runs behind its uncertainty are still in work.
    """

    kind: Kind
    kicker: str
    title: str
    picture: Picture | None = None
    caption: str = ""
    text: tuple[str, ...] = ()
    supports: tuple[Support, ...] = ()
    source: str = ""
    notes: tuple[str, ...] = ()
    preliminary: bool = False


@dataclass(frozen=True)
class Deck:
    """All pages, with the name of the funnel and the day they were made."""

    title: str
    made: date
    pages: tuple[Page, ...]
