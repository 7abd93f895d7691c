"""What is dropped on a widget."""

from pathlib import Path

from PySide6.QtCore import QMimeData


def dropped_files(data: QMimeData) -> tuple[Path, ...]:
    """Return the files that are dropped; none where one of them is a network address."""
    urls = data.urls()
    if any(not url.isLocalFile() or url.host() for url in urls):
        return ()
    return tuple(Path(url.toLocalFile()) for url in urls)
