"""Play in the window: asks for a run, lets its days pass, and stops where the funnel is edited.

Light to import: what plays is imported when play is opened.
"""

import random
from typing import TYPE_CHECKING

from PySide6.QtCore import QElapsedTimer, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent

from funnelcraft.designer.forecast.events import Replayed, Wish
from funnelcraft.designer.look.tokens import Palette
from funnelcraft.funnel.findings import Finding
from funnelcraft.funnel.text import _

if TYPE_CHECKING:
    from funnelcraft.designer.canvas.play.bar import PlayBar
    from funnelcraft.designer.canvas.play.foot import Foot
    from funnelcraft.designer.canvas.play.stage import Stage
    from funnelcraft.designer.canvas.play.surface import Surface
    from funnelcraft.designer.window import MainWindow
    from funnelcraft.simulation.forecast import Replay

FRAME = 16  # milliseconds
LONGEST_STEP = 0.1  # seconds a frame may count for: after a pause of the machine nothing leaps


class PlayDesk(QObject):
    """Opens, runs and closes play in a window."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self._bar: PlayBar | None = None
        self._foot: Foot | None = None
        self._stage: Stage | None = None
        self._replay: Replay | None = None
        self._time = 0.0
        self._speed = 1.0
        self._starts_when_there = False
        self._was_stale = False  # the forecast changed while play was open
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(FRAME)
        self._timer.timeout.connect(self._on_tick)
        self._clock = QElapsedTimer()
        live = window.live
        live.replayed.connect(self._on_replayed)
        live.became_stale.connect(self._on_stale)
        live.refused.connect(self._on_refused)
        live.refined.connect(self._on_refined)
        live.stopped.connect(self._on_stopped)
        live.failed.connect(self._on_failed)
        window.document.changed.connect(self._on_changed)
        window.document.selection_changed.connect(self._on_selection)
        window.files.opened.connect(self.close)
        window.theme.changed.connect(self._on_colours)

    # What others ask

    @property
    def is_open(self) -> bool:
        """Whether the bar is there."""
        return self._bar is not None and not self._bar.isHidden()

    @property
    def is_playing(self) -> bool:
        """Whether the days run."""
        return self._timer.isActive()

    @property
    def is_shown(self) -> bool:
        """Whether the replay lies over the canvas."""
        return self._stage is not None and self._stage.is_up

    @property
    def bar(self) -> "PlayBar | None":
        """The bar, once play was opened."""
        return self._bar

    @property
    def surface(self) -> "Surface | None":
        """What the replay is painted on, once play was opened."""
        return self._stage.surface if self._stage is not None else None

    @property
    def replay(self) -> "Replay | None":
        """The run that can be played, where the forecast has one."""
        return self._replay

    @property
    def time(self) -> float:
        """Where the replay stands, in days from its start."""
        return self._time

    def toggle(self) -> None:
        """Open play and start; when open, pause or go on."""
        if self.is_open:
            self._on_play()
        else:
            self.open()

    def open(self, *, starts: bool = True) -> None:
        """Open the bar, ask for a run, and let its days pass when it is there."""
        window = self._window
        if window.is_at_start:
            return
        refusal = window.forecasts.refusal
        if refusal is not None:
            window.messages.show_notice(_why_not(refusal))
            return
        window.forecasts.begin()
        window.show_canvas()
        bar = self._make_bar()
        self._time = 0.0
        self._starts_when_there, self._was_stale = starts, False
        bar.timeline.setValue(0)
        bar.show_waiting(_("Waiting for the forecast …"))
        if self._foot is not None:
            self._foot.take()
        bar.show()
        bar.buttons["play"].setFocus()
        window.live.play(Wish())

    def close(self) -> None:
        """Put play away."""
        if not self.is_open or self._bar is None:
            return
        self._pause()
        self._window.live.play(None)
        self._leave_stage()
        self._replay = None
        self._bar.hide()
        if self._foot is not None:
            self._foot.leave()
        self._window.canvas.setFocus()

    def go_to(self, time: float) -> None:
        """Show a moment, in days from the start."""
        if self._replay is None or self._bar is None:
            return
        self._time = min(max(time, 0.0), self._replay.days - 1e-6)
        self._bar.say("")
        self._bar.show_day(int(self._time))
        self._enter_stage()
        self._show_moment()

    # Parts

    def _make_bar(self) -> "PlayBar":
        if self._bar is None:
            from funnelcraft.designer.canvas.play.bar import PlayBar
            from funnelcraft.designer.canvas.play.foot import Foot
            from funnelcraft.designer.canvas.play.stage import Stage

            self._stage = Stage(self._window)
            self._stage.surface.hides_field.connect(self._make_way)
            bar = self._bar = PlayBar(self._window.theme.palette, self._window.canvas)
            self._foot = Foot(self._window.canvas, bar, self._takes)
            self._speed = bar.days_a_second
            bar.play_pressed.connect(self._on_play)
            bar.stepped.connect(self._on_step)
            bar.day_chosen.connect(self._on_day)
            bar.speed_chosen.connect(self._on_speed)
            bar.share_wanted.connect(self._on_share)
            bar.run_wanted.connect(self._on_run)
            bar.any_wanted.connect(self._on_any)
            bar.film_wanted.connect(self._on_film)
            bar.closed.connect(self.close)
        return self._bar

    def _takes(self, event: QKeyEvent) -> bool:
        """Take the keys that play; all others are the canvas's."""
        ours = (Qt.Key.Key_P, Qt.Key.Key_K, Qt.Key.Key_Escape)
        if self._bar is None or event.key() not in ours:
            return False
        is_escape = event.key() == Qt.Key.Key_Escape
        if is_escape and self._window.canvas.cancel_gesture():
            return True
        return self._bar.press(event)

    # The stage

    def _enter_stage(self) -> None:
        """Show the replay over the canvas."""
        if self._stage is None or self._stage.is_up or self._replay is None:
            return
        self._stage.put_up(self._replay)
        self._show_moment()
        self._show_sizes()

    def _leave_stage(self) -> None:
        """Show the canvas again."""
        if self._stage is not None:
            self._stage.put_away()

    def _show_moment(self) -> None:
        if self._stage is not None:
            self._stage.show_moment(self._time, self._speed)

    def _show_sizes(self) -> None:
        if self._stage is not None and self._bar is not None:
            self._bar.show_sizes(self._stage.dot_sizes(self._speed))

    # Time

    def _start(self) -> None:
        if self._replay is None or self._bar is None:
            return
        if self._time >= self._replay.days - 1:
            self.go_to(0.0)
        self._enter_stage()
        self._bar.say("")
        self._clock.start()
        self._timer.start()
        self._bar.show_playing(True)

    def _pause(self) -> None:
        self._timer.stop()
        if self._bar is not None:
            self._bar.show_playing(False)

    def _on_tick(self) -> None:
        if self._replay is None or not self._window.canvas.isVisible():
            self._pause()
            return
        passed = min(self._clock.restart() / 1000, LONGEST_STEP)
        to = self._time + passed * self._speed
        self.go_to(to)
        if to >= self._replay.days:
            self._pause()

    # What the bar says

    def _on_play(self) -> None:
        if self.is_playing:
            self._pause()
        else:
            self._start()

    def _on_step(self, days: int) -> None:
        self._pause()
        self.go_to(float(int(self._time) + days) + 0.5)

    def _on_day(self, day: int) -> None:
        self.go_to(day + 0.5)

    def _on_speed(self, days_a_second: float) -> None:
        self._speed = days_a_second
        if self.is_shown:
            self._show_sizes()
            self._show_moment()

    def _on_share(self, share: float) -> None:
        self._wish(Wish(share=share))

    def _on_run(self, run: int) -> None:
        self._wish(Wish(run=run))

    def _on_any(self) -> None:
        if self._replay is not None:
            self._wish(Wish(run=random.randrange(self._replay.runs)))

    def _wish(self, wish: Wish) -> None:
        """Play another run from the same day on."""
        self._starts_when_there = self.is_playing
        self._pause()
        self._window.live.play(wish)

    def _on_film(self) -> None:
        from funnelcraft.designer.canvas.play.film_dialog import FilmDialog

        if self._replay is None or self._bar is None:
            return
        self._pause()
        window = self._window
        dialog = FilmDialog(window, self._replay, self._speed, int(self._time))
        dialog.exec()
        dialog.deleteLater()

    # What the forecast says

    def _on_replayed(self, event: Replayed) -> None:
        if not self.is_open or self._bar is None:
            return
        if event.replay.is_still:
            self.close()
            text = _("Nothing moves in this forecast: give a source a volume.")
            self._window.messages.show_notice(text)
            return
        self._leave_stage()
        self._replay = event.replay
        currency = self._window.document.funnel.currency
        self._bar.show_replay(event.replay, currency, ())
        if self._starts_when_there:
            self._start()
        elif self._was_stale:
            self._bar.say(_("The new forecast is ready to play."))
        else:
            self.go_to(self._time)
        self._starts_when_there = self._was_stale = False

    def _on_stale(self) -> None:
        if self.is_open and self._bar is not None:
            self._pause()
            self._leave_stage()
            self._replay = None
            self._was_stale, self._starts_when_there = True, False
            self._bar.show_waiting(_("Play stopped: the forecast is made anew …"))

    def _on_changed(self, _before: object, _after: object) -> None:
        self._make_way()

    def _make_way(self) -> None:
        """Get out of the way of an edit."""
        if self.is_shown and self._bar is not None:
            self._pause()
            self._leave_stage()
            self._bar.say(_("Play stopped: the funnel is edited."))

    def _on_refused(self, findings: tuple[Finding, ...]) -> None:
        text = _why_not(findings)
        self._window.actions_by_name["play"].setToolTip(text)
        self._follow()
        if self.is_open:
            self.close()
            self._window.messages.show_notice(text)

    def _on_refined(self, _refined: object) -> None:
        action = self._window.actions_by_name["play"]
        if action.toolTip() != action.text():
            action.setToolTip("")
            self._follow()

    def _follow(self) -> None:
        header = self._window.shell.header
        if "play" in header.buttons:
            header.follow("play", self._window.actions_by_name["play"])

    def _on_stopped(self) -> None:
        if self.is_open and self._bar is not None and self._replay is None:
            self._bar.show_waiting(_("The forecast was stopped. The next edit makes it anew."))

    def _on_failed(self, _details: str) -> None:
        self.close()

    def _on_selection(self) -> None:
        if self._stage is not None:
            self._stage.follow_selection()

    def _on_colours(self, palette: Palette) -> None:
        if self._bar is not None:
            self._bar.set_colours(palette)
        if self.is_shown:
            self._leave_stage()
            self._enter_stage()


def _why_not(findings: tuple[Finding, ...]) -> str:
    """Say why there is nothing to play."""
    reason = findings[0].message if findings else ""
    return _("There is no forecast to play. {reason}").format(reason=reason)
