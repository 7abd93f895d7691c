"""The specification in the window: its tab, the threads that write it and that judge tables."""

from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from funnelcraft.designer.collector import spare
from funnelcraft.designer.importing.jobs import Jobs
from funnelcraft.designer.look.tokens import Palette
from funnelcraft.funnel.findings import Place
from funnelcraft.funnel.model import Funnel
from funnelcraft.funnel.text import _

if TYPE_CHECKING:
    from funnelcraft.designer.specification.judge_page import JudgedTable
    from funnelcraft.designer.specification.view import SpecificationView
    from funnelcraft.designer.specification.written import Part
    from funnelcraft.designer.window import MainWindow

SOON = 150  # milliseconds after the last edit


class Specifications(QObject):
    """Keeps the specification tab up to date while it is seen."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self.view: SpecificationView | None = None
        self.writing = Jobs(self)
        self.judging = Jobs(self)
        self.saving = Jobs(self)
        self._is_stale = False  # drawn in colours of before
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(SOON)
        self._soon.timeout.connect(self._write)
        self.writing.finished.connect(self._on_written)
        self.writing.failed.connect(self._on_not_written)
        self.saving.finished.connect(self._on_saved)
        self.saving.failed.connect(window.status.say)
        window.document.changed.connect(self._on_changed)
        window.document.selection_changed.connect(self._on_selection)

    def open_view(self) -> "SpecificationView":
        """Return the tab, made when it is first opened."""
        if self.view is None:
            self.view = self._make_view()
        return self.view

    def _make_view(self) -> "SpecificationView":
        from funnelcraft.designer.specification.view import SpecificationView

        window = self._window
        view = SpecificationView(window.theme.palette)
        view.shown.connect(self._on_shown)
        view.export_wanted.connect(self._on_export)
        view.draw_wanted.connect(window.show_canvas)
        view.reading.chosen.connect(self._on_chosen)
        view.reading.part.edit_wanted.connect(self._on_edit)
        view.reading.part.jump.connect(window.go_to_place)
        judge = view.judge
        judge.table_wanted.connect(self._on_table_wanted)
        judge.judge_wanted.connect(self.judge)
        judge.cancel_wanted.connect(self._on_cancel)
        judge.save_wanted.connect(self._on_save_result)
        judge.leads_wanted.connect(self._on_save_leads)
        view.plan.leads_wanted.connect(self._on_save_leads)
        self.judging.progressed.connect(judge.show_progress)
        self.judging.finished.connect(self._on_judged)
        self.judging.failed.connect(judge.show_problem)
        window.shell.pages.addWidget(view)
        return view

    def set_colours(self, palette: Palette) -> None:
        """Draw in another palette."""
        if self.view is not None:
            self.view.set_colours(palette)
            if self.view.isVisible():
                self._soon.start()
            else:
                self._is_stale = True

    def close(self) -> None:
        """End all threads."""
        self._soon.stop()
        for jobs in (self.writing, self.judging, self.saving):
            jobs.close()

    @property
    def is_settled(self) -> bool:
        """Whether what is seen is of the document as it is."""
        written = self.view.written if self.view is not None else None
        return written is not None and written.funnel is self._window.document.funnel

    # Writing

    def _on_changed(self, _before: Funnel, _after: Funnel) -> None:
        if self.view is not None and self.view.isVisible():
            self._soon.start()

    def _on_shown(self) -> None:
        if self._is_stale or not self.is_settled:
            self._write()

    def _write(self) -> None:
        from funnelcraft.designer.specification.written import write

        self._soon.stop()
        self._is_stale = False
        document = self._window.document
        name = document.path.name if document.path is not None else _("not saved yet")
        self.writing.start(
            partial(write, document.funnel, name, date.today(), self._window.theme.palette)
        )

    def _on_written(self, written: object) -> None:
        from funnelcraft.designer.specification.written import Written

        if self.view is not None and isinstance(written, Written):
            self.view.show_written(written)
            self._on_selection()

    def _on_not_written(self, sentence: str) -> None:
        if self.view is not None:
            self.view.waiting.setText(sentence)
            self.view.states.setCurrentWidget(self.view.waiting)

    # Selection

    def _on_chosen(self, part: "Part") -> None:
        """Select what a part is about: the inspector shows it beside the document."""
        from funnelcraft.designer.specification.written import place_of

        place = place_of(part)
        if place is not None:
            self._window.document.go_to(place.kind, place.id)

    def _on_selection(self) -> None:
        if self.view is None:
            return
        chosen = self._window.document.selection
        if len(chosen) == 1:
            (item,) = chosen
            self.view.reading.follow(f"{item.kind}:{item.id}")

    def _on_edit(self, place: Place) -> None:
        """Take the keys to the inspector, which stands beside the document."""
        window = self._window
        shown = window.actions_by_name["inspector"]
        if not shown.isChecked():
            shown.trigger()
        window.document.go_to(place.kind, place.id)
        window.shell.right.show_selection()
        window.inspector.focus_field(place.field)

    # Tables

    def judge(self, path: Path) -> None:
        """Judge a table of leads."""
        from funnelcraft.designer.specification.judge_page import judge_table_apart

        self.open_view().judge.begin(path)
        self.judging.start(partial(judge_table_apart, self._window.document.funnel, path))

    def _on_table_wanted(self) -> None:
        path = self._window.dialogs.leads_to_open(self._folder())
        if path is not None:
            self.judge(path)

    def _on_judged(self, judged: "JudgedTable") -> None:
        spare(len(judged.every))
        self.open_view().judge.show_judged(judged)

    def _on_cancel(self) -> None:
        self.judging.stop()
        if self.view is not None:
            self.view.judge.show_problem("")

    # Files

    def _on_export(self, format_name: str) -> None:
        dialog = self._window.exports.open()
        if dialog is not None:
            dialog.formats.choose(format_name)

    def _on_save_leads(self) -> None:
        from funnelcraft.designer.specification.files import save_leads

        path = self._path(_("Save a table of leads"), "test-leads.csv")
        if path is not None:
            self.saving.start(partial(save_leads, self._window.document.funnel, path))

    def _on_save_result(self) -> None:
        from funnelcraft.designer.specification.files import save_result

        judged = self.view.judge.judged if self.view is not None else None
        if judged is None:
            return
        path = self._path(_("Save the result"), f"{judged.path.stem}-judged.csv")
        if path is not None:
            self.saving.start(partial(save_result, judged.result, path))

    def _path(self, title: str, name: str) -> Path | None:
        kinds = _("Tables ({endings})").format(endings="*.csv")
        return self._window.dialogs.path_to_save(title, self._folder() / name, kinds)

    def _on_saved(self, path: object) -> None:
        if isinstance(path, Path):
            self._window.status.say(_("Saved {file}.").format(file=path.name))

    def _folder(self) -> Path:
        path = self._window.document.path
        return path.parent if path is not None else Path.home()
