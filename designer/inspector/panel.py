"""The inspector: the form of what is selected, of one part or of several."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget
from shiboken6 import isValid

from funnelcraft.designer.document import Document, Item
from funnelcraft.designer.inspector.document_form import THE_DOCUMENT, DocumentForm
from funnelcraft.designer.inspector.form import Form
from funnelcraft.designer.inspector.several import SeveralForm
from funnelcraft.designer.inspector.source_form import SourceForm
from funnelcraft.designer.inspector.stage_form import StageForm
from funnelcraft.designer.inspector.trigger_form import TriggerForm
from funnelcraft.funnel.model import Funnel, Source, Stage, Trigger

if TYPE_CHECKING:
    from funnelcraft.simulation.expectation import Expectation


class Inspector(QStackedWidget):
    """Shows and edits what is selected; the document where nothing is."""

    delete_wanted = Signal()
    role_wanted = Signal(str)

    def __init__(self, document: Document) -> None:
        super().__init__()
        self._document = document
        self.document_form = DocumentForm(document)
        self.addWidget(self.document_form)
        self._forms: dict[str, Form] = {}
        self._expected: tuple[Expectation | None, str] = (None, "")
        self._begun: dict[str, Form] = {}
        document.changed.connect(self._on_changed)
        document.selection_changed.connect(self._on_selection_changed)
        document.state_changed.connect(self._on_state_changed)
        self._on_selection_changed()

    @property
    def stage_form(self) -> StageForm:
        """The form of stages, made when it is first needed."""
        form = self._form("stage")
        assert isinstance(form, StageForm)
        return form

    @property
    def trigger_form(self) -> TriggerForm:
        """The form of triggers, made when it is first needed."""
        form = self._form("trigger")
        assert isinstance(form, TriggerForm)
        return form

    @property
    def source_form(self) -> SourceForm:
        """The form of sources, made when it is first needed."""
        form = self._form("source")
        assert isinstance(form, SourceForm)
        return form

    @property
    def several_form(self) -> SeveralForm:
        """The form of several parts, made when it is first needed."""
        form = self._form("several")
        assert isinstance(form, SeveralForm)
        return form

    def show_expectation(self, expectation: "Expectation | None", period: str) -> None:
        """Show what is expected at the selected stage; None where there is no forecast."""
        self._expected = (expectation, period)
        if "stage" in self._forms:
            self.stage_form.show_expectation(expectation, period)

    def commit(self) -> None:
        """Commit what is being typed: before saving, closing or running."""
        shown = self.currentWidget()
        if isinstance(shown, Form) and (identity := shown.shown_id) is not None:
            shown.leave()
            shown.show_part(identity)

    def focus_field(self, name: str) -> None:
        """Take the focus to the field a finding names, where the shown form has it."""
        shown = self.currentWidget()
        if isinstance(shown, Form):
            shown.focus_field(name)

    def prepare(self) -> Iterator[None]:
        """Make the forms that were not needed yet, a section a step, so that none comes slowly."""
        for kind in ("stage", "trigger", "source", "several"):
            if kind not in self._forms:
                made = self._begin(kind)
                yield
                while kind not in self._forms and made.build_piece():
                    yield
                self._form(kind)
                for widget in made.findChildren(QWidget):
                    if isValid(widget):  # a list may have made its rows anew meanwhile
                        widget.ensurePolished()
                    yield
                yield from self._rehearse(kind, made)

    def _rehearse(self, kind: str, form: Form) -> Iterator[None]:
        """Let a form show a part while nobody sees it: rows, sizes and letters are there then."""
        funnel = self._document.funnel
        parts: dict[str, Sequence[Stage | Trigger | Source]] = {
            "stage": funnel.stages,
            "trigger": funnel.triggers,
            "source": funnel.sources,
        }
        first = next(iter(parts.get(kind, ())), None)
        if first is None or self.currentWidget() is form:
            return
        form.show_part(first.id)
        form.leave()
        yield
        if self.currentWidget() is not form:
            form.resize(self.size())
            form.grab()

    def _begin(self, kind: str) -> Form:
        """Return a form that still lacks sections; the same one until it is built."""
        if kind not in self._begun:
            makers: dict[str, type[Form]] = {
                "stage": StageForm,
                "trigger": TriggerForm,
                "source": SourceForm,
                "several": SeveralForm,
            }
            self._begun[kind] = makers[kind](self._document)
            self.addWidget(self._begun[kind])
        return self._begun[kind]

    def _form(self, kind: str) -> Form:
        if kind not in self._forms:
            made = self._begin(kind)
            made.build()
            if isinstance(made, StageForm):
                made.role_wanted.connect(self.role_wanted)
                made.show_expectation(*self._expected)
            elif isinstance(made, SeveralForm):
                made.delete_wanted.connect(self.delete_wanted)
            self._forms[kind] = made
        return self._forms[kind]

    def _on_state_changed(self) -> None:
        for form in (self.document_form, *self._forms.values()):
            form.allow_edits(not self._document.is_view_only)

    def _on_changed(self, _before: Funnel, _after: Funnel) -> None:
        shown = self.currentWidget()
        if isinstance(shown, Form) and (shown.shown_id is None or shown.exists(shown.shown_id)):
            shown.update_part()

    def _on_selection_changed(self) -> None:
        items = self._document.selection
        shown = self.currentWidget()
        if isinstance(shown, Form):
            shown.leave()
        if len(items) > 1:
            self._show_several(items)
            return
        if not items:
            self.document_form.show_part(THE_DOCUMENT)
            self.setCurrentWidget(self.document_form)
            return
        (item,) = items
        form = self._form(item.kind)
        form.show_part(item.id)
        form.allow_edits(not self._document.is_view_only)
        self.setCurrentWidget(form)

    def _show_several(self, items: frozenset[Item]) -> None:
        form = self.several_form
        form.show_items(items)
        form.allow_edits(not self._document.is_view_only)
        self.setCurrentWidget(form)
