"""Read and write whole files safely: bounded reads of regular files, all-or-nothing writes.

A write goes to a temporary file in the same folder, is forced to the disk, and only then takes the
old file's name; so at every moment there is the old file or the new one, and never anything else.
"""

import contextlib
import os
import re
import secrets
import shutil
import stat
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

from funnelcraft.funnel.text import _
from funnelcraft.io.problems import FileProblem, reason

BACKUP = ".bak"
_TEMPORARY = re.compile(r"\.funnelcraft-[0-9a-f]{16}\.(tmp|bak)")
_STALE_SECONDS = 3600

# Without these flags a FIFO would block the opening (and Windows has none of them).
_INERT = getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)


def read_bytes(path: str | os.PathLike[str], most: int) -> bytes:
    """Return the bytes of a regular file of at most so many bytes.

    Devices, pipes and folders are refused unopened, larger files unread. Raises FileProblem.
    """
    try:
        with open_regular(path) as file:
            if os.fstat(file.fileno()).st_size > most:
                raise FileProblem(path, _too_large(most))
            data = file.read(most + 1)
    except OSError as error:
        raise FileProblem(path, reason(error)) from error
    if len(data) > most:
        raise FileProblem(path, _too_large(most))
    return data


def open_regular(path: str | os.PathLike[str]) -> BinaryIO:
    """Open a regular file for reading; devices, pipes and folders are refused unopened.

    Raises FileProblem.
    """
    try:
        _refuse_unless_regular(path, os.stat(path))
        file: BinaryIO = os.fdopen(os.open(path, os.O_RDONLY | _INERT), "rb")
        try:
            _refuse_unless_regular(path, os.fstat(file.fileno()))
        except FileProblem:
            file.close()
            raise
    except OSError as error:
        raise FileProblem(path, reason(error)) from error
    except ValueError as error:  # a NUL in the name
        raise FileProblem(path, _("this is not a file's name.")) from error
    return file


def _too_large(most: int) -> str:
    return _("the file is larger than {most} MB.").format(most=most // 1_000_000)


def _refuse_unless_regular(path: str | os.PathLike[str], status: os.stat_result) -> None:
    if stat.S_ISDIR(status.st_mode):
        raise FileProblem(path, _("this is a folder, not a file."))
    if not stat.S_ISREG(status.st_mode):
        raise FileProblem(path, _("this is a device or a pipe, not a file."))


def write_bytes(
    path: str | os.PathLike[str],
    data: bytes,
    keep_backup: bool = False,
    before_replacing: Callable[[Path], None] | None = None,
) -> None:
    """Write a whole file or nothing, keeping its permissions and following links.

    With `keep_backup` the previous version stays as NAME.bak. `before_replacing` gets the real
    path at the last moment and may raise. Raises FileProblem; no temporary file is left behind.
    """
    with writing(path, keep_backup, before_replacing) as temporary:
        descriptor = os.open(temporary, os.O_WRONLY | _INERT)
        try:
            left = memoryview(data)
            while left:
                left = left[os.write(descriptor, left) :]
        finally:
            os.close(descriptor)


@contextlib.contextmanager
def writing(
    path: str | os.PathLike[str],
    keep_backup: bool = False,
    before_replacing: Callable[[Path], None] | None = None,
) -> Iterator[Path]:
    """Give a temporary file to write to that becomes `path` when the block ends without an error.

    For writers that want a name of their own to write to; otherwise as `write_bytes`.
    """
    try:
        target = Path(os.path.realpath(path))
        existing = _existing(path, target)
        with _temporary(target.parent, existing) as temporary:
            yield temporary
            _force(temporary)
            if before_replacing:
                before_replacing(target)
            if existing is not None and keep_backup:
                _back_up(target)
            os.replace(temporary, target)
        _force(target.parent)
    except OSError as error:
        raise FileProblem(path, reason(error)) from error
    except ValueError as error:
        raise FileProblem(path, _("this is not a file's name.")) from error


@contextlib.contextmanager
def new_folder(path: str | os.PathLike[str]) -> Iterator[Path]:
    """Give a temporary folder to fill that becomes `path` when the block ends without an error.

    There must be nothing yet, or an empty folder. Raises FileProblem; nothing is left behind.
    """
    try:
        target = Path(os.path.realpath(path))
        if target.exists() and (not target.is_dir() or any(target.iterdir())):
            raise FileProblem(path, _("there is something already; choose a new folder."))
        temporary = target.parent / f".funnelcraft-{secrets.token_hex(8)}.tmp"
        temporary.mkdir()
        try:
            yield temporary
            if target.exists():
                target.rmdir()
            os.replace(temporary, target)
            _force(target.parent)
        finally:
            # Whatever the outcome is, what is half done goes; that must not hide the outcome.
            shutil.rmtree(temporary, ignore_errors=True)
    except OSError as error:
        raise FileProblem(path, reason(error)) from error
    except ValueError as error:
        raise FileProblem(path, _("this is not a folder's name.")) from error


def _existing(path: str | os.PathLike[str], target: Path) -> os.stat_result | None:
    """Return what is known of the file to replace, refusing what must not be replaced."""
    try:
        status = target.stat()
    except FileNotFoundError:
        return None
    _refuse_unless_regular(path, status)
    if not os.access(target, os.W_OK):
        raise FileProblem(path, _("the file may only be read; save it under another name."))
    return status


@contextlib.contextmanager
def _temporary(folder: Path, existing: os.stat_result | None) -> Iterator[Path]:
    """Make an empty file that is gone when the block ends, unless it was renamed meanwhile."""
    _sweep(folder)
    temporary = folder / f".funnelcraft-{secrets.token_hex(8)}.tmp"
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | _INERT
    descriptor = os.open(temporary, flags, 0o666 if existing is None else 0o600)
    try:
        try:
            if existing is not None:
                _take_after(descriptor, existing)
        finally:
            os.close(descriptor)
        yield temporary
    finally:
        # Whatever the outcome is, the rubbish goes; that it can't go must not hide the outcome.
        with contextlib.suppress(OSError):
            os.unlink(temporary)


def _sweep(folder: Path) -> None:
    """Delete what a program killed while it saved has left here, an hour and more ago."""
    long_ago = time.time() - _STALE_SECONDS
    # Tidying up is no reason to refuse a save.
    with contextlib.suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            if _TEMPORARY.fullmatch(entry.name) and entry.stat().st_mtime < long_ago:
                os.unlink(entry.path)


def _take_after(descriptor: int, existing: os.stat_result) -> None:
    """Give a new file the owner and permissions of the one it replaces."""
    if os.name == "nt":
        return
    mine = os.fstat(descriptor)
    if (mine.st_uid, mine.st_gid) != (existing.st_uid, existing.st_gid):
        # Only the administrator may give files away; keeping the group alone is often possible.
        with contextlib.suppress(PermissionError):
            os.fchown(descriptor, -1, existing.st_gid)
            os.fchown(descriptor, existing.st_uid, -1)
    os.fchmod(descriptor, stat.S_IMODE(existing.st_mode))


def _back_up(target: Path) -> None:
    """Let NAME.bak be the present version: a second name for it, or a copy where links can't be."""
    spare = target.parent / f".funnelcraft-{secrets.token_hex(8)}.bak"
    try:
        try:
            os.link(target, spare)
        except OSError as error:
            if isinstance(error, FileNotFoundError):
                return  # somebody deleted it meanwhile: there is nothing to keep
            shutil.copy2(target, spare)
            _force(spare)
        os.replace(spare, f"{target}{BACKUP}")
    finally:
        with contextlib.suppress(OSError):
            os.unlink(spare)


def _force(path: Path) -> None:
    """Wait until a file or folder is on the disk."""
    if os.name == "nt" and path.is_dir():
        return  # Windows keeps folders by itself and opens none
    descriptor = os.open(path, os.O_RDONLY if os.name != "nt" else os.O_RDWR | _INERT)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
