"""What a screen reader is told: what a widget shows now, and aloud where the keys are on it."""

from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QAccessibleEvent
from PySide6.QtWidgets import QWidget


def announce(widget: QWidget, words: str) -> None:
    """Describe a widget by these words, and have them read out where the keys are on it."""
    if words == widget.accessibleDescription():
        return
    widget.setAccessibleDescription(words)
    changed = QAccessibleEvent(widget, QAccessible.Event.DescriptionChanged)
    QAccessible.updateAccessibility(changed)
    if words and widget.hasFocus():
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(widget, words))
