"""The document and its file: new, open, save, close; what must never be lost on the way.

Every refusal is one plain sentence through `problem`; the open document then stays as it was.
"""

from pathlib import Path

from PySide6.QtCore import QObject, Signal

from funnelcraft.designer.dialogs import Dialogs, funnel_files
from funnelcraft.designer.document import Document, document_name
from funnelcraft.designer.files.locks import FileLock
from funnelcraft.designer.settings import Settings
from funnelcraft.funnel.model import Funnel
from funnelcraft.funnel.text import _
from funnelcraft.io import project_file
from funnelcraft.io.diagrams.endings import is_diagram
from funnelcraft.io.problems import ChangedOnDisk, FileProblem
from funnelcraft.io.recovery import Journal, Recovered, recoverable
from funnelcraft.io.templates import template

JOURNALS = "journals"


class FileDesk(QObject):
    """Keeps the document's file, its lock and its journal.

    Signals: `problem(sentence)`, `notice(sentence)`, `opened()` when another document is shown,
    `about_to_save()` for what is still being typed, `diagram_wanted(path)` for a file that is a
    diagram of another program and no document.
    """

    problem = Signal(str)
    notice = Signal(str)
    opened = Signal()
    about_to_save = Signal()
    diagram_wanted = Signal(object)

    def __init__(self, document: Document, settings: Settings, dialogs: Dialogs) -> None:
        super().__init__()
        self._document = document
        self._settings = settings
        self._dialogs = dialogs
        self._lock: FileLock | None = None
        self._repaired = False
        self._recovered: Recovered | None = None
        self._journal = Journal(self._journals)
        self._journal_fails = False
        document.undo_stack.indexChanged.connect(self._on_command)

    @property
    def _journals(self) -> Path:
        return self._settings.folder / JOURNALS

    # Opening

    def new_from(self, name: str) -> bool:
        """Begin a new document from a template."""
        if not self.may_leave():
            return False
        return self._begin_from(name)

    def _begin_from(self, name: str) -> bool:
        try:
            funnel = template(name)
        except FileProblem as problem:
            self.problem.emit(str(problem))
            return False
        self._leave()
        self._document.open(funnel, None, None)
        self.opened.emit()
        return True

    def begin(self, funnel: Funnel, label: str) -> bool:
        """Begin a new document with a funnel that is on no disk yet; first ask as when opening.

        `label` says where it comes from, for the journal: a crash before it is saved loses nothing.
        """
        if not self.may_leave():
            return False
        self._leave()
        self._document.open(funnel, None, None, unsaved=True)
        self._keep_safe(label)
        self.opened.emit()
        return True

    def ask_open(self) -> bool:
        """Ask for a file and open it."""
        here = self._document.path
        recent = self._settings.recent
        near = here or (recent[0] if recent else None)
        path = self._dialogs.path_to_open(near.parent if near else Path.home())
        return path is not None and self.open_path(path)

    def open_path(self, path: Path) -> bool:
        """Open a file; first ask what becomes of unsaved changes."""
        if is_diagram(path):
            self.diagram_wanted.emit(path)
            return False
        self.about_to_save.emit()
        try:
            opened = project_file.read(path)
        except FileProblem as problem:
            self.problem.emit(str(problem))
            return False
        if not self.may_leave():
            return False
        lock, view_only = self._locked(path)
        if view_only is None:
            return False
        self._leave(keep=lock)
        self._lock = lock
        self._repaired = opened.repaired
        self._journal = Journal(self._journals, path, opened.sha256)
        self._document.open(
            opened.funnel, path, opened.sha256, view_only=view_only, unsaved=opened.repaired
        )
        self._settings.add_recent(path)
        self.opened.emit()
        if opened.warnings:
            self.problem.emit(_warnings(path, opened.warnings))
        elif view_only:
            self.notice.emit(_("You are viewing this file. Save it under another name to edit it."))
        return True

    def _locked(self, path: Path) -> tuple[FileLock | None, bool | None]:
        """Take the file's lock. Return it and view-only; None for view-only means: don't open."""
        if self._lock is not None and self._lock.path == path.absolute():
            return self._lock, False
        lock = FileLock(path.absolute())
        if lock.take():
            return lock, False
        if self._dialogs.view_locked(path.name, lock.holder()):
            return None, True
        return None, None

    def recovered(self) -> list[Recovered]:
        """Return the documents that a crash left behind."""
        try:
            return recoverable(self._journals)
        except FileProblem as problem:
            self.problem.emit(str(problem))
            return []

    def open_recovered(self, found: Recovered) -> bool:
        """Open a recovered document as an untitled one; its journal stays until it is saved."""
        if not self.may_leave():
            return False
        self._leave()
        self._recovered = found
        self._document.open(found.funnel, None, None, unsaved=True)
        self.opened.emit()
        return True

    def discard_recovered(self, found: Recovered) -> None:
        """Delete what a crash left behind."""
        try:
            found.discard()
        except FileProblem as problem:
            self.problem.emit(str(problem))

    # Saving

    def save(self) -> bool:
        """Save; without a file of its own, ask where. Say whether it is on the disk."""
        self.about_to_save.emit()
        document = self._document
        if document.path is None or document.is_view_only:
            return self.save_as()
        if self._repaired and not self._dialogs.overwrite_repaired(document.path.name):
            return False
        return self._write(document.path, document.sha256)

    def save_as(self) -> bool:
        """Ask where to save, and save there."""
        self.about_to_save.emit()
        name = document_name(self._document).replace("/", "-").replace("\\", "-").strip(". ")
        recent = self._settings.recent
        folder = recent[0].parent if recent else Path.home()
        here = self._document.path or folder / f"{name or _('Funnel')}.funnel"
        path = self._dialogs.path_to_save(_("Save the funnel"), here, funnel_files())
        if path is None:
            return False
        if path == self._document.path and not self._document.is_view_only:
            return self._write(path, self._document.sha256)
        lock, view_only = self._locked(path)
        if view_only is not False:
            return False
        done = self._write(path, None)
        if done and lock is not self._lock:
            self._release()
            self._lock = lock
        elif not done and lock is not None and lock is not self._lock:
            lock.release()
        return done

    def _write(self, path: Path, expected: str | None) -> bool:
        try:
            digest = project_file.save(path, self._document.base, expected)
        except ChangedOnDisk:
            answer = self._dialogs.changed_on_disk(path.name)
            if answer == "overwrite":
                return self._write(path, None)
            return answer == "save_as" and self.save_as()
        except FileProblem as problem:
            self.problem.emit(str(problem))
            return False
        self._repaired = False
        self._document.mark_saved(path, digest)
        self._settings.add_recent(path)
        self._forget_journal(path, digest)
        return True

    def _forget_journal(self, path: Path | None, digest: str | None) -> None:
        """Drop the journal: the document is on the disk, or its changes are given up."""
        try:
            self._journal.discard()
            if self._recovered is not None:
                self._recovered.discard()
                self._recovered = None
        except FileProblem as problem:
            self.problem.emit(str(problem))
        self._journal = Journal(self._journals, path, digest)

    # Leaving

    def may_leave(self) -> bool:
        """Ask what becomes of unsaved changes; say whether the document may be left."""
        self.about_to_save.emit()
        if self._document.is_saved:
            return True
        answer = self._dialogs.unsaved(document_name(self._document))
        if answer == "save":
            return self.save()
        return answer == "discard"

    def _leave(self, keep: FileLock | None = None) -> None:
        """Let go of the document: its changes are saved or given up."""
        self._forget_journal(None, None)
        self._repaired = False
        if self._lock is not keep:
            self._release()
        self._lock = keep

    def _release(self) -> None:
        if self._lock is not None:
            self._lock.release()
            self._lock = None

    def close(self) -> None:
        """Let go of file, lock and journal: the program ends in order."""
        self._leave()

    def _on_command(self, _index: int) -> None:
        """Write the command into the journal: a crash now loses nothing."""
        document = self._document
        if document.is_saved:
            if self._journal.file is not None:  # all is taken back: there is nothing to recover
                self._forget_journal(document.path, document.sha256)
            return
        self._keep_safe(document.undo_stack.undoText())

    def _keep_safe(self, label: str) -> None:
        try:
            self._journal.append(self._document.base, label)
            self._journal_fails = False
        except FileProblem as problem:
            if not self._journal_fails:  # once is enough: the next command would say it again
                self._journal_fails = True
                text = _("Your changes can't be kept safe against a crash: {why}")
                self.problem.emit(text.format(why=str(problem)))


def _warnings(path: Path, warnings: tuple[str, ...]) -> str:
    if len(warnings) == 1:
        return f"{path.name}: {warnings[0]}"
    more = _("… and {n} more.").format(n=len(warnings) - 1)
    return f"{path.name}: {warnings[0]} {more}"
