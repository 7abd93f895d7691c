"""What a conversion means, in words: as people picture it, its counts, and how sure it is."""

from funnelcraft.designer.inspector.writing import one_in
from funnelcraft.funnel.graph import triggers_from
from funnelcraft.funnel.model import Conversion, Funnel, Trigger
from funnelcraft.funnel.text import _, number, rate
from funnelcraft.simulation.certainty import rate_interval

MOST_COUNTED = 10**9  # beyond, a rate is as exact as it is written


def rate_sentence(trigger: Trigger, origin_kind: str) -> str:
    """Say a trigger's rate as people picture it, or what to type."""
    if trigger.conversion is None:
        if origin_kind == "gate":
            return _("Empty: this way takes all leads the others leave.")
        return _("Type the share in percent: 35 means 35%.")
    pictured = one_in(trigger.conversion.rate)
    return pictured[:1].upper() + pictured[1:] + "." if pictured else ""


def counts_sentence(conversion: Conversion | None, ways: int) -> str:
    """Say what the counts behind a rate are worth; `ways` with the leak, as `rate_interval`."""
    if conversion is None or conversion.entered is None or conversion.moved is None:
        return _("Counts tell how sure the rate is: type both and the rate is theirs.")
    entered, moved = conversion.entered, conversion.moved
    if not 0 <= moved <= entered:
        return _("More leads moved than entered: that cannot be.")
    said = _("{moved} of {entered} leads moved.").format(
        moved=number(moved), entered=number(entered)
    )
    if 0 < entered <= MOST_COUNTED:
        low, high = rate_interval(entered, moved, ways)
        said += " " + _(
            "So the true rate lies between {low} and {high} with a chance of 80%."
        ).format(low=rate(low), high=rate(high))
    return f"{said} " + _("Typing another rate removes the counts.")


def ways_out(funnel: Funnel, trigger: Trigger) -> int:
    """Return into how many shares the leads of a trigger's stage fall, nowhere among them."""
    leaving = triggers_from(funnel, trigger.from_stage)
    rated = sum(one.conversion is not None for one in leaving)
    return rated + 1
