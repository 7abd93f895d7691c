"""Campaigns as spans of days: where they stand, which overlap, and how they are said."""

from dataclasses import dataclass
from datetime import date, timedelta

from funnelcraft.funnel.model import Campaign
from funnelcraft.funnel.text import _, count, day

LONGEST_CAMPAIGN = 3660  # ten years of days


@dataclass(frozen=True)
class Span:
    """A campaign on the calendar: its first day and how long it lasts."""

    start: date
    days: int

    @property
    def end(self) -> date:
        """The first day after it."""
        return self.start + timedelta(days=self.days)

    def moved(self, days: int) -> "Span":
        """Return it so many days later; it stays within the calendar."""
        first = self.start.toordinal() + days
        room = date.max.toordinal() - LONGEST_CAMPAIGN
        return Span(date.fromordinal(min(max(first, 1), room)), self.days)

    def stretched(self, days: int, at_start: bool) -> "Span":
        """Return it longer by so many days at one end; a day is the least."""
        wanted = min(max(self.days + (-days if at_start else days), 1), LONGEST_CAMPAIGN)
        shift = self.days - wanted if at_start else 0
        return Span(self.moved(shift).start, wanted)


def span_of(campaign: Campaign) -> Span | None:
    """Return where a campaign stands; None where its days are impossible."""
    try:
        start = date.fromisoformat(campaign.start)
    except ValueError:
        return None
    possible = 1 <= campaign.days <= LONGEST_CAMPAIGN and start.year < date.max.year - 11
    return Span(start, campaign.days) if possible else None


def lanes_of(spans: list[Span | None]) -> list[int]:
    """Return for each campaign the row in which it overlaps none before it."""
    ends: list[date] = []
    found = [0] * len(spans)
    placed = sorted((span.start, at) for at, span in enumerate(spans) if span is not None)
    for _start, at in placed:
        span = spans[at]
        assert span is not None
        lane = next((n for n, end in enumerate(ends) if end <= span.start), len(ends))
        ends[lane : lane + 1] = [span.end]
        found[at] = lane
    return found


def overlaps(campaigns: tuple[Campaign, ...]) -> list[tuple[int, int]]:
    """Return the pairs of campaigns that share days, in the order of their beginnings."""
    spans = [(span, at) for at, one in enumerate(campaigns) if (span := span_of(one)) is not None]
    spans.sort(key=lambda found: (found[0].start, found[1]))
    pairs = []
    for at, (span, index) in enumerate(spans):
        for other, other_index in spans[at + 1 :]:
            if other.start >= span.end:
                break
            pairs.append((index, other_index))
    return pairs


def span_words(span: Span) -> str:
    """Say when a campaign is: from the first to the last day."""
    if span.days == 1:
        return day(span.start)
    last = span.start + timedelta(days=span.days - 1)
    return _("{first} to {last}").format(first=day(span.start), last=day(last))


def campaign_words(campaign: Campaign) -> str:
    """Say a campaign in a line."""
    span = span_of(campaign)
    when = span_words(span) if span is not None else campaign.start
    return _("{name}: {when}, {n} leads").format(
        name=campaign.name, when=when, n=count(campaign.leads)
    )
