"""A comparison in sentences: what B brings, how sure that is, when it shows, and what brings it."""

from funnelcraft.funnel.model import Funnel
from funnelcraft.funnel.text import _, count, day, money, ngettext, number
from funnelcraft.simulation.comparison.comparison import Comparison, Difference
from funnelcraft.simulation.comparison.contributions import Contributions, Share
from funnelcraft.simulation.forecast.figures import revenue, wins
from funnelcraft.simulation.forecast.totals import Total

A_YEAR = (365, 366)
# Shares below this part of the largest one are not worth a sentence.
WORTH_TELLING = 0.05
MOST_TOLD = 3
# Less than this nobody would call narrower.
HARDLY_NARROWER = 1.1


def comparison_sentences(
    found: Comparison, b: Funnel, of_changes: Contributions | None = None
) -> tuple[str, ...]:
    """Say what B brings more than A, how sure it is, from when on it shows, and what brings it."""
    if is_nothing(found.difference(wins())):
        return (comparison_sentence(found, b),)
    parts = [comparison_sentence(found, b), better_sentence(found.difference(wins()))]
    if of_changes is not None and (text := contributions_sentence(of_changes)):
        parts.append(text)
    return (*parts, visibility_sentence(found), pairing_sentence(found.difference(wins())))


def comparison_sentence(found: Comparison, b: Funnel) -> str:
    """Say what B brings more than A: deals, and their worth where deals have one."""
    won = found.difference(wins())
    if is_nothing(won):
        return _("Both designs bring the same deals in every run.")
    span = (
        _("a year")
        if found.a.days in A_YEAR
        else _("in {days} days").format(days=number(found.a.days))
    )
    text = (
        _("B wins {deals} more deals than A {span} (80%: {low} to {high})")
        if won.total.mean >= 0
        else _("B wins {deals} fewer deals than A {span} (80%: {low} to {high})")
    )
    said = text.format(span=span, deals=count(abs(won.total.mean)), **_interval(won.total))
    if b.deal_value is None:
        return _("{said}.").format(said=said)
    worth = found.difference(revenue()).total
    text = _("{said}, worth {money} more.") if worth.mean >= 0 else _("{said}, worth {money} less.")
    return text.format(said=said, money=money(abs(worth.mean), b.currency))


def is_nothing(difference: Difference) -> bool:
    """Say whether two designs are equal in every run."""
    return difference.more == difference.less == 0


def _interval(total: Total) -> dict[str, str]:
    """Return the 80 % interval of a difference in words; of one that is less, turned round."""
    if total.mean >= 0:
        return {"low": count(total.p10), "high": count(total.p90)}
    return {"low": count(-total.p90), "high": count(-total.p10)}


def better_sentence(difference: Difference, less_is_better: bool = False) -> str:
    """Say in how many of 100 runs B is better, and how well that is known."""
    found = difference.better(less_is_better)
    text = _("It is better in {share} of 100 runs (± {error}), worse in {worse}, equal in {equal}.")
    return text.format(
        share=number(100 * found.share),
        error=number(100 * found.error, 1),
        worse=number(100 * found.worse),
        equal=number(100 * found.equal),
    )


def visibility_sentence(found: Comparison) -> str:
    """Say from when on the difference in deals shows, on the same luck and in one real year."""
    seen = found.visibility(wins())
    if seen.paired_80 is None:
        return _("The difference in deals does not show within the horizon.")
    text = _("The difference in deals shows from the week of {date} on.")
    shown = text.format(date=day(seen.paired_80))
    if seen.alone_80 is None:
        text = _("{shown} Who sees one real year alone cannot tell it from luck by the end.")
        return text.format(shown=shown)
    text = _("{shown} Who sees one real year alone can tell from the week of {date} on.")
    return text.format(shown=shown, date=day(seen.alone_80))


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


def contributions_sentence(found: Contributions) -> str:
    """Say which changes bring most of the deals, as fair shares."""
    parts = [(one.title, one.shares[wins()]) for one in found.contributions if wins() in one.shares]
    largest = max((abs(share.share) for _title, share in parts), default=0.0)
    told = sorted(parts, key=lambda part: -abs(part[1].share))[:MOST_TOLD]
    return " ".join(
        _share_sentence(title, share)
        for title, share in told
        if largest > 0 and abs(share.share) >= WORTH_TELLING * largest
    )


def _share_sentence(title: str, share: Share) -> str:
    figure = count(abs(share.share))
    plural = 1 if figure == "1" else 2
    if share.share >= 0:
        text = ngettext("“{title}” brings {n} deal.", "“{title}” brings {n} deals.", plural)
    else:
        text = ngettext("“{title}” costs {n} deal.", "“{title}” costs {n} deals.", plural)
    return text.format(title=title, n=figure)


def contributions_basis(found: Contributions) -> str:
    """Say what the shares are computed from."""
    if not found.contributions:
        return _("Nothing differs that moves a lead.")
    basis = (
        _("Shares of the exact expectation")
        if found.exact
        else _("Shares of {runs} paired runs").format(runs=number(found.runs))
    )
    orders = (
        _("all orders of the changes weighed")
        if found.orders is None
        else _("{orders} random orders of the changes weighed").format(orders=number(found.orders))
    )
    return _("{basis}, {orders}.").format(basis=basis, orders=orders)
