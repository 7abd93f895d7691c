"""Scenarios of a document: added, renamed, taken away."""

from collections.abc import Callable, Container
from typing import Any

from funnelcraft.funnel.changes import Change, Scenario
from funnelcraft.funnel.ids import new_id
from funnelcraft.funnel.model import Funnel
from funnelcraft.funnel.scenarios.applying import applied
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


def copy_scenario(funnel: Funnel, id: str, name: str) -> tuple[Funnel, str]:  # noqa: A002
    """Add a scenario with the changes and notes of another; return its id as well."""
    after, made = add_scenario(funnel, name)
    like = scenario_of(funnel, id)
    if like is not None:
        after = change_scenario(after, made, changes=like.changes, notes=like.notes)
    return after, made


def switch_changes(
    funnel: Funnel,
    id: str,  # noqa: A002
    changes: Container[Change],
    *,
    off: bool,
) -> Funnel:
    """Switch some of a scenario's changes off, or on again."""
    return _with_changes(funnel, id, lambda one: one.replaced(off=off) if one in changes else one)


def drop_changes(funnel: Funnel, id: str, changes: Container[Change]) -> Funnel:  # noqa: A002
    """Take some changes out of a scenario: there it is as in the base again."""
    return _with_changes(funnel, id, lambda one: None if one in changes else one)


def adopted(funnel: Funnel, id: str) -> Funnel:  # noqa: A002
    """Return the funnel as a scenario has it: its changes are made, and it goes.

    A scenario with changes that are off stays with those.
    """
    scenario = scenario_of(funnel, id)
    if scenario is None:
        return funnel
    made = applied(funnel, scenario.changes).funnel
    off = tuple(change for change in scenario.changes if change.off)
    return change_scenario(made, id, changes=off) if off else remove_scenario(made, id)


def _with_changes(
    funnel: Funnel,
    id: str,  # noqa: A002
    changed: Callable[[Change], Change | None],
) -> Funnel:
    scenario = scenario_of(funnel, id)
    if scenario is None:
        return funnel
    after = (changed(one) for one in scenario.changes)
    return change_scenario(funnel, id, changes=tuple(one for one in after if one is not None))
