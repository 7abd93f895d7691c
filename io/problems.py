"""What can be wrong with a file: one exception type of this layer, one plain sentence each."""

import errno
import os

from funnelcraft.funnel.text import _


class FileProblem(Exception):  # noqa: N818 - a problem of the user's file, no error of ours
    """A file can't be read or written; `str()` is one plain sentence with the place."""

    def __init__(self, file: str | os.PathLike[str], what: str) -> None:
        self.file = shown(file)
        self.what = what
        super().__init__(f"{self.file}: {what}")


class ChangedOnDisk(FileProblem):
    """The file isn't what was opened: saving now would overwrite somebody's work."""


FIRM_SPACES = "\xa0\u202f"  # which many languages write between a figure and its unit


def shown(name: str | os.PathLike[str]) -> str:
    """Return a file's name fit to print on one line: control characters and odd bytes escaped."""
    return "".join(
        c if c.isprintable() or c in FIRM_SPACES else c.encode("unicode_escape").decode("ascii")
        for c in os.fsdecode(name)
    )


def reason(error: OSError) -> str:
    """Say in plain words why the operating system refused; ends with a full stop."""
    return {
        errno.ENOENT: _("there is no such file or folder."),
        errno.EACCES: _("you are not allowed to use this file or folder."),
        errno.EPERM: _("you are not allowed to use this file or folder."),
        errno.ENOSPC: _("the disk is full; nothing was changed."),
        errno.EDQUOT: _("your share of the disk is full; nothing was changed."),
        errno.EFBIG: _("the file would be too large for this disk; nothing was changed."),
        errno.EROFS: _("the disk can only be read."),
        errno.EISDIR: _("this is a folder, not a file."),
        errno.ENOTDIR: _("a part of the path is not a folder."),
        errno.ENAMETOOLONG: _("the name is too long."),
        errno.ELOOP: _("the links lead in a circle."),
        errno.EIO: _("the disk reports a fault."),
        errno.EBUSY: _("another program is using it."),
    }.get(error.errno or 0, _("the system reports: {error}.").format(error=error.strerror or error))
