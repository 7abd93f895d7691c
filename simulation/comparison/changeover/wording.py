"""A change of designs in sentences, and as plain data."""

from dataclasses import asdict
from datetime import timedelta
from typing import Any

from funnelcraft.funnel.graph import stages_by_id
from funnelcraft.funnel.model import Funnel
from funnelcraft.funnel.names import stage_name
from funnelcraft.funnel.text import _, count, day, listed, money, ngettext
from funnelcraft.simulation.comparison.changeover.changeover import Changeover, Cost, Side
from funnelcraft.simulation.comparison.summaries import difference_parts, without_nan
from funnelcraft.simulation.forecast.figures import Figure, entries, revenue, wins

# Less than this of a deal, or of one in a thousand of the money, nobody misses.
HARDLY = 0.05


def changeover_sentences(found: Changeover, a: Funnel, b: Funnel) -> tuple[str, ...]:
    """Say what the change does: the quarter, what it costs, what it gains, and who is left out."""
    return tuple(
        part
        for part in (
            _of_quarter(found, b),
            _against_staying(found),
            _against_start(found),
            _who_moves(found),
            _left_out(found, a),
        )
        if part
    )


def _of_quarter(found: Changeover, b: Funnel) -> str:
    won = found.total("switch", wins(), "quarter")
    first, last = (day(one) for one in found.quarter)
    names = {"first": first, "last": last, "deals": _deals(won.mean)}
    if found.is_mean:
        return _("From {first} to {last}, the quarter of the change, {deals} are won.").format(
            **names
        )
    text = _(
        "From {first} to {last}, the quarter of the change, {deals} are won (80%: {low} to {high})."
    )
    if b.deal_value is not None:
        worth = found.total("switch", revenue(), "quarter")
        names["deals"] = _("{deals} worth {money}").format(
            deals=names["deals"], money=money(worth.mean, b.currency)
        )
    return text.format(low=count(won.p10), high=count(won.p90), **names)


def _deals(deals: float) -> str:
    figure = count(deals)
    return ngettext("{n} deal", "{n} deals", 1 if figure == "1" else 2).format(n=figure)


def _against_staying(found: Changeover) -> str:
    cost = found.cost(wins())
    if cost.missing < HARDLY:
        more = cost.quarter.total.mean
        if more < HARDLY:
            return _("The quarter loses nothing by the change.")
        text = _("That is {deals} more than without the change.")
        return text.format(deals=count(more))
    parts = [_("That is {deals} fewer than without the change").format(deals=_deals(cost.missing))]
    if cost.delayed >= HARDLY and cost.lost >= HARDLY:
        text = _("{delayed} of it comes later, {lost} is lost by {day}")
        parts.append(
            text.format(delayed=count(cost.delayed), lost=count(cost.lost), day=_end(found))
        )
    elif cost.delayed >= HARDLY:
        parts.append(_("all of it comes later"))
    else:
        parts.append(_("nothing of it comes by {day}").format(day=_end(found)))
    return "; ".join(parts) + "."


def _end(found: Changeover) -> str:
    return day(found.stay.start + timedelta(days=found.stay.days - 1))


def _against_start(found: Changeover) -> str:
    cost = found.cost(wins(), "fresh")
    whole, stay = cost.whole.total.mean, found.cost(wins()).whole.total.mean
    text = _(
        "By {day} the change brings {gain} than without it, and {short} than the new design from "
        "the start."
    )
    return text.format(day=_end(found), gain=_than(stay), short=_than(whole))


def _than(deals: float) -> str:
    if abs(deals) < HARDLY:
        return _("no deal more or fewer")
    if deals > 0:
        return _("{deals} more").format(deals=_deals(deals))
    return _("{deals} fewer").format(deals=_deals(-deals))


def _who_moves(found: Changeover) -> str:
    leads = sum(one.leads.mean for one in found.moved() if one.b is not None)
    if leads < HARDLY:
        return ""
    if found.keep_ages:
        text = _("{leads} leads in flight go on in the new stages, as old as they are.")
    else:
        text = _("{leads} leads in flight begin anew in the new stages.")
    return text.format(leads=count(leads))


def _left_out(found: Changeover, a: Funnel) -> str:
    names = stages_by_id(a)
    gone = [one for one in found.moved() if one.b is None]
    if not gone:
        return ""
    text = _("{leads} leads are out, because their stages have no open one in B: {stages}.")
    stages = [
        _("{stage} ({leads})").format(stage=stage_name(names[one.a]), leads=count(one.leads.mean))
        for one in gone
    ]
    return text.format(leads=count(sum(one.leads.mean for one in gone)), stages=listed(stages))


def changeover_summary(found: Changeover) -> dict[str, Any]:
    """Return a change as `compare --switch --json` writes it."""
    first, last = found.quarter
    figures: dict[str, Figure] = {"wins": wins(), "revenue": revenue()}
    return {
        "on": found.on.isoformat(),
        "keep_ages": found.keep_ages,
        "quarter": {"first": first.isoformat(), "last": last.isoformat()},
        "in_flight": [
            {"stage": one.a, "to": one.b, "leads": without_nan(asdict(one.leads))}
            for one in found.moved()
        ],
        **{name: _figure(found, figure) for name, figure in figures.items()},
        "stages": {stage: _figure(found, entries(stage)) for stage in found.pairs.stages},
    }


def _figure(found: Changeover, figure: Figure) -> dict[str, Any]:
    sides: tuple[Side, ...] = ("stay", "switch", "fresh")
    return {
        "quarter": {
            side: without_nan(asdict(found.total(side, figure, "quarter"))) for side in sides
        },
        "whole": {side: without_nan(asdict(found.total(side, figure))) for side in sides},
        "than_stay": _cost(found.cost(figure, "stay")),
        "than_fresh": _cost(found.cost(figure, "fresh")),
    }


def _cost(cost: Cost) -> dict[str, Any]:
    return {
        "quarter": difference_parts(cost.quarter),
        "later": difference_parts(cost.later),
        "whole": difference_parts(cost.whole),
        "lost": cost.lost,
        "delayed": cost.delayed,
    }
