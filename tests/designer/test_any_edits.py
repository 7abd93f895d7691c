"""Any edits in any order, undone, redone, saved and loaded: the document is never another one.

A short run by default; a thousand documents of fifty steps with
`FUNNELCRAFT_ANY_EDITS=long python -m pytest -s tests/designer/test_any_edits.py`, which also says
how often what was done. A step that cannot be taken adds a stage instead: to give the run up, as
`assume` does, would leave few that are whole.
"""

import os
import tempfile
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from funnelcraft.designer.document import Document, Item
from funnelcraft.funnel import edits
from funnelcraft.funnel.changes import Change
from funnelcraft.funnel.checks import fix_all, review
from funnelcraft.funnel.checks.acceptance import accept, reopen
from funnelcraft.funnel.findings import Finding
from funnelcraft.funnel.model import Funnel
from funnelcraft.funnel.scenarios import (
    add_scenario,
    adopted,
    applied,
    change_scenario,
    copy_scenario,
    drop_changes,
    remove_scenario,
    scenario_of,
    settled,
    switch_changes,
)
from funnelcraft.io import project_file
from funnelcraft.io.project_file import dump, parse
from funnelcraft.io.templates import template, template_names
from tests.funnel.any_edit import (
    ANY_EDIT,
    QUESTIONS,
    SEGMENTS,
    ImpossibleError,
    change_document,
)

RUNS, STEPS = (1_000, 50) if os.environ.get("FUNNELCRAFT_ANY_EDITS") == "long" else (30, 30)

# How often each thing was done, in runs that were gone through to their end.
TALLY: Counter[str] = Counter()
WHOLE = "runs of all steps"
SCENARIO_DEEDS = ("add_scenario", "switch", "switch_changes", "drop_changes", "settled", "adopt")


def one_of(data: st.DataObject, found: Sequence[Finding]) -> Finding:
    """Return one of some findings; without any, nothing can be done about it."""
    if not found:
        raise ImpossibleError
    chosen: Finding = data.draw(st.sampled_from(found))
    return chosen


def design(funnel: Funnel) -> Funnel:
    """Return a funnel without what belongs to the document and not to one of its designs."""
    own = {
        "title": "",
        "notes": "",
        "decision": "",
        "language": "",
        "accepted_findings": (),
        "baseline": None,
    }
    return funnel.replaced(**own, scenarios=(), mappings=())


class AnyEdits(RuleBasedStateMachine):
    """A document and what it must be: the bases that undo and redo have to bring back.

    `ways` says of every step which scenario was shown before and after it.
    """

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.document = Document(template("blank"))
        self.past: list[Funnel] = [self.document.base]
        self.ways: list[tuple[str, str]] = []
        self.at = 0
        self.done: Counter[str] = Counter()
        self.steps = -1  # counted after each; the beginning is none

    @initialize(name=st.sampled_from(template_names()), segmented=st.booleans())
    def begin(self, name: str, segmented: bool) -> None:
        funnel = template(name)
        if segmented:
            sources = tuple(one.replaced(segment=SEGMENTS[0].id) for one in funnel.sources)
            funnel = funnel.replaced(segments=SEGMENTS, sources=sources)
        self._start(funnel)

    def _start(self, funnel: Funnel, path: Path | None = None, sha256: str | None = None) -> None:
        self.document.open(funnel, path, sha256)
        self.past, self.ways, self.at = [funnel], [], 0

    def _apply(self, after: Funnel, merge_key: str = "") -> None:
        """Take an edit's outcome as a step, and note what the history must be then."""
        document = self.document
        base, shown, scenario = document.base, document.funnel, document.scenario
        joins = bool(merge_key) and self._joins(merge_key)
        document.apply(lambda _funnel: after, "Edit", merge_key=merge_key)
        assert design(document.funnel) == design(after)
        assert document.funnel.title == after.title
        assert document.funnel.notes == after.notes
        assert document.scenario == scenario
        if scenario:
            assert design(document.base) == design(base)
            assert set(after.accepted_findings) <= set(document.base.accepted_findings)
        else:
            assert document.base is document.funnel
            assert document.base == after
        self._note(base, (scenario, scenario), joins=joins, changed=after != shown)

    def _note(
        self, before: Funnel, way: tuple[str, str], *, joins: bool = False, changed: bool = True
    ) -> None:
        """Note a step that was taken; there is none where nothing changed."""
        if self.document.base == before:
            assert self.document.undo_stack.index() == self.at
            return
        assert changed
        del self.past[self.at + (0 if joins else 1) :], self.ways[self.at - (1 if joins else 0) :]
        self.past.append(self.document.base)
        self.ways.append(way)
        self.at = len(self.past) - 1
        if joins and self.at and self.past[self.at] == self.past[self.at - 1]:
            self.past.pop()  # what was typed was taken back by typing: no step is left
            self.ways.pop()
            self.at -= 1
        assert self.document.undo_stack.index() == self.at

    def _apply_to_base(self, after: Funnel, show: str | None = None) -> None:
        """Take an edit of the base, or of its scenarios, as a step."""
        document = self.document
        base, scenario = document.base, document.scenario
        document.apply_to_base(lambda _funnel: after, "Edit", show=show)
        assert document.base == after
        if show is not None:
            assert document.scenario == show
        self._note(base, (scenario, document.scenario))

    def _joins(self, merge_key: str) -> bool:
        stack = self.document.undo_stack
        if stack.index() == 0 or stack.cleanIndex() == stack.index():
            return False  # Qt never joins a step to one that is saved
        last: Any = stack.command(stack.index() - 1)
        here = self.ways[self.at - 1] == (self.document.scenario,) * 2
        return bool(here and last is not None and last._merge_key == merge_key)

    def _edit(self, name: str, make: Callable[[], Funnel], draw: Callable[..., Any]) -> None:
        """Apply an edit; add a stage where it cannot be made."""
        try:
            after = make()
        except ImpossibleError:
            name, after = "add_stage", ANY_EDIT["add_stage"](draw, self.document.funnel)
        self.done[name] += 1
        self._apply(after)

    # Three rules of one kind, for as many edits as there is of everything else.
    @rule(name=st.sampled_from(sorted(ANY_EDIT)), data=st.data())
    def edit(self, name: str, data: st.DataObject) -> None:
        self._edit(name, lambda: ANY_EDIT[name](data.draw, self.document.funnel), data.draw)

    @rule(name=st.sampled_from(sorted(ANY_EDIT)), data=st.data())
    def edit_once_more(self, name: str, data: st.DataObject) -> None:
        self.edit(name, data)

    @rule(name=st.sampled_from(sorted(ANY_EDIT)), data=st.data())
    def edit_again(self, name: str, data: st.DataObject) -> None:
        self.edit(name, data)

    @rule(data=st.data())
    def copy_and_paste(self, data: st.DataObject) -> None:
        self.edit("pasted", data)

    @rule(data=st.data())
    def edit_document(self, data: st.DataObject) -> None:
        self.done["edit_document"] += 1
        self._apply(change_document(data.draw, self.document.funnel))

    @rule(title=st.text(max_size=3))
    def type_into_a_field(self, title: str) -> None:
        self.done["type_into_a_field"] += 1
        self._apply(self.document.funnel.replaced(title=title), merge_key="title 1")

    @rule(data=st.data(), whole_kind=st.booleans())
    def mend(self, data: st.DataObject, whole_kind: bool) -> None:
        def mended() -> Funnel:
            found = [one for one in review(self.document.funnel).open if one.fix is not None]
            chosen = one_of(data, found)
            kind = [one for one in found if one.code == chosen.code] if whole_kind else [chosen]
            return fix_all(self.document.funnel, kind)

        self._edit("mend", mended, data.draw)

    @rule(data=st.data(), reason=st.text(min_size=1, max_size=9))
    def accept(self, data: st.DataObject, reason: str) -> None:
        def accepted() -> Funnel:
            found = [one for one in review(self.document.funnel).open if one.level != "error"]
            return accept(self.document.funnel, one_of(data, found), reason)

        self._edit("accept", accepted, data.draw)

    @rule(data=st.data())
    def reopen(self, data: st.DataObject) -> None:
        def reopened() -> Funnel:
            found = review(self.document.funnel).accepted
            return reopen(self.document.funnel, one_of(data, found))

        self._edit("reopen", reopened, data.draw)

    @rule(data=st.data())
    def select(self, data: st.DataObject) -> None:
        ids = [stage.id for stage in self.document.funnel.stages]
        chosen = data.draw(st.lists(st.sampled_from(ids), unique=True)) if ids else []
        self.done["select"] += 1
        self.document.select(Item("stage", stage) for stage in chosen)

    def _any_scenario(self, data: st.DataObject) -> str:
        """Return the id of a scenario, made first where there is none."""
        ids = [one.id for one in self.document.base.scenarios]
        if ids:
            return str(data.draw(st.sampled_from(ids)))
        self.add_scenario("First", like_shown=False)
        return self.document.scenario

    @rule(name=st.text(max_size=5), like_shown=st.booleans())
    def add_scenario(self, name: str, like_shown: bool) -> None:
        self.done["add_scenario"] += 1
        document = self.document
        like = document.funnel if like_shown else None
        self._apply_to_base(*add_scenario(document.base, name, like=like))

    # Two rules of a kind here, too: edits are to be made in all designs.
    @rule(data=st.data())
    def switch(self, data: st.DataObject) -> None:
        self.done["switch"] += 1
        count = self.document.undo_stack.count()
        ids = ["", "none", *(one.id for one in self.document.base.scenarios)]
        wanted = data.draw(st.sampled_from(ids))
        self.document.show_scenario(wanted)
        assert self.document.scenario == ("" if wanted == "none" else wanted)
        assert self.document.undo_stack.count() == count

    @rule(data=st.data())
    def switch_to_a_scenario(self, data: st.DataObject) -> None:
        self.document.show_scenario(self._any_scenario(data))

    @rule(data=st.data())
    def copy_scenario(self, data: st.DataObject) -> None:
        self.done["copy_scenario"] += 1
        chosen = self._any_scenario(data)
        self._apply_to_base(*copy_scenario(self.document.base, chosen, "Copy"))
        self._apply_to_base(change_scenario(self.document.base, chosen, name="Original"))

    @rule(data=st.data(), off=st.booleans())
    def switch_changes(self, data: st.DataObject, off: bool) -> None:
        self.done["switch_changes"] += 1
        chosen = self._any_scenario(data)
        some = self._some_changes(data, chosen)
        self._apply_to_base(switch_changes(self.document.base, chosen, some, off=off))

    @rule(data=st.data())
    def drop_changes(self, data: st.DataObject) -> None:
        self.done["drop_changes"] += 1
        chosen = self._any_scenario(data)
        self._apply_to_base(
            drop_changes(self.document.base, chosen, self._some_changes(data, chosen))
        )

    def _some_changes(self, data: st.DataObject, chosen: str) -> list[Change]:
        scenario = scenario_of(self.document.base, chosen)
        assert scenario is not None
        flags = [data.draw(st.booleans()) for _change in scenario.changes[:5]]
        return [change for change, flag in zip(scenario.changes, flags, strict=False) if flag]

    @rule(data=st.data())
    def drop_what_no_longer_fits(self, data: st.DataObject) -> None:
        self.done["settled"] += 1
        chosen = self._any_scenario(data)
        before = self.document.base
        scenario = scenario_of(before, chosen)
        assert scenario is not None
        shown = applied(before, scenario.changes).funnel
        self._apply_to_base(settled(before, chosen))
        after = scenario_of(self.document.base, chosen)
        assert after is not None
        found = applied(self.document.base, after.changes)
        assert found.problems == ()
        assert design(found.funnel) == design(shown)

    @rule(data=st.data(), adopt=st.booleans())
    def end_scenario(self, data: st.DataObject, adopt: bool) -> None:
        self.done["adopt" if adopt else "remove_scenario"] += 1
        chosen = self._any_scenario(data)
        base = self.document.base
        scenario = scenario_of(base, chosen)
        assert scenario is not None
        self._apply_to_base((adopted if adopt else remove_scenario)(base, chosen), show="")
        if adopt:
            assert design(self.document.funnel) == design(applied(base, scenario.changes).funnel)

    @precondition(lambda self: self.at > 0)
    @rule()
    def undo(self) -> None:
        self.done["undo"] += 1
        self.document.undo_stack.undo()
        self.at -= 1
        assert self.document.scenario == self.ways[self.at][0]

    @precondition(lambda self: self.at < len(self.past) - 1)
    @rule()
    def redo(self) -> None:
        self.done["redo"] += 1
        self.document.undo_stack.redo()
        self.at += 1
        assert self.document.scenario == self.ways[self.at - 1][1]

    @precondition(lambda self: len(self.past) > 1)
    @rule(data=st.data())
    def go_to_and_fro(self, data: st.DataObject) -> None:
        """Undo or redo as far as any moment of the history."""
        self.done["go_to_and_fro"] += 1
        target = data.draw(st.integers(0, len(self.past) - 1))
        while self.at > target:
            self.undo()
        while self.at < target:
            self.redo()
        assert self.document.base == self.past[target]

    @rule()
    def save(self) -> None:
        self.done["save"] += 1
        path = Path(self.folder.name) / "any.funnel"
        self.document.mark_saved(path, project_file.save(path, self.document.base))
        assert self.document.is_saved

    @precondition(lambda self: self.document.path is not None)
    @rule()
    def load(self) -> None:
        self.done["load"] += 1
        was_saved, path = self.document.is_saved, self.document.path
        assert path is not None
        opened = project_file.read(path)
        assert not was_saved or opened.funnel == self.document.base
        self._start(opened.funnel, path, opened.sha256)

    @invariant()
    def a_step_was_taken(self) -> None:
        self.steps += 1

    @invariant()
    def what_is_saved_is_what_is_loaded(self) -> None:
        base = self.document.base
        assert base == self.past[self.at]
        assert parse(dump(base)).funnel == base

    @invariant()
    def what_is_shown_is_the_base_or_a_scenario_of_it(self) -> None:
        document = self.document
        if not document.scenario:
            assert document.funnel is document.base
            return
        scenario = scenario_of(document.base, document.scenario)
        assert scenario is not None
        assert document.funnel == applied(document.base, scenario.changes).funnel

    @invariant()
    def nothing_is_selected_that_is_not_there(self) -> None:
        known = {stage.id for stage in self.document.funnel.stages}
        assert {item.id for item in self.document.selection} <= known

    def teardown(self) -> None:
        stack = self.document.undo_stack
        while stack.canUndo():
            stack.undo()
        assert self.document.base == self.past[0]
        while stack.canRedo():
            stack.redo()
        assert self.document.base == self.past[-1]
        self.folder.cleanup()
        if self.steps >= STEPS:
            TALLY.update({WHOLE: 1, **self.done})


def test_that_any_edits_in_any_order_leave_the_document_they_should() -> None:
    TALLY.clear()
    chosen = settings(
        max_examples=RUNS,
        stateful_step_count=STEPS + 1,  # the beginning counts as one
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    # Without a least number of steps many runs end early, and one with three steps counts as well.
    run_state_machine_as_test(AnyEdits, settings=chosen, _min_steps=STEPS + 1)
    print(dict(TALLY.most_common()))
    assert TALLY[WHOLE] >= RUNS
    # Each run leaves some deeds out, so that few runs may leave one out altogether.
    deeds = ("undo", "redo", "save", "load", "mend", "pasted", *SCENARIO_DEEDS)
    done = [deed for deed in deeds if TALLY[deed] >= max(1, RUNS / 50)]
    assert len(done) >= (len(deeds) if RUNS >= 300 else len(deeds) / 2), set(deeds) - set(done)


def test_that_every_edit_is_among_them() -> None:
    assert set(edits.__all__) - QUESTIONS == set(ANY_EDIT)
