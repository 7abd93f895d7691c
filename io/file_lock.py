"""Lock an open file against other processes; the system lets go when the process ends."""

import os
import sys
from pathlib import Path

if sys.platform == "win32":
    import msvcrt

    # Far beyond any content: Windows refuses to read bytes that another process has locked.
    _BEYOND = 2**40

    def lock(descriptor: int) -> bool:
        """Lock an open file; False where another process holds it."""
        os.lseek(descriptor, _BEYOND, os.SEEK_SET)
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        finally:
            os.lseek(descriptor, 0, os.SEEK_END)
        return True

else:
    import fcntl

    def lock(descriptor: int) -> bool:
        """Lock an open file; False where another process holds it."""
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True


def is_locked(path: Path) -> bool:
    """Say whether a file is locked at present; a file that can't be opened counts as locked."""
    try:
        descriptor = os.open(path, os.O_RDWR | getattr(os, "O_CLOEXEC", 0))
    except OSError:
        return True
    try:
        return not lock(descriptor)
    finally:
        os.close(descriptor)
