"""The status bar: saved or not, the last run, its progress, the year's headline, the zoom."""

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QProgressBar, QPushButton, QStatusBar

from funnelcraft.designer.forecast.events import Headline, Refined
from funnelcraft.designer.look.tokens import STEP
from funnelcraft.designer.widgets.labels import label
from funnelcraft.funnel.text import _, count, money, ngettext, number, percent

SLOW = 500  # milliseconds after which a run in work shows its progress


def run_sentence(refined: Refined, currency: str) -> str:
    """Say how the last run went: `1,000 runs · 0.3 s · ± 0.4 deals`."""
    runs = ngettext("{n} run", "{n} runs", refined.done).format(n=number(refined.done))
    seconds = _("{n} s").format(n=number(refined.seconds, 1))
    parts = [runs, seconds]
    deals, revenue = refined.headline.deals, refined.headline.revenue
    if deals is not None and deals.mcse == deals.mcse:  # one run has no standard error
        parts.append(_("± {n} deals").format(n=number(deals.mcse, 1)))
    elif revenue is not None and revenue.mcse == revenue.mcse:
        parts.append(f"± {money(revenue.mcse, currency)}")
    return " · ".join(parts)


def headline_sentence(headline: Headline, horizon: str, currency: str) -> str:
    """Say the forecast at a glance: `191 deals in 12 months (80%: 172–209) · $3.4M`."""
    deals = headline.deals
    if deals is None:
        return ""
    text = _("{deals} deals in {horizon} (80%: {low}–{high})").format(
        deals=count(deals.mean), horizon=horizon, low=count(deals.p10), high=count(deals.p90)
    )
    if headline.revenue is None:
        return text
    return f"{text} · {money(headline.revenue.mean, currency)}"


class StatusBar(QStatusBar):
    """Says how things are.

    `cancel_wanted` when the user stops the run in work, `task_cancel_wanted` where it is another
    piece of work.
    """

    cancel_wanted = Signal()
    task_cancel_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setSizeGripEnabled(False)
        self.setContentsMargins(STEP, 0, STEP, 0)
        self.saved = label("")
        self.run = label("")
        self.note = label("")
        self.progress = QProgressBar()
        self.progress.setTextVisible(False)
        self.progress.setFixedWidth(120)
        self.progress.setAccessibleName(_("Progress of the forecast"))
        self.cancel = QPushButton(_("Cancel"))
        self.cancel.setProperty("role", "link")
        self.cancel.clicked.connect(self.cancel_wanted)
        self.task = label("")
        self.task_progress = QProgressBar()
        self.task_progress.setTextVisible(False)
        self.task_progress.setFixedWidth(120)
        self.task_progress.setAccessibleName(_("Progress of the work in the background"))
        self.task_cancel = QPushButton(_("Stop"))
        self.task_cancel.setProperty("role", "link")
        self.task_cancel.clicked.connect(self.task_cancel_wanted)
        self.headline = label("")
        self.zoom = label("")
        shown = (self.saved, self.run, self.progress, self.cancel)
        task = (self.task, self.task_progress, self.task_cancel)
        for at, widget in enumerate((*shown, *task, self.note)):
            self.addWidget(widget)
            widget.setContentsMargins(STEP if at == 0 else 0, 0, STEP, 0)
        for widget in (self.headline, self.zoom):
            self.addPermanentWidget(widget)
            widget.setContentsMargins(STEP, 0, STEP, 0)
        self._slow = QTimer(self)
        self._slow.setSingleShot(True)
        self._slow.setInterval(SLOW)
        self._slow.timeout.connect(self._on_slow)
        self._fading = QTimer(self)
        self._fading.setSingleShot(True)
        self._fading.setInterval(8000)
        self._fading.timeout.connect(self.note.clear)
        self._show_progress(False)
        self._show_task(False)

    def begin_task(self, doing: str) -> None:
        """Say that something is being done besides the forecast."""
        self.note.clear()
        self.task.setText(doing)
        self.task_progress.setRange(0, 0)
        self._show_task(True)

    def show_task(self, share: float) -> None:
        """Show how much of it is done, 0–1."""
        self.task_progress.setRange(0, 100)
        self.task_progress.setValue(round(share * 100))

    def end_task(self, sentence: str) -> None:
        """It is over; the sentence says how."""
        self._show_task(False)
        if sentence:
            self.say(sentence)

    def _show_task(self, shown: bool) -> None:
        for widget in (self.task, self.task_progress, self.task_cancel):
            widget.setVisible(shown)
        if not shown:
            self.task_progress.setRange(0, 1)  # a bar without an end would move on, unseen

    def say(self, sentence: str) -> None:
        """Say something in passing."""
        self.note.setText(sentence)
        self._fading.start()

    def show_saved(self, sentence: str) -> None:
        """Say whether the document is saved."""
        self.saved.setText(sentence)

    def show_zoom(self, zoom: float) -> None:
        """Show the zoom of the canvas, 1 being life size."""
        self.zoom.setText(percent(zoom))

    def begin_run(self) -> None:
        """A run has begun: its progress is shown if it takes long; the last run's figures go."""
        self.run.setText("")
        self.progress.setRange(0, 0)
        self._slow.start()

    def show_run(self, refined: Refined, horizon: str, currency: str) -> None:
        """Show what the runs that are done say."""
        self.headline.setText(headline_sentence(refined.headline, horizon, currency))
        if refined.finished:
            self.end_run(run_sentence(refined, currency))
        else:
            self.progress.setRange(0, refined.wanted)
            self.progress.setValue(refined.done)

    def end_run(self, sentence: str) -> None:
        """The run is over."""
        self._slow.stop()
        self._show_progress(False)
        self.run.setText(sentence)

    def clear_forecast(self, sentence: str) -> None:
        """There is no forecast, for the reason given."""
        self.end_run(sentence)
        self.headline.setText("")

    def _on_slow(self) -> None:
        self._show_progress(True)

    def _show_progress(self, shown: bool) -> None:
        self.progress.setVisible(shown)
        self.cancel.setVisible(shown)
