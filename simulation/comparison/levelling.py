"""Two designs brought onto one ground before they are compared: one first day, one currency."""

from dataclasses import dataclass

from funnelcraft.funnel.model import Funnel
from funnelcraft.funnel.text import _, written_day


@dataclass(frozen=True)
class Levelled:
    """Two designs that `compare` takes, and what had to be done for it, a sentence each.

    `has_revenue` says whether both count money, in one currency.
    """

    a: Funnel
    b: Funnel
    has_revenue: bool
    notes: tuple[str, ...] = ()


def levelled(a: Funnel, b: Funnel, names: tuple[str, str]) -> Levelled:
    """Bring B onto A's first day and currency; `names` are what the notes call the two.

    Money of two currencies is not compared: neither design has a deal value then, since a rate of
    exchange would be a guess. A start that is no date stays, for the checks to refuse.
    """
    notes: list[str] = []
    if a.start != b.start:
        text = _(
            "{b} begins on {later}, {a} on {earlier}: both are compared from {earlier} on, "
            "each with the leads that are there already."
        )
        notes.append(
            text.format(
                a=names[0], b=names[1], earlier=written_day(a.start), later=written_day(b.start)
            )
        )
        b = b.replaced(start=a.start)
    without = [name for name, one in zip(names, (a, b), strict=True) if one.deal_value is None]
    if len(without) == 1:
        text = _("{design} has no deal value: revenue is not compared.")
        notes.append(text.format(design=without[0]))
    elif len(without) == 2:
        notes.append(_("Neither design has a deal value: revenue is not compared."))
    elif a.currency != b.currency:
        text = _(
            "{a} counts money in {first}, {b} in {second}: revenue is not compared, deals are."
        )
        notes.append(text.format(a=names[0], b=names[1], first=a.currency, second=b.currency))
        without = list(names)
    if without:
        a, b = (one.replaced(deal_value=None) for one in (a, b))
        b = b.replaced(currency=a.currency)
    return Levelled(a, b, not without, tuple(notes))
