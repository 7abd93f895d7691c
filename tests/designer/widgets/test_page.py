"""Pages that scroll: they fit their body, and never for ever."""

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QApplication, QSizePolicy, QWidget
from pytestqt.qtbot import QtBot

from funnelcraft.designer.widgets.page import scrolling


class Restless(QWidget):
    """A body that wants another height whenever it is asked."""

    def __init__(self) -> None:
        super().__init__()
        self.asked = 0
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's own name
        return QSize(200, 400)

    def heightForWidth(self, width: int) -> int:  # noqa: N802 - Qt's own name
        self.asked += 1
        return 400 + self.asked % 7 * 20


def test_that_a_body_that_never_rests_is_not_fitted_for_ever(qtbot: QtBot) -> None:
    body = Restless()
    scroll = scrolling(body)
    qtbot.addWidget(scroll)
    scroll.resize(300, 200)
    with qtbot.waitExposed(scroll):
        scroll.show()
    before = body.asked
    scroll.resize(280, 200)
    QApplication.processEvents()
    assert before < body.asked < before + 200
    assert body.height() >= 400
