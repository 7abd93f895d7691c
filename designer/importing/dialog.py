"""The import wizard: files in, figures out, and nothing of the document touched before the end.

One page shows everything that is to be judged. Each correction is followed by another look at the
files, so that what is shown is always what would be read. The work is done in a thread and in
processes of its own; the wizard says what went wrong in one sentence and stays as it was.
"""

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QWidget

from funnelcraft.designer.importing import correcting, judging, work
from funnelcraft.designer.importing.days import Days
from funnelcraft.designer.importing.import_page import ImportPage
from funnelcraft.designer.importing.jobs import Jobs
from funnelcraft.designer.importing.judging import Aim, Judgement
from funnelcraft.designer.importing.placing import Board
from funnelcraft.designer.importing.preview import plain
from funnelcraft.designer.importing.summary_page import SummaryPage
from funnelcraft.designer.importing.telling import summary_of
from funnelcraft.designer.importing.window_card import show_window
from funnelcraft.designer.importing.wizard import Wizard
from funnelcraft.designer.importing.work import Counted, Looked, Outcome
from funnelcraft.designer.look.tokens import Palette
from funnelcraft.funnel.text import _, listed
from funnelcraft.io.imports.mapping import Mapping, Role
from funnelcraft.io.imports.spellings import with_segments_joined

if TYPE_CHECKING:
    from funnelcraft.designer.dialogs import Dialogs
    from funnelcraft.funnel.model import Funnel
    from funnelcraft.io.imports.progress import Progress

# Smaller files are read while the user looks: the months are seen and nothing is waited for.
READ_AHEAD = 20_000_000  # bytes
MOST_NAMED = 4  # files that a sentence names


class ImportDialog(Wizard):
    """Asks for everything an import needs. `taken(outcome)` when the user takes the figures over.

    `target` is the funnel that can be measured into, None where none is open; `folder` is where
    mappings are remembered, `example` an export to try. Nothing is asked of `jobs` by others while
    the dialog is open.
    """

    taken = Signal(object)

    def __init__(
        self,
        palette: Palette,
        dialogs: "Dialogs",
        jobs: Jobs,
        folder: Path,
        target: "Funnel | None",
        example: Path | None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(palette, target, example is not None, parent)
        self._dialogs = dialogs
        self._folder = folder
        self._target = target
        self._example = example
        self._paths: tuple[Path, ...] = ()
        self.judged: Judgement | None = None
        self._counted: Counted | None = None
        self.outcome: Outcome | None = None
        self._is_looking = False
        self._stands_against = ""  # why the files cannot be read the way they were corrected
        self.jobs = jobs
        jobs.progressed.connect(self._on_progressed)
        jobs.finished.connect(self._on_finished)
        jobs.failed.connect(self._on_failed)
        self.dropped.connect(self.open_paths)
        self.drop.files_wanted.connect(self.ask_files)
        self.drop.folder_wanted.connect(self._on_folder)
        self.drop.example_wanted.connect(self._on_example)
        self.progress.cancel_wanted.connect(self.cancel)

    def connect_page(self, page: ImportPage) -> None:
        """Follow what is judged on the page."""
        page.files.corrected.connect(self._look_again)
        page.stages.changed.connect(self._on_board)
        page.stages.aim_chosen.connect(self._on_aim)
        page.window_card.changed.connect(self._on_days)
        page.window_card.segment_chosen.connect(self._on_segment)
        page.window_card.look_wanted.connect(self._count)
        page.window_card.join_wanted.connect(self._on_join)
        page.other_wanted.connect(self.ask_files)
        page.close_wanted.connect(self.reject)
        page.read_wanted.connect(self.measure)

    def connect_summary(self, summary: SummaryPage) -> None:
        """Follow what is done with what was found."""
        summary.back_wanted.connect(self._show_page)
        summary.close_wanted.connect(self.reject)
        summary.apply_wanted.connect(self._on_apply)
        summary.rows_wanted.connect(self._on_rows)

    # Files

    def ask_files(self) -> None:
        """Ask for files and look at them."""
        near = self._paths[0].absolute().parent if self._paths else Path.home()
        paths = self._dialogs.exports_to_open(near)
        if paths:
            self.open_paths(paths)

    def _on_folder(self) -> None:
        folder = self._dialogs.export_folder(Path.home())
        if folder is not None:
            self.open_paths((folder,))

    def _on_example(self) -> None:
        if self._example is not None:
            self.open_paths((self._example,))

    def open_paths(self, paths: Sequence[Path]) -> None:
        """Look at files, or at those of a folder, in place of those shown."""
        self._paths = tuple(paths)
        self.judged = self._counted = self.outcome = None
        self._stands_against = ""
        self.notice.hide()
        self._begin(_("Looking at {files} …").format(files=self._names()))
        self._look(None)
        QTimer.singleShot(0, self.pages, self.pages.prepare)

    def _look(self, mapping: Mapping | None) -> None:
        self._is_looking = True
        self.jobs.start(partial(work.look, self._paths, mapping, self._folder))

    def _names(self) -> str:
        names = [plain(path.name or str(path), 60) for path in self._paths[:MOST_NAMED]]
        return listed([*names, "…"] if len(self._paths) > MOST_NAMED else names)

    def _look_again(self, mapping: Mapping) -> None:
        """Show a correction at once, and look at the files anew with it."""
        if self.judged is None:
            return
        self.judged = judging.corrected(self.judged, mapping)
        self._counted = None
        self._stands_against = ""
        self.page.files.show_proposal(self.judged.proposal)
        self._look(mapping)
        self._show_state()

    # What comes back

    def _begin(self, doing: str) -> None:
        self.progress.begin(doing)
        self.pages.setCurrentWidget(self.progress)

    def _on_progressed(self, progress: "Progress") -> None:
        if progress.total:
            self.progress.show_share(progress.share)
        else:
            self.progress.begin(_("Measuring …"))

    def _on_finished(self, result: object) -> None:
        if isinstance(result, Looked):
            self._on_looked(result)
        elif isinstance(result, Counted):
            self._counted = result
            self._show_window()
            self._show_state()
        elif isinstance(result, Outcome):
            self._on_outcome(result)
        elif isinstance(result, int):
            self.summary.say(_("The rows were saved."))

    def _on_failed(self, sentence: str) -> None:
        self.progress.end()
        was_looking, self._is_looking = self._is_looking, False
        if self.judged is None:
            self.pages.setCurrentWidget(self.drop)
            self.drop.show_problem(sentence)
        elif self.pages.currentWidget() is self.summary:
            self.summary.say(sentence)
        else:
            if was_looking:
                self._stands_against = sentence
            self._show_page()
            self.page.say(sentence, is_problem=True, can_read=not self._hindrance())

    def _hindrance(self) -> str:
        """Say what stands against reading; nothing where nothing does."""
        if self.judged is None:
            return ""
        return self._stands_against or judging.hindrance(self.judged)

    def _on_looked(self, looked: Looked) -> None:
        self._is_looking = False
        is_first = self.judged is None
        if self.judged is None:
            # From now on the files stand in the order in which they are read.
            self._paths = tuple(Path(path) for path in looked.proposal.paths)
            self.judged = judging.begun(self._paths, self._target, looked.proposal)
            self.notice.setText(looked.notice)
            self.notice.setVisible(bool(looked.notice))
        else:
            self.judged = judging.looked_again(self.judged, looked.proposal)
        self._show_page()
        if is_first:
            # What was just put on a page can take the focus once it is shown.
            QTimer.singleShot(0, self, self._go_to_first_question)
        if looked.proposal.ready and self.judged.size <= READ_AHEAD:
            self._count()

    def _go_to_first_question(self) -> None:
        """Show the file that leaves something open, and take the focus to where it is answered."""
        if self.judged is None:
            return
        questions = self.judged.proposal.questions
        if questions:
            self.page.files.show_file(questions[0].file)
            self.page.files.focus_question()
        else:
            self.page.read.setFocus()

    def _count(self) -> None:
        """Read the files for the months; the figures are then measured from the same reading."""
        if self.judged is not None:
            self.jobs.start(partial(work.count, self._paths, self.judged.mapping))
            self._show_state()

    # What the user judges

    def _on_segment(self, heading: str | None) -> None:
        if self.judged is not None:
            mapping = self.judged.proposal.mapping
            at = correcting.segment_file(mapping)
            file = correcting.with_column(mapping.files[at], Role.SEGMENT, heading)
            self._look_again(correcting.with_file(mapping, at, file))

    def _on_join(self) -> None:
        if self.judged is not None:
            self._look_again(with_segments_joined(self.judged.proposal))

    def _on_board(self, board: Board) -> None:
        if self.judged is not None:
            self.judged = judging.with_board(self.judged, board)
            self._show_state()

    def _on_aim(self, aim: Aim) -> None:
        if self.judged is not None and aim != self.judged.aim:
            self.judged = judging.with_aim(self.judged, aim)
            self.page.stages.show_board(self.judged.board)
            self._show_state()

    def _on_days(self, days: Days) -> None:
        if self.judged is not None:
            self.judged = judging.with_days(self.judged, days)
            self._show_state()

    # What is shown

    def _show_page(self) -> None:
        """Show the page with everything that is to be judged."""
        if self.judged is None:
            return
        self.progress.end()
        self.page.files.show_proposal(self.judged.proposal)
        self.page.stages.show_board(self.judged.board)
        self._show_window()
        self.pages.setCurrentWidget(self.page)
        self._show_state()

    def _show_window(self) -> None:
        if self.judged is None:
            return
        waits = self.judged.size > READ_AHEAD
        show_window(self.page.window_card, self.judged, self._counted, waits)

    def _show_state(self) -> None:
        """Say what stands against reading, or that something is still looked at."""
        if self.judged is None:
            return
        hindrance = self._hindrance()
        busy = self.jobs.is_busy and self._counted is None
        said = hindrance or (_("Looking at the files …") if busy else "")
        # What a correction leaves open is known once the look that follows it is over.
        can_read = not hindrance and not self._is_looking
        self.page.say(said, is_problem=bool(hindrance), can_read=can_read)

    # Reading and measuring

    def measure(self) -> None:
        """Read and measure what is asked for."""
        if self.judged is not None and not self._hindrance() and not self._is_looking:
            self._begin(_("Reading {files} …").format(files=self._names()))
            wish = judging.wish(self.judged)
            self.jobs.start(
                partial(work.measure, wish, self.judged.proposal, self._folder, self._counted)
            )

    def cancel(self) -> None:
        """Stop what goes on; everything stays as it was."""
        self.jobs.stop()
        self._is_looking = False
        self.progress.end()
        if self.judged is None:
            self.pages.setCurrentWidget(self.drop)
            self.drop.show_problem("")
        else:
            self._show_page()

    def _on_outcome(self, outcome: Outcome) -> None:
        self.progress.end()
        self.outcome = outcome
        self._counted = outcome.counted
        self.summary.show_summary(summary_of(outcome))
        self.pages.setCurrentWidget(self.summary)

    def _on_rows(self) -> None:
        if self.outcome is None:
            return
        name = _("{file} - rows left out").format(file=self._paths[0].stem)
        path = self._dialogs.path_to_save(
            _("Save the rows left out"),
            self._paths[0].absolute().parent / f"{name}.csv",
            _("Table (*.csv)"),
        )
        if path is not None:
            self.summary.say(_("Saving …"))
            self.jobs.start(partial(work.save_left_out, self.outcome.counted.log, path))

    def _on_apply(self) -> None:
        if self.outcome is not None:
            self.taken.emit(self.outcome)

    # The dialog itself

    def reject(self) -> None:
        """Close. What goes on is stopped first, and what was corrected is not lost unasked."""
        if self.pages.currentWidget() is self.progress:
            self.cancel()
            return
        touched = self.judged is not None and self.judged.is_touched
        if touched and not self._dialogs.leave_import():
            return
        super().reject()

    def done(self, result: int) -> None:
        """Close, and hear no more of what was begun."""
        self.jobs.stop()
        self.jobs.progressed.disconnect(self._on_progressed)
        self.jobs.finished.disconnect(self._on_finished)
        self.jobs.failed.disconnect(self._on_failed)
        super().done(result)
