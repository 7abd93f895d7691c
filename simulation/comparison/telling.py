"""What a comparison says in words: how much more B brings, how sure that is, from when on."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial

from funnelcraft.funnel.model import Funnel
from funnelcraft.funnel.text import _, count, day, money, ngettext, number, percent
from funnelcraft.simulation.comparison.comparison import Comparison, Difference
from funnelcraft.simulation.comparison.contributions import Contributions
from funnelcraft.simulation.comparison.telling_shares import contributions_sentence
from funnelcraft.simulation.forecast.figures import Kind, revenue, wins
from funnelcraft.simulation.forecast.sentences import horizon
from funnelcraft.simulation.forecast.totals import Total

# Less than this nobody would call narrower.
HARDLY_NARROWER = 1.1


@dataclass(frozen=True)
class Topic:
    """What a sentence is about: a kind of figure, the stage's name, how figures are written.

    `write` writes amounts of money for revenue and pipeline, counts for all others.
    """

    kind: Kind
    write: Callable[[float], str] = count
    stage: str = ""


@dataclass(frozen=True)
class Pairing:
    """What the two designs are called, and over how many days they are compared."""

    a: str
    b: str
    days: int

    @property
    def time(self) -> str:
        """The horizon in words."""
        return horizon(self.days)


def comparison_sentences(
    found: Comparison, b: Funnel, of_changes: Contributions | None = None
) -> tuple[str, ...]:
    """Say what B brings more than A, how sure it is, from when on it shows, and what brings it."""
    won, topic = found.difference(wins()), Topic("wins")
    pair = Pairing(_("A"), _("B"), found.a.days)
    seen = found.visibility(wins())
    told = [headline(won, seen.paired_80, topic, pair)]
    if is_nothing(won):
        return tuple(told)
    if b.deal_value is not None:
        worth = found.difference(revenue())
        told.append(_said(worth, Topic("revenue", partial(money, currency=b.currency)), pair))
    if of_changes is not None and (text := contributions_sentence(of_changes)):
        told.append(text)
    if seen.paired_80 is None:
        told.append(_("The difference in deals does not show within the horizon."))
    else:
        told.append(alone_words(seen.alone_80))
    return (*told, pairing_sentence(won))


def headline(found: Difference, since: date | None, topic: Topic, pair: Pairing) -> str:
    """Say how much more B brings than A, how sure that is, and from when on it shows."""
    if is_nothing(found):
        return _same(topic, pair)
    told = [_said(found, topic, pair), _sure(found, topic)]
    if since is not None:
        text = _("The difference shows from the week of {date} on.")
        told.append(text.format(date=day(since)))
    return " ".join(told)


def pairing_sentence(difference: Difference) -> str:
    """Say how much of their luck both designs share."""
    pairing = difference.pairing
    if pairing.correlation is None or pairing.narrower is None:
        return _("How much luck both designs share cannot be told from these runs.")
    if pairing.narrower < HARDLY_NARROWER:
        text = _(
            "Both share hardly any luck (correlation {correlation}): the difference is as unsure "
            "as that of two separate forecasts."
        )
        return text.format(correlation=number(pairing.correlation, 2))
    text = _(
        "Both share their luck (correlation {correlation}): the spread of the difference is "
        "{narrower} times as small as of two separate forecasts."
    )
    return text.format(
        correlation=number(pairing.correlation, 2), narrower=number(pairing.narrower, 1)
    )


def expected_headline(difference: float, topic: Topic, pair: Pairing, exact: bool = True) -> str:
    """Say how much more B brings in the mean, before any run says how sure that is."""
    if difference == 0:
        return _("In the mean both come to the same. How sure that is follows.")
    said = _more(difference, topic, pair)
    if exact:
        return _("{said}, in the mean. How sure that is follows.").format(said=said)
    return _("{said}, roughly, in the mean. How sure that is follows.").format(said=said)


def alone_words(alone: date | None) -> str:
    """Say whether somebody who has but one real year to look at could tell the difference."""
    if alone is None:
        return _("Who sees one real year alone cannot tell it from luck by the end.")
    text = _("Who sees one real year alone can tell from the week of {date} on.")
    return text.format(date=day(alone))


def difference_words(found: Difference, since: date | None, topic: Topic, pair: Pairing) -> str:
    """Say what a picture of the difference over time shows."""
    if is_nothing(found):
        return _("The line of zero: both designs do the same, run by run.")
    if since is None:
        text = _("Within {time} the 80% band never leaves zero for good: luck could hide it.")
        return text.format(time=pair.time)
    if found.total.mean >= 0:
        text = _("Above zero B has more. From the week of {date} on the 80% band stays above it.")
    else:
        text = _("Below zero B has less. From the week of {date} on the 80% band stays below it.")
    return text.format(date=day(since))


def is_nothing(difference: Difference) -> bool:
    """Say whether two designs are equal in every run."""
    return difference.more == difference.less == 0


def is_unclear(total: Total) -> bool:
    """Say whether the 80% interval of a difference holds zero."""
    return total.p10 <= 0 <= total.p90


def between(total: Total, write: Callable[[float], str], is_money: bool = False) -> str:
    """Write the 80% interval of a difference: `9 to 20`, `3 fewer to 12 more`.

    Where it lies below zero it is written as the difference is said, in numbers above zero.
    """
    low, high = total.p10, total.p90
    if low >= 0:
        return _("{low} to {high}").format(low=write(low), high=write(high))
    if high <= 0:
        return _("{low} to {high}").format(low=write(-high), high=write(-low))
    text = _("{low} less to {high} more") if is_money else _("{low} fewer to {high} more")
    return text.format(low=write(-low), high=write(high))


def _said(found: Difference, topic: Topic, pair: Pairing) -> str:
    """Say what B brings more or less, with its 80% interval."""
    first = _more(found.total.mean, topic, pair)
    span = between(found.total, topic.write, topic.kind == "revenue")
    return _("{said} (80%: {range}).").format(said=first, range=span)


def _more(difference: float, topic: Topic, pair: Pairing) -> str:
    """Say what B brings more or less, without a full stop."""
    figure = topic.write(abs(difference))
    many = 1 if figure == "1" else 2
    more = difference >= 0
    if topic.kind == "wins":
        text = (
            ngettext(
                "{b} brings {n} more deal than {a} in {time}",
                "{b} brings {n} more deals than {a} in {time}",
                many,
            )
            if more
            else ngettext(
                "{b} brings {n} fewer deal than {a} in {time}",
                "{b} brings {n} fewer deals than {a} in {time}",
                many,
            )
        )
    elif topic.kind == "revenue":
        text = (
            _("{b} brings {n} more revenue than {a} in {time}")
            if more
            else _("{b} brings {n} less revenue than {a} in {time}")
        )
    elif topic.kind == "balance":
        text = (
            _("With {b} {n} more leads than with {a} are in “{stage}” after {time}")
            if more
            else _("With {b} {n} fewer leads than with {a} are in “{stage}” after {time}")
        )
    else:
        text = (
            _("With {b} {n} more leads than with {a} reach “{stage}” in {time}")
            if more
            else _("With {b} {n} fewer leads than with {a} reach “{stage}” in {time}")
        )
    return text.format(a=pair.a, b=pair.b, n=figure, time=pair.time, stage=topic.stage)


def _same(topic: Topic, pair: Pairing) -> str:
    if topic.kind == "wins":
        text = _("{a} and {b} bring the same deals in every run.")
    elif topic.kind == "revenue":
        text = _("{a} and {b} bring the same revenue in every run.")
    elif topic.kind == "balance":
        text = _("With {a} and {b} as many leads are in “{stage}” after {time}, in every run.")
    else:
        text = _("With {a} and {b} as many leads reach “{stage}” in {time}, in every run.")
    return text.format(a=pair.a, b=pair.b, stage=topic.stage, time=pair.time)


def _sure(found: Difference, topic: Topic) -> str:
    if 1 in (found.more, found.less):
        return _("It is so in every run.")
    more, less = percent(found.more), percent(found.less)
    if topic.kind in ("wins", "revenue"):
        if is_unclear(found.total):
            text = _(
                "Which is better is not clear: it is ahead in {more} of the runs, behind in {less}."
            )
        else:
            text = _("It is ahead in {more} of the runs and behind in {less}.")
        return text.format(more=more, less=less)
    text = _("It has more in {more} of the runs and fewer in {less}.")
    return text.format(more=more, less=less)
