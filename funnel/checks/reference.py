"""The usual definitions of the usual stages, for teams that have none yet."""

from funnelcraft.funnel.model import Stage
from funnelcraft.funnel.text import _


def reference_definition(stage: Stage) -> str:
    """Return the usual definition of a stage of this term or abbreviation, or an empty text."""
    by_name = {name: text for names, text in _definitions().items() for name in names}
    names = (stage.term.strip().casefold(), stage.abbreviation.strip().casefold())
    return next((by_name[name] for name in names if name in by_name), "")


def reference_names(name: str) -> frozenset[str]:
    """Return the terms and abbreviations of the usual stage of a name, casefolded; else its own."""
    own = name.strip().casefold()
    return next((frozenset(names) for names in _definitions() if own in names), frozenset({own}))


def _definitions() -> dict[tuple[str, ...], str]:
    """Return the definitions by the names of their stages, in the language in force."""
    return {
        ("anonymous",): _("We see what a visitor does on our website, but not who it is."),
        ("known",): _("We have the person's email address, and no success in a program yet."),
        ("responded", "responder"): _("A known person took part in one of our programs."),
        ("lead",): _("We can contact a person or company that showed interest."),
        ("qualified lead", "ql"): _("We know who the lead is, and track and score what it does."),
        ("marketing qualified lead", "mql"): _(
            "The lead's score has reached the agreed threshold, and sales is to follow up."
        ),
        ("sales accepted lead", "sal"): _("Sales has a meeting with the lead in the calendar."),
        ("sales qualified lead", "sql"): _("The meeting took place, and sales sees potential."),
        ("opportunity", "opp"): _("Sales has confirmed budget, authority, need and timeline."),
        ("nurture", "recycled"): _("The lead is not ready to buy, and marketing stays in touch."),
        ("won", "closed won", "customer"): _("Both sides have signed the contract."),
        ("lost", "closed lost"): _("The lead ended without a contract, with a recorded reason."),
    }
