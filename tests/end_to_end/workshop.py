"""A workshop, scripted: the funnel of eight stages drawn from blank with mouse and keys alone.

Every step is what a user does with the canvas; nothing else is called. The test of the workshop
and the pictures of the tutorial come from the same steps.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from funnelcraft.designer.canvas.deeds.menus import CanvasMenu
from funnelcraft.designer.window import MainWindow
from funnelcraft.funnel.model import Funnel, Stage, Trigger
from tests.designer.canvas.helpers import Hand

CTRL = Qt.KeyboardModifier.ControlModifier
NO_KEY = Qt.KeyboardModifier.NoModifier

# Where it begins and leads, its rate in percent, its days, what happens.
FIGURES = (
    ("Known", "Responded", "35", "12", "First program success"),
    ("Responded", "MQL", "30", "20", "Score threshold reached"),
    ("MQL", "SAL", "62", "3", "Meeting booked"),
    ("SAL", "SQL", "55", "10", "Meeting held with potential"),
    ("SQL", "Opportunity", "60", "15", "BANT confirmed"),
)


@dataclass(frozen=True)
class Step:
    """A step of the tutorial: its title, what to do, and the doing."""

    name: str
    title: str
    text: str
    act: Callable[[], None]


class Workshop:
    """Hands on a window with a blank funnel."""

    def __init__(self, window: MainWindow) -> None:
        self.window = window
        self.view = window.canvas
        self.hand = Hand(self.view)

    @property
    def funnel(self) -> Funnel:
        """The funnel as it is now."""
        return self.window.document.funnel

    def stage(self, term: str) -> Stage:
        """Return the stage of a term."""
        return next(one for one in self.funnel.stages if one.term == term)

    def trigger(self, origin: str, target: str) -> Trigger:
        """Return the trigger between two stages."""
        ends = (self.stage(origin).id, self.stage(target).id)
        return next(one for one in self.funnel.triggers if (one.from_stage, one.to_stage) == ends)

    def centre(self, term: str) -> tuple[float, float]:
        """Return the middle of a stage's card."""
        return self.view.canvas.plan.boxes[self.stage(term).id].centre

    # What hands do

    @staticmethod
    def type(*words: str) -> None:
        """Type words into what has the focus, Tab between them and Enter at the end."""
        for at, text in enumerate(words):
            focused = QApplication.focusWidget()
            assert isinstance(focused, QWidget)
            QTest.keyClicks(focused, text)
            QTest.keyClick(focused, Qt.Key.Key_Return if at == len(words) - 1 else Qt.Key.Key_Tab)
        QApplication.processEvents()

    @staticmethod
    def press(key: Qt.Key, modifiers: Qt.KeyboardModifier = NO_KEY) -> None:
        """Press a key on what has the focus."""
        focused = QApplication.focusWidget()
        assert isinstance(focused, QWidget)
        QTest.keyClick(focused, key, modifiers)
        QApplication.processEvents()

    def click(self, term: str) -> None:
        """Click a stage."""
        self.hand.click(*self.centre(term))

    def choose(self, at: tuple[float, float], *path: str) -> None:
        """Right-click a point and choose from the menu, going into the menus within."""
        point = self.view.mapFromScene(QPointF(*at))
        everywhere = self.view.viewport().mapToGlobal(point)
        event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, point, everywhere)
        QApplication.sendEvent(self.view.viewport(), event)
        for text in path:
            menu = QApplication.activePopupWidget()
            assert isinstance(menu, CanvasMenu)
            action = next(one for one in menu.actions() if one.text() == text)
            where: QPoint = menu.actionGeometry(action).center()
            QTest.mouseMove(menu, where)
            QTest.mouseClick(menu, Qt.MouseButton.LeftButton, NO_KEY, where)
            QApplication.processEvents()

    # The steps

    def steps(self) -> Iterator[Step]:
        """Yield the steps in their order."""
        yield Step(
            "1-rename",
            "Name the first stage",
            "A blank funnel holds a lead, a win and a loss. Double-click *Lead*, type `Known` and "
            "press Enter.",
            self._rename,
        )
        yield Step(
            "2-path",
            "Draw the path with Tab",
            "With *Known* selected press Tab: the next stage stands there, connected, its name in "
            "edit. Type `Responded`, press Tab again, and go on with `MQL`, `SAL`, `SQL` and "
            "`Opportunity`; Enter ends it.",
            self._extend,
        )
        yield Step(
            "3-lanes",
            "Hand the lower stages to sales",
            "Drag a frame over *SAL*, *SQL* and *Opportunity*, then drag one of them into the lane "
            "of sales: all three move, and sales owns them now.",
            self._hand_over,
        )
        yield Step(
            "4-ends",
            "Let deals end where they end",
            "Click the line from *Known* to *Won*: it shows a grip at either end. Drag the "
            "one at *Known* onto *Opportunity*; do the same with the line to *Lost*.",
            self._lead_ends,
        )
        yield Step(
            "5-rates",
            "Type rates and days",
            "Click *Known* and press T: its way out is selected. Enter opens its figures. Type the "
            "rate, Tab, the days, Tab, what happens, Enter. Go on stage by stage; double-clicking "
            "a label does the same.",
            self._type_figures,
        )
        yield Step(
            "6-nurture",
            "Recycle what is not ready",
            "Drag from the lower edge of *MQL* into the empty space below: the stage is made on "
            "the way. Call it `Nurture`. Right-click the new line and choose *Kind*, *Recycle*; "
            "Enter takes its figures.",
            self._nurture,
        )
        yield Step(
            "7-connect",
            "Connect with keys alone",
            "Select *Nurture* and press C: arrow keys or typing choose a stage. Type `resp`, "
            "press Enter, and type the figures. From *SQL* do the same with C and `nur`.",
            self._connect_by_keys,
        )
        yield Step(
            "8-tidy",
            "Fill it and tidy up",
            "Double-click the source and type `3,000` leads a month. Ctrl+L sets everything in "
            "order. The forecast stands in the status bar all the while.",
            self._finish,
        )

    def _rename(self) -> None:
        self.hand.double_click(*self.centre(self.funnel.stages[0].term))
        self.type("Known")

    def _extend(self) -> None:
        self.click("Known")
        self.press(Qt.Key.Key_Tab)
        self.type("Responded", "MQL", "SAL", "SQL", "Opportunity")
        self.press(Qt.Key.Key_F)

    def _hand_over(self) -> None:
        left, top = self.view.canvas.plan.boxes[self.stage("SAL").id][:2]
        right, bottom = (value + 70 for value in self.centre("Opportunity"))
        self.hand.drag((left - 24, top - 20), (right + 40, bottom))
        x, y = self.centre("SAL")
        self.hand.drag((x, y), (x, y + 224))
        self.press(Qt.Key.Key_F)

    def _lead_ends(self) -> None:
        for end in ("Won", "Lost"):
            line = self.view.canvas.plan.lines[self.trigger("Known", end).id]
            self.hand.click(*line.label.box.centre)
            self.hand.drag(line.way[0], self.centre("Opportunity"))
        self.press(Qt.Key.Key_F)

    def _type_figures(self) -> None:
        for origin, _target, rate, days, name in FIGURES:
            self.click(origin)
            self.press(Qt.Key.Key_T)
            self.press(Qt.Key.Key_Return)
            self.type(rate, days, name)
        for end, rate, days in (("Won", "24", "45"), ("Lost", "60", "40")):
            line = self.view.canvas.plan.lines[self.trigger("Opportunity", end).id]
            self.hand.double_click(*line.label.box.centre)
            self.type(rate, days)

    def _nurture(self) -> None:
        x, y = self.centre("MQL")
        self.hand.hover(x, y)
        self.hand.drag((x, y + 44), (x, y + 560))
        self.type("Nurture")
        line = self.view.canvas.plan.lines[self.trigger("MQL", "Nurture").id]
        self.choose(line.label.box.centre, "Kind", "Recycle")
        self.press(Qt.Key.Key_Return)
        self.type("25", "5", "Returned after follow-up")
        self.press(Qt.Key.Key_F)

    def _connect_by_keys(self) -> None:
        for origin, typed, figures in (
            ("Nurture", "resp", ("12", "60", "Engaged again")),
            ("SQL", "nur", ("20", "20", "No budget in sight")),
        ):
            self.click(origin)
            self.press(Qt.Key.Key_C)
            focused = QApplication.focusWidget()
            assert isinstance(focused, QWidget)
            QTest.keyClicks(focused, typed)
            self.press(Qt.Key.Key_Return)
            self.type(*figures)

    def _finish(self) -> None:
        pill = self.view.canvas.plan.pills[self.funnel.sources[0].id]
        self.hand.double_click(*pill.box.centre)
        self.type("3,000")
        self.press(Qt.Key.Key_L, CTRL)
