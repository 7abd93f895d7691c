"""Who has a file open: a lock file beside it, so that two windows never overwrite each other."""

from pathlib import Path

from PySide6.QtCore import QLockFile

from funnelcraft.funnel.text import _


def lock_path(path: Path) -> Path:
    """Return where the lock of a file lies: beside it, also for other computers to see."""
    return path.with_name(f".{path.name}.lock")


class FileLock:
    """The lock on one open file. `take` says whether it was got; `holder` who else has it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = QLockFile(str(lock_path(path)))
        self._lock.setStaleLockTime(0)  # never stale by age: documents stay open for days

    def take(self) -> bool:
        """Take the lock; True too where no lock can be written, as on a read-only disk."""
        if self._lock.tryLock(0):
            return True
        return self._lock.error() != QLockFile.LockError.LockFailedError

    def holder(self) -> str:
        """Say who holds the lock."""
        found = self._lock.getLockInfo()
        pid, host, program = found[-3:]
        if not host:
            return _("by another window")
        return _("on the computer {host}, by {program} (process {pid})").format(
            host=host, program=program or _("a program"), pid=pid
        )

    def release(self) -> None:
        """Let others open the file."""
        self._lock.unlock()
