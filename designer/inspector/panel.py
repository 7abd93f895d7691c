"""The inspector: the form of what is selected, of one part or of several."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget

from funnelcraft.designer.document import Document, Item
from funnelcraft.designer.inspector.document_form import THE_DOCUMENT, DocumentForm
from funnelcraft.designer.inspector.form import Form
from funnelcraft.designer.inspector.several import SeveralForm
from funnelcraft.designer.inspector.source_form import SourceForm
from funnelcraft.designer.inspector.stage_form import StageForm
from funnelcraft.designer.inspector.trigger_form import TriggerForm
from funnelcraft.funnel.model import Funnel

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
        self._several: SeveralForm | None = None
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

    def _form(self, kind: str) -> Form:
        if kind not in self._forms:
            made: Form
            if kind == "stage":
                made = StageForm(self._document)
                made.role_wanted.connect(self.role_wanted)
                made.show_expectation(*self._expected)
            elif kind == "trigger":
                made = TriggerForm(self._document)
            else:
                made = SourceForm(self._document)
            self._forms[kind] = made
            self.addWidget(made)
        return self._forms[kind]

    def _on_state_changed(self) -> None:
        several = () if self._several is None else (self._several,)
        for form in (self.document_form, *self._forms.values(), *several):
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
        if self._several is None:
            self._several = SeveralForm(self._document)
            self._several.delete_wanted.connect(self.delete_wanted)
            self.addWidget(self._several)
        self._several.show_items(items)
        self._several.allow_edits(not self._document.is_view_only)
        self.setCurrentWidget(self._several)
