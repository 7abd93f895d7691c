"""Edits of a scenario's funnel, taken back into the scenario as changes to the base."""

from collections.abc import Iterable

from funnelcraft.funnel.changes import ORDER, Change
from funnelcraft.funnel.model import AcceptedFinding, Funnel
from funnelcraft.funnel.scenarios.applying import applied
from funnelcraft.funnel.scenarios.differing import differences
from funnelcraft.funnel.scenarios.editing import change_scenario, scenario_of
from funnelcraft.funnel.scenarios.parts import LISTS, parts_of

Key = tuple[str, str, tuple[str, ...]]


def recorded(base: Funnel, id: str, edited: Funnel) -> Funnel:  # noqa: A002 - the file's own word
    """Return the base with a scenario that now leads to the edited funnel.

    Titles, notes, the decision asked, the language, acceptances and what was measured are the
    document's own: they are changed in the base. Changes that do nothing at present, because they
    are off or find no place, are kept.
    """
    own = base.replaced(
        title=edited.title,
        notes=edited.notes,
        decision=edited.decision,
        language=edited.language,
        accepted_findings=_acceptances(base, edited),
        baseline=edited.baseline,
    )
    scenario = scenario_of(base, id)
    before = scenario.changes if scenario is not None else ()
    return change_scenario(own, id, changes=_rerecorded(own, before, edited))


def settled(base: Funnel, id: str) -> Funnel:  # noqa: A002
    """Return the base with a scenario from which what no longer fits is dropped.

    What goes with a stage that the scenario takes away is said from now on. Changes that are off,
    and those that the base has made itself meanwhile, stay.
    """
    scenario = scenario_of(base, id)
    if scenario is None:
        return base
    shown = applied(base, scenario.changes).funnel
    made = _kept(scenario.changes, base, shown)
    keys = set(map(key_of, made))
    left = [change for change in scenario.changes if key_of(change) not in keys]
    fitting = [
        change for change in left if change.off or not applied(base, (*made, change)).problems
    ]
    return change_scenario(base, id, changes=(*made, *fitting))


def in_effect(base: Funnel, changes: Iterable[Change]) -> frozenset[Key]:
    """Return the keys of the changes that make a difference to the base as it is now."""
    shown = applied(base, changes).funnel
    return frozenset(map(key_of, differences(base, shown)))


def key_of(change: Change) -> Key:
    """Return what a change is about: no two changes of a scenario are about the same."""
    return change.part, change.id, change.path


def _rerecorded(base: Funnel, before: tuple[Change, ...], edited: Funnel) -> tuple[Change, ...]:
    made = _kept(before, base, edited)
    keys = set(map(key_of, made))
    left = [change for change in before if key_of(change) not in keys]
    if not left:
        return made
    effective = in_effect(base, before)
    dormant = tuple(
        change
        for change in left
        if change.off or (key_of(change) not in effective and change.path != (ORDER,))
    )
    dormant = tuple(change for change in dormant if not _is_settled_by(change, made))
    on = [change for change in dormant if not change.off]
    if on and applied(base, (*made, *dormant)).funnel != applied(base, made).funnel:
        # The edit gave a forgotten change its part again: the edit alone says what is seen now.
        dormant = tuple(change.replaced(off=True) for change in dormant)
    return (*made, *dormant)


def _kept(before: tuple[Change, ...], base: Funnel, edited: Funnel) -> tuple[Change, ...]:
    """Return the differences; one that was known before still says what the base was then."""
    known = {key_of(change): change for change in before if not change.off}
    found = []
    for change in differences(base, edited):
        old = known.get(key_of(change))
        same = old is not None and (old.value, old.gone) == (change.value, change.gone)
        found.append(old if same and old is not None else change)
    return tuple(found)


def _is_settled_by(change: Change, made: tuple[Change, ...]) -> bool:
    """Say whether an edit has decided of what a change is about: its part went, or its value."""
    for other in made:
        if (other.part, other.id) != (change.part, change.id):
            continue
        if not other.path and other.gone and not change.off:
            return True
        inner, outer = sorted((other.path, change.path), key=len, reverse=True)
        if outer and inner[: len(outer)] == outer:
            return True
    return False


def _acceptances(base: Funnel, edited: Funnel) -> tuple[AcceptedFinding, ...]:
    """Return what is accepted after an edit: of parts that only the base has, what was before."""
    hidden = tuple(
        one
        for one in base.accepted_findings
        if one.kind in LISTS
        and one not in edited.accepted_findings
        and one.id in parts_of(base, one.kind)
        and one.id not in parts_of(edited, one.kind)
    )
    return (*hidden, *edited.accepted_findings) if hidden else edited.accepted_findings
