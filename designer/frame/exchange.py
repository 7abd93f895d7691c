"""What the parts of the window tell one another: an edit, a selection, a review, a theme."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from funnelcraft.designer.frame.title import show_title
from funnelcraft.designer.look.tokens import Palette
from funnelcraft.funnel.text import _

if TYPE_CHECKING:
    from funnelcraft.designer.window import MainWindow
    from funnelcraft.funnel.checks import Review
    from funnelcraft.funnel.model import Funnel


class Exchange(QObject):
    """Takes what a part of the window says to the parts that have to know."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        document, files = window.document, window.files
        document.changed.connect(self._on_changed)
        document.state_changed.connect(self._on_state)
        document.selection_changed.connect(self._on_selection)
        document.refused.connect(self._on_refused_edit)
        document.about_to_switch.connect(window.inspector.commit)
        files.problem.connect(window.messages.show_problem)
        files.notice.connect(window.messages.show_notice)
        files.opened.connect(self._on_opened)
        files.about_to_save.connect(window.inspector.commit)
        window.canvas.zoom_changed.connect(window.status.show_zoom)
        window.canvas.message.connect(window.status.say)
        window.outline.delete_wanted.connect(window.delete_selection)
        window.outline.gallery_wanted.connect(window.show_gallery)
        window.inspector.delete_wanted.connect(window.delete_selection)
        window.inspector.role_wanted.connect(self._on_role_wanted)
        window.checker.reviewed.connect(self._on_reviewed)
        window.findings.jump.connect(window.go_to)
        window.findings.announced.connect(window.status.say)
        window.theme.changed.connect(self._on_theme)

    def _on_changed(self, _before: object, _after: object) -> None:
        show_title(self._window)

    def _on_state(self) -> None:
        show_title(self._window)

    def _on_selection(self) -> None:
        window = self._window
        window.actions_by_name["delete"].setEnabled(bool(window.document.selection))
        if window.document.selection:
            window.shell.right.show_selection()

    def _on_refused_edit(self) -> None:
        self._window.messages.show_notice(
            _("This document is open for viewing only. Save it under another name to edit it.")
        )

    def _on_opened(self) -> None:
        window = self._window
        window.messages.hide()
        window.leave_start()
        show_title(window)
        window.checker.check_now()
        window.canvas.fit()
        window.forecasts.forget()
        window.forecasts.begin()

    def _on_role_wanted(self, stage_id: str) -> None:
        answer = self._window.dialogs.new_role()
        if answer is not None:
            self._window.inspector.stage_form.give_new_role(stage_id, *answer)

    def _on_reviewed(self, funnel: "Funnel", review: "Review") -> None:
        self._window.findings.show_review(funnel, review)
        self._window.canvas.show_findings(review.open)

    def _on_theme(self, palette: Palette) -> None:
        window = self._window
        for part in (window.canvas, window.outline, window.findings):
            part.set_colours(palette)
        window.forecasts.set_colours(palette)
        window.comparisons.set_colours(palette)
        window.baselines.set_colours(palette)
        window.specifications.set_colours(palette)
        window.executive.set_colours(palette)
