"""Scenarios of a document: added, renamed, recorded from edits, taken away."""

from typing import Any

from funnelcraft.funnel.changes import Scenario
from funnelcraft.funnel.ids import new_id
from funnelcraft.funnel.model import Funnel
from funnelcraft.funnel.scenarios.differing import differences


def scenario_of(funnel: Funnel, id: str) -> Scenario | None:  # noqa: A002 - the file's own word
    """Return the scenario of an id, or None."""
    return next((one for one in funnel.scenarios if one.id == id), None)


def add_scenario(funnel: Funnel, name: str, like: Funnel | None = None) -> tuple[Funnel, str]:
    """Add a scenario, empty or with all in which another funnel differs; return its id as well."""
    made = Scenario(
        id=new_id(name, [one.id for one in funnel.scenarios]),
        name=name,
        changes=differences(funnel, like) if like is not None else (),
    )
    return funnel.replaced(scenarios=(*funnel.scenarios, made)), made.id


def change_scenario(funnel: Funnel, id: str, **changes: Any) -> Funnel:  # noqa: A002
    """Change keys of a scenario."""
    return funnel.replaced(
        scenarios=tuple(
            one.replaced(**changes) if one.id == id else one for one in funnel.scenarios
        )
    )


def remove_scenario(funnel: Funnel, id: str) -> Funnel:  # noqa: A002
    """Take a scenario away; the funnel itself stays as it is."""
    return funnel.replaced(scenarios=tuple(one for one in funnel.scenarios if one.id != id))


def recorded(base: Funnel, id: str, edited: Funnel) -> Funnel:  # noqa: A002
    """Return the base with a scenario that now leads to the edited funnel.

    Titles, notes, the decision asked, scenarios and acceptances of the edited funnel are the
    document's own.
    """
    own = base.replaced(
        title=edited.title,
        notes=edited.notes,
        decision=edited.decision,
        accepted_findings=edited.accepted_findings,
    )
    return change_scenario(own, id, changes=differences(own, edited))
