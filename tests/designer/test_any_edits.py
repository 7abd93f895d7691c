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
from funnelcraft.funnel.checks import fix_all, review
from funnelcraft.funnel.checks.acceptance import accept, reopen
from funnelcraft.funnel.findings import Finding
from funnelcraft.funnel.model import Funnel
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


def one_of(data: st.DataObject, found: Sequence[Finding]) -> Finding:
    """Return one of some findings; without any, nothing can be done about it."""
    if not found:
        raise ImpossibleError
    chosen: Finding = data.draw(st.sampled_from(found))
    return chosen


class AnyEdits(RuleBasedStateMachine):
    """A document and what it must be: the funnels that undo and redo have to bring back."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.document = Document(template("blank"))
        self.past: list[Funnel] = [self.document.funnel]
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
        self.past, self.at = [funnel], 0

    def _apply(self, after: Funnel, merge_key: str = "") -> None:
        """Take an edit's outcome as a step, and note what the history must be then."""
        before, count = self.document.funnel, self.document.undo_stack.count()
        joins = bool(merge_key) and self._joins(merge_key)
        self.document.apply(lambda _funnel: after, "Edit", merge_key=merge_key)
        assert self.document.funnel == after
        if after == before:
            assert self.document.undo_stack.count() == count
            return
        del self.past[self.at + (0 if joins else 1) :]
        self.past.append(after)
        self.at = len(self.past) - 1
        if joins and self.at and self.past[self.at] == self.past[self.at - 1]:
            self.past.pop()  # what was typed was taken back by typing: no step is left
            self.at -= 1
        assert self.document.undo_stack.index() == self.at

    def _joins(self, merge_key: str) -> bool:
        stack = self.document.undo_stack
        if stack.index() == 0 or stack.cleanIndex() == stack.index():
            return False  # Qt never joins a step to one that is saved
        last: Any = stack.command(stack.index() - 1)
        return bool(last is not None and last._merge_key == merge_key)

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

    @precondition(lambda self: self.at > 0)
    @rule()
    def undo(self) -> None:
        self.done["undo"] += 1
        self.document.undo_stack.undo()
        self.at -= 1

    @precondition(lambda self: self.at < len(self.past) - 1)
    @rule()
    def redo(self) -> None:
        self.done["redo"] += 1
        self.document.undo_stack.redo()
        self.at += 1

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
        assert self.document.funnel == self.past[target]

    @rule()
    def save(self) -> None:
        self.done["save"] += 1
        path = Path(self.folder.name) / "any.funnel"
        self.document.mark_saved(path, project_file.save(path, self.document.funnel))
        assert self.document.is_saved

    @precondition(lambda self: self.document.path is not None)
    @rule()
    def load(self) -> None:
        self.done["load"] += 1
        was_saved, path = self.document.is_saved, self.document.path
        assert path is not None
        opened = project_file.read(path)
        assert not was_saved or opened.funnel == self.document.funnel
        self._start(opened.funnel, path, opened.sha256)

    @invariant()
    def a_step_was_taken(self) -> None:
        self.steps += 1

    @invariant()
    def what_is_saved_is_what_is_loaded(self) -> None:
        funnel = self.document.funnel
        assert funnel == self.past[self.at]
        assert parse(dump(funnel)).funnel == funnel

    @invariant()
    def nothing_is_selected_that_is_not_there(self) -> None:
        known = {stage.id for stage in self.document.funnel.stages}
        assert {item.id for item in self.document.selection} <= known

    def teardown(self) -> None:
        stack = self.document.undo_stack
        while stack.canUndo():
            stack.undo()
        assert self.document.funnel == self.past[0]
        while stack.canRedo():
            stack.redo()
        assert self.document.funnel == self.past[-1]
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
    for deed in ("undo", "redo", "save", "load", "mend", "pasted"):
        assert TALLY[deed] >= RUNS / 10, deed


def test_that_every_edit_is_among_them() -> None:
    assert set(edits.__all__) - QUESTIONS == set(ANY_EDIT)
