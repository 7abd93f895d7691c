"""What each change adds, in words: what adds most, how sure that is, and from what it is known."""

from collections.abc import Callable

from funnelcraft.funnel.text import _, count, ngettext, number
from funnelcraft.simulation.comparison.contributions import Contributions, Share
from funnelcraft.simulation.forecast.figures import Figure, wins

# Shares below this part of the largest one are not worth a sentence.
WORTH_TELLING = 0.05
MOST_TOLD = 3


def contribution_words(found: Contributions, figure: Figure, write: Callable[[float], str]) -> str:
    """Say which change adds most, and how the shares were found."""
    if not found.contributions:
        return contributions_basis(found)
    first = max(found.contributions, key=lambda one: abs(one.shares[figure].share))
    share = first.shares[figure]
    if share.share == 0:
        told = [_("No change does anything to this figure.")]
    else:
        text = (
            _("Most is added by “{change}”: {n}{range}.")
            if share.share > 0
            else _("Most is taken by “{change}”: {n}{range}.")
        )
        size = write(abs(share.share))
        told = [text.format(change=first.title, n=size, range=_in_brackets(share, write))]
    told.append(contributions_basis(found))
    return " ".join(told)


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
        text = ngettext(
            "“{title}” brings {n} deal{range}.", "“{title}” brings {n} deals{range}.", plural
        )
    else:
        text = ngettext(
            "“{title}” costs {n} deal{range}.", "“{title}” costs {n} deals{range}.", plural
        )
    return text.format(title=title, n=figure, range=_in_brackets(share, count))


def share_range(share: Share, write: Callable[[float], str]) -> str:
    """Write the 80% interval of a share; an empty text where the share is exact."""
    if share.is_exact:
        return ""
    return _("{low} to {high}").format(low=write(share.low), high=write(share.high))


def _in_brackets(share: Share, write: Callable[[float], str]) -> str:
    """Write the 80% interval of a share that is told without its sign."""
    if share.is_exact:
        return ""
    low, high = (share.low, share.high) if share.share > 0 else (-share.high, -share.low)
    return _(" (80%: {low} to {high})").format(low=write(low), high=write(high))


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
