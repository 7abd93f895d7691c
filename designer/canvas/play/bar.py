"""The bar below the canvas that plays a forecast: transport, days, speed, run, totals."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QIntValidator, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QMenu,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
    QWidgetAction,
)

from funnelcraft.designer.canvas.play.glyphs import SIDE, glyph
from funnelcraft.designer.canvas.play.legend import Legend
from funnelcraft.designer.canvas.play.timeline import Timeline
from funnelcraft.designer.canvas.play.words import (
    date_line,
    day_line,
    month_marks,
    run_line,
    short_run_line,
    speed_line,
    totals,
)
from funnelcraft.designer.look.tokens import STEP, Palette
from funnelcraft.designer.widgets.choice import Choice
from funnelcraft.designer.widgets.labels import label
from funnelcraft.funnel.text import _
from funnelcraft.simulation.forecast import Replay

SPEEDS = (1.0, 3.0, 7.0, 14.0, 30.0, 60.0)
USUAL_SPEED = 7.0
WEEK = 7
LEAN, MIDDLING, GOOD = 0.1, 0.5, 0.9
_WIDEST, _WIDE, _MIDDLE = 1080, 760, 560  # below these widths, less is shown


class BarButton(QToolButton):
    """A button that leaves the arrow keys to the bar."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take all keys but the arrows."""
        if event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            event.ignore()
        else:
            super().keyPressEvent(event)


class PlayBar(QWidget):
    """Shows where a replay stands and what the user wants of it.

    Signals: `play_pressed()`; `stepped(days)`; `day_chosen(day)`; `speed_chosen(days a second)`;
    `share_wanted(share)` for the run so many lie below, `run_wanted(run)` for one by number (from 0
    on), `any_wanted()` for any other; `film_wanted()`; `closed()`.
    """

    play_pressed = Signal()
    stepped = Signal(int)
    day_chosen = Signal(int)
    speed_chosen = Signal(float)
    share_wanted = Signal(float)
    run_wanted = Signal(int)
    any_wanted = Signal()
    film_wanted = Signal()
    closed = Signal()

    def __init__(self, palette: Palette, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._colours = palette
        self._replay: Replay | None = None
        self._currency = ""
        self._is_playing = False
        self._day = -1
        self.setProperty("role", "bottom")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(_("Play the forecast"))
        self._make_buttons()
        self._make_run_menu()
        self._lay_out()
        self.set_colours(palette)
        self.show_waiting("")

    # Parts

    def _make_buttons(self) -> None:
        texts = {
            "week_back": _("A week back (Shift+Left)"),
            "day_back": _("A day back (Left)"),
            "play": _("Play (P)"),
            "day_forth": _("A day on (Right)"),
            "week_forth": _("A week on (Shift+Right)"),
            "close": _("Close (Escape)"),
        }
        self.buttons: dict[str, BarButton] = {}
        for name, text in texts.items():
            button = BarButton()
            button.setIconSize(QSize(SIDE, SIDE))
            button.setToolTip(text)
            button.setAccessibleName(text)
            self.buttons[name] = button
        self.buttons["play"].clicked.connect(self.play_pressed)
        self.buttons["close"].clicked.connect(self.closed)
        for name in ("week_back", "day_back", "day_forth", "week_forth"):
            self.buttons[name].clicked.connect(self._on_step)
            self.buttons[name].setAutoRepeat(True)
        self.timeline = Timeline(self._colours)
        self.timeline.valueChanged.connect(self._on_day)
        self.date = label("", "strong")
        self.day = label("", "small")
        self.speed = Choice()
        self.speed.setAccessibleName(_("Speed"))
        self.speed.setToolTip(_("Days a second: [ is slower, ] is faster"))
        for days in SPEEDS:
            self.speed.addItem(speed_line(days), days)
        self.speed.setCurrentIndex(SPEEDS.index(USUAL_SPEED))
        self.speed.setMinimumContentsLength(9)
        self.speed.currentIndexChanged.connect(self._on_speed)
        self.note = label("", "muted")
        self.legend = Legend(self._colours)
        self.film = QPushButton(_("Save as film …"))
        self.film.setToolTip(_("An animated picture (GIF), or a folder of pictures"))
        self.film.clicked.connect(self.film_wanted)
        self.figures = label("", wrap=True)

    def _make_run_menu(self) -> None:
        self.run = QPushButton()
        self.run.setProperty("role", "link")
        self.run.setToolTip(_("Show another of the simulated runs"))
        self._menu = QMenu(self.run)
        for share, text in (
            (MIDDLING, _("A middling run")),
            (LEAN, _("A lean run: one in ten is leaner")),
            (GOOD, _("A good run: one in ten is better")),
        ):
            action = self._menu.addAction(text)
            action.setData(share)
            action.triggered.connect(self._on_share)
        self._menu.addSeparator()
        self._menu.addAction(_("Any other run")).triggered.connect(self.any_wanted)
        self.number = QLineEdit()
        self.number.setPlaceholderText(_("Run number, then Enter"))
        self.number.setAccessibleName(_("Run number"))
        self.number.returnPressed.connect(self._on_number)
        field = QWidget()
        row = QHBoxLayout(field)
        row.setContentsMargins(STEP + 4, STEP // 2, STEP + 4, STEP // 2)
        row.addWidget(self.number)
        action = QWidgetAction(self._menu)
        action.setDefaultWidget(field)
        self._menu.addAction(action)
        self.run.setMenu(self._menu)

    def _lay_out(self) -> None:
        upper, lower = QHBoxLayout(), QHBoxLayout()
        upper.setSpacing(STEP // 2)
        for name in ("week_back", "day_back", "play", "day_forth", "week_forth"):
            upper.addWidget(self.buttons[name])
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self.date)
        words.addWidget(self.day)
        upper.addSpacing(STEP)
        upper.addLayout(words)
        upper.addSpacing(STEP)
        upper.addWidget(self.timeline, 1)
        upper.addSpacing(STEP)
        upper.addWidget(self.speed)
        upper.addWidget(self.buttons["close"])
        lower.setSpacing(STEP * 2)
        lower.addWidget(self.figures, 1)
        lower.addWidget(self.note)
        for widget in (self.legend, self.run, self.film):
            lower.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(STEP * 2, STEP, STEP * 2, STEP)
        column.setSpacing(STEP)
        column.addLayout(upper)
        column.addLayout(lower)
        self.date.setMinimumWidth(92)

    def set_colours(self, palette: Palette) -> None:
        """Show everything in another palette."""
        self._colours = palette
        self.timeline.set_colours(palette)
        self.legend.set_colours(palette)
        self._dress()

    def _dress(self) -> None:
        for name, button in self.buttons.items():
            shown = "pause" if name == "play" and self._is_playing else name
            button.setIcon(glyph(shown, self._colours.ink, self._colours.muted))
        text = _("Pause (P)") if self._is_playing else _("Play (P)")
        self.buttons["play"].setToolTip(text)
        self.buttons["play"].setAccessibleName(text)

    # What is shown

    def show_waiting(self, sentence: str) -> None:
        """There is nothing to play yet, or no longer: say why."""
        self._replay = None
        self._enable(False)
        self.note.setText(sentence)
        for shown in (self.date, self.day, self.figures):
            shown.setText("")
        self.figures.hide()  # its room is the note's
        self.legend.show_sizes(())
        self.run.setText("")
        self._fit()

    def show_replay(self, replay: Replay, currency: str, sizes: tuple[int, ...]) -> None:
        """Show the days and the run of a replay; `sizes` are the leads dots stand for."""
        self._replay, self._currency = replay, currency
        self._enable(True)
        self.note.setText("")
        self.timeline.show_days(replay.days, month_marks(replay))
        self.number.setValidator(QIntValidator(1, replay.runs, self.number))
        self.number.clear()
        self.legend.show_sizes(sizes)
        self.run.setAccessibleName(run_line(replay))
        self.run.setToolTip(_("{run}. Choose another.").format(run=run_line(replay)))
        self._day = -1
        self.show_day(self.timeline.value())
        self._fit()

    def say(self, sentence: str) -> None:
        """Say something about the replay."""
        if sentence != self.note.text():
            self.note.setText(sentence)
            self._fit()

    def show_sizes(self, sizes: tuple[int, ...]) -> None:
        """Show how many leads dots stand for."""
        self.legend.show_sizes(sizes)

    def show_day(self, day: int) -> None:
        """Show where the replay stands."""
        if self._replay is None or day == self._day:
            return
        self._day = day
        self.timeline.blockSignals(True)
        self.timeline.setValue(day)
        self.timeline.blockSignals(False)
        self.date.setText(date_line(self._replay, day))
        self.day.setText(day_line(self._replay, day))
        told = totals(self._replay, day, self._currency)
        # Where they need two lines, they break between two figures.
        pairs = (f"{name}  {figure}".replace(" ", "\N{NO-BREAK SPACE}") for name, figure in told)
        self.figures.setText("     ".join(pairs))
        self.figures.show()

    def show_playing(self, is_playing: bool) -> None:
        """Show whether the days run."""
        if is_playing != self._is_playing:
            self._is_playing = is_playing
            self._dress()

    @property
    def days_a_second(self) -> float:
        """The speed chosen."""
        return float(self.speed.currentData())

    def _enable(self, enabled: bool) -> None:
        parts = [b for name, b in self.buttons.items() if name != "close"]
        for part in (*parts, self.timeline, self.speed, self.run, self.film):
            part.setEnabled(enabled)

    def _fit(self) -> None:
        """Leave out what there is no room for."""
        has = self._replay is not None
        self.legend.setVisible(has and self.width() >= _WIDE and not self.note.text())
        self.film.setVisible(self.width() >= _MIDDLE)
        self.speed.setVisible(self.width() >= _MIDDLE)
        self.run.setVisible(has)
        lines = 1 if self.width() >= _WIDE else 2  # of the figures: the bar keeps its height
        self.figures.setMinimumHeight(lines * self.figures.fontMetrics().lineSpacing() + 2)
        if self._replay is not None:
            is_wide = self.width() >= _WIDEST
            self.run.setText(f"{(run_line if is_wide else short_run_line)(self._replay)} ▾")
        for name in ("week_back", "week_forth"):
            self.buttons[name].setVisible(self.width() >= _MIDDLE)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave out what there is no room for."""
        super().resizeEvent(event)
        self._fit()

    # What is wanted

    def _on_step(self) -> None:
        steps = {"week_back": -WEEK, "day_back": -1, "day_forth": 1, "week_forth": WEEK}
        for name, days in steps.items():
            if self.sender() is self.buttons[name]:
                self.stepped.emit(days)

    def _on_day(self, day: int) -> None:
        self.day_chosen.emit(day)

    def _on_speed(self, _index: int) -> None:
        self.speed_chosen.emit(self.days_a_second)

    def _on_share(self) -> None:
        action = self.sender()
        self.share_wanted.emit(float(action.data()))  # type: ignore[attr-defined]

    def _on_number(self) -> None:
        if self.number.hasAcceptableInput():
            self._menu.close()
            self.run_wanted.emit(int(self.number.text()) - 1)

    def change_speed(self, by: int) -> None:
        """Take the next speed up or down."""
        self.speed.setCurrentIndex(min(max(self.speed.currentIndex() + by, 0), len(SPEEDS) - 1))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Do what a key stands for."""
        if not self.press(event):
            super().keyPressEvent(event)

    def press(self, event: QKeyEvent) -> bool:
        """Do what a key stands for here; False where it stands for nothing."""
        key = Qt.Key(event.key())
        others = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
        if event.modifiers() & others:
            return False
        if key == Qt.Key.Key_Escape:
            self.closed.emit()
            return True
        if self._replay is None:
            return False
        far = WEEK if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1
        steps = {Qt.Key.Key_Left: -far, Qt.Key.Key_Right: far}
        speeds = {Qt.Key.Key_BracketLeft: -1, Qt.Key.Key_BracketRight: 1}
        if key in (Qt.Key.Key_P, Qt.Key.Key_K, Qt.Key.Key_Space):
            self.play_pressed.emit()
        elif key in steps:
            self.stepped.emit(steps[key])
        elif key in speeds:
            self.change_speed(speeds[key])
        else:
            return False
        return True
