"""How long the leads in a stage have been there, beside how long those who moved on took."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from funnelcraft.funnel.text import _, count, days, ngettext, number

# So much older than nine in ten of those who moved on, one in ten would be anyway.
TOO_MANY_LATE = 0.2


@dataclass(frozen=True)
class Aged:
    """The leads that are in a stage, and the days they have been there.

    `middle` is the age in the middle; `low` and `high` hold the central 80%, None where a file does
    not say. Of those who moved on half did so within `usual` days and nine in ten within `ninth`,
    None where nobody moved; `late` leads have been there for longer than the latter.
    """

    stage: str
    leads: int
    middle: float
    low: float | None = None
    high: float | None = None
    usual: float | None = None
    ninth: float | None = None
    late: int = 0

    @property
    def late_share(self) -> float:
        """The share of the leads that is older than nine in ten of those who moved on were."""
        return self.late / self.leads if self.leads else 0.0


def aged_words(one: Aged, name: str) -> str:
    """Say how long the leads of a stage have been there, and how that compares."""
    leads = ngettext("{n} lead", "{n} leads", one.leads).format(n=number(one.leads))
    if one.low is None or one.high is None:
        text = _("{stage}: {leads}, half of them there for {middle} or more")
        said = text.format(stage=name, leads=leads, middle=days(one.middle))
    else:
        text = _("{stage}: {leads}, there for {middle} in the middle, 80% for {low} to {high}")
        said = text.format(
            stage=name,
            leads=leads,
            middle=days(one.middle),
            low=number(one.low, 0 if one.low >= 10 else 1),
            high=days(one.high),
        )
    if one.usual is None or one.ninth is None:
        return _("{said}; nobody moved on, so there is nothing to compare with").format(said=said)
    text = _("{said}; half of those who move on do so within {usual}, nine in ten within {ninth}")
    said = text.format(said=said, usual=days(one.usual), ninth=days(one.ninth))
    if one.low is None:
        return said
    return _("{said}; {n} have been there for longer").format(said=said, n=number(one.late))


def aging_sentence(found: Sequence[Aged], name: Callable[[str], str]) -> str:
    """Say how many leads are there, and where most have outstayed those who moved on."""
    if not found:
        return _("No lead is in the funnel on that day.")
    leads = sum(one.leads for one in found)
    text = ngettext("{n} lead is in the funnel.", "{n} leads are in the funnel.", leads)
    told = [text.format(n=count(leads))]
    worst = max(found, key=lambda one: one.late)
    if worst.ninth is None or worst.late_share < TOO_MANY_LATE:
        if any(one.ninth is not None for one in found):
            told.append(_("None of the stages holds many that should have left long ago."))
        return " ".join(told)
    text = ngettext(
        "Most have outstayed their time in “{stage}”: {n} of {all} has been there for longer than "
        "nine in ten of those who moved on took ({days}).",
        "Most have outstayed their time in “{stage}”: {n} of {all} have been there for longer than "
        "nine in ten of those who moved on took ({days}).",
        worst.late,
    )
    told.append(
        text.format(
            stage=name(worst.stage),
            n=number(worst.late),
            all=number(worst.leads),
            days=days(worst.ninth),
        )
    )
    return " ".join(told)
