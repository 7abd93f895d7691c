"""The forecast in the window: begun after the window shows, told to every part that shows it."""

import importlib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer

from funnelcraft.designer.canvas.figures import CanvasFigures, StageFigures
from funnelcraft.designer.forecast.events import Preview, Refined, Totals
from funnelcraft.designer.forecaster import Forecaster
from funnelcraft.designer.gradual import Gradual, import_whole, touch_classes
from funnelcraft.designer.look.tokens import Palette
from funnelcraft.funnel.findings import Finding
from funnelcraft.funnel.model import Funnel
from funnelcraft.funnel.text import _

if TYPE_CHECKING:
    from funnelcraft.designer.forecast.view import ForecastView
    from funnelcraft.designer.look.icons import Icons
    from funnelcraft.designer.window import MainWindow
    from funnelcraft.funnel.audit.published import Proposal
    from funnelcraft.simulation.expectation import Expectation

# Imported in the forecaster's thread, one by one, so that nothing waits for them later.
LATE = (
    *("scipy.special", "scipy.optimize", "funnelcraft.io.imports"),
    *("funnelcraft.io.deck.pages", "funnelcraft.io.deck.rendering"),
)
# What touches Qt has to be imported in the GUI's thread, between events.
QT_MODULES = ("PySide6.QtCore", "PySide6.QtGui", "PySide6.QtWidgets")
# What the baseline tab takes, a module a step, so that it opens at once.
BASELINE_MODULES = tuple(
    f"funnelcraft.designer.baseline.{name}"
    for name in ("pictures", "trouble_card", "industry_card", "backtest_card", "view")
)
# What the comparison takes besides.
COMPARISON_MODULES = tuple(
    f"funnelcraft.designer.{name}"
    for name in (
        "charts.fans",
        "charts.bridge",
        "comparison.table",
        "comparison.cards",
        "comparison.view",
    )
)
# The sections of the forecast tab, so that each opens at once when it is chosen.
FORECAST_MODULES = tuple(
    f"funnelcraft.designer.forecast.{name}"
    for name in (
        "outlook",
        "view",
        "pipeline_section",
        "waiting_section",
        "sources_section",
        "sureness_section",
    )
)
# What the specification tab takes.
SPECIFICATION_MODULES = tuple(
    f"funnelcraft.designer.specification.{name}"
    for name in ("text_table", "written", "part_page", "judge_page", "view")
)
# And what the import takes.
WIZARD_MODULES = tuple(
    f"funnelcraft.designer.importing.{name}"
    for name in ("judging", "files_card", "stages_card", "window_card", "summary_page", "dialog")
)


class Forecasts(QObject):
    """Takes what the live forecast finds to canvas, outline, status bar and forecast tab."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self._live = window.live
        self._icons: Icons | None = None
        self.view: ForecastView | None = None
        self.figures = CanvasFigures()
        self._begun = False
        self._totals_are_fresh = False
        live = self._live
        live.became_stale.connect(self._on_stale)
        live.previewed.connect(self._on_previewed)
        live.refined.connect(self._on_refined)
        live.totalled.connect(self._on_totalled)
        live.refused.connect(self._on_refused)
        live.stopped.connect(self._on_stopped)
        live.failed.connect(self._on_failed)
        self._gradual = Gradual()
        self._gradual.setParent(self)
        # Not amid the import itself: `finish` may be called by what makes the view.
        self._gradual.done.connect(self._on_imported, Qt.ConnectionType.QueuedConnection)
        window.status.cancel_wanted.connect(live.cancel)
        window.document.changed.connect(self._on_changed)

    @property
    def refusal(self) -> tuple[Finding, ...] | None:
        """Why there is no forecast; None where nothing stands against one."""
        return self._live.latest.refusal

    @property
    def is_settled(self) -> bool:
        """Whether everything that is shown is of the document as it is, and complete."""
        shell = self._window.shell
        is_waiting = shell.pages.currentWidget() is shell.waiting
        if not self._begun or self._live.is_busy or is_waiting:
            return False
        if self.refusal is not None:
            return True
        return self._totals_are_fresh and (self.view is None or self.view.is_answered)

    @property
    def is_ready(self) -> bool:
        """Whether the forecast is complete and nothing is left to import in the GUI's thread."""
        return self.is_settled and self._gradual.is_done

    def begin(self) -> None:
        """Begin to forecast; nothing where that was begun already."""
        if self._begun:
            return
        self._begun = True
        self._live.begin(Forecaster())
        for name in LATE:
            self._live.prepare(name, _Import(name))
        for name in QT_MODULES:
            self._gradual.add(name, touch_classes(name))
        self._gradual.add("icons", self._load_icons())
        self._gradual.add("forms", self._window.inspector.prepare())
        for name in (
            *FORECAST_MODULES,
            *BASELINE_MODULES,
            *COMPARISON_MODULES,
            *SPECIFICATION_MODULES,
            *WIZARD_MODULES,
        ):
            self._gradual.add(name, import_whole(name))

    def finish_imports(self) -> None:
        """Import at once what is still to be imported bit by bit."""
        self._gradual.finish()

    def begin_soon(self) -> None:
        """Begin once the window has been painted."""
        QTimer.singleShot(0, self, self.begin)

    def close(self) -> None:
        """End the forecast's thread and what is still being imported."""
        self._gradual.close()
        if self.view is not None:
            self.view.sections.shut()
        self._live.close()

    @property
    def is_importing(self) -> bool:
        """Whether what tabs draw with is still being imported, between events."""
        return not self._gradual.is_done

    def _on_imported(self, _name: str) -> None:
        shell = self._window.shell
        if shell.pages.currentWidget() is shell.waiting and not self.is_importing:
            self._window.show_tab()

    def open_view(self) -> "ForecastView":
        """Return the forecast tab, made when it is first opened."""
        if self.view is None:
            self.view = self._make_view()
        return self.view

    def _make_view(self) -> "ForecastView":
        self._gradual.finish()
        from funnelcraft.designer.forecast.offers import offers
        from funnelcraft.designer.forecast.settings import ForecastSettings
        from funnelcraft.designer.forecast.view import ForecastView

        window = self._window
        view = ForecastView(self._live, window.theme.palette, offers(window))
        view.go_to.connect(window.go_to)
        view.published_wanted.connect(self._on_published_wanted)
        window.shell.pages.addWidget(view)
        self._settings = ForecastSettings(self._live)
        window.shell.right.add_settings(self._settings)
        totals = self._live.latest.totals
        if totals is not None:
            self._settings.show_left_out(totals.left_out)
        return view

    def set_colours(self, palette: Palette) -> None:
        """Draw in another palette."""
        if self.view is not None:
            self.view.set_colours(palette)
        self._dress()

    def _on_published_wanted(self, taken: "tuple[Proposal, ...]") -> None:
        from funnelcraft.funnel.audit.published import with_published

        self._window.document.apply(
            lambda funnel: with_published(funnel, taken), _("Take published rates")
        )

    def _on_changed(self, _before: Funnel, _after: Funnel) -> None:
        if self.view is not None:
            self._settings.update_fields()

    def _on_stale(self) -> None:
        self._totals_are_fresh = False
        self._window.status.begin_run()
        self._dim()

    def _dim(self) -> None:
        self._show(replace(self.figures, stale=True))

    def forget(self) -> None:
        """Show no figures: those there are belong to another document."""
        self._show(CanvasFigures())

    def _show(self, figures: CanvasFigures) -> None:
        self.figures = figures
        self._window.canvas.show_figures(figures)

    def _on_previewed(self, preview: Preview) -> None:
        found = preview.expectation
        volumes = dict(zip(found.stage_ids, found.entries.sum(axis=1).tolist(), strict=True))
        self._show(canvas_figures(found, self._period()))
        self._window.outline.show_volumes(volumes)
        self._window.inspector.show_expectation(found, self._period())

    def _period(self) -> str:
        """Say over what a volume counts, as it stands after a number."""
        from funnelcraft.simulation.forecast.sentences import horizon

        days = self._live.options.days
        return _("a year") if days == 365 else _("in {time}").format(time=horizon(days))

    def _on_refined(self, refined: Refined) -> None:
        from funnelcraft.simulation.forecast.sentences import horizon

        self._window.status.show_run(
            refined, horizon(self._live.options.days), self._window.document.funnel.currency
        )

    def _on_totalled(self, totals: Totals) -> None:
        self._totals_are_fresh = True
        self._show(self.figures.with_queues(totals.queues))

    def _on_refused(self, findings: Sequence[Finding]) -> None:
        self._window.status.clear_forecast(_("No forecast: the findings say what is missing."))
        self._window.outline.show_volumes({})
        self._window.inspector.show_expectation(None, "")
        # The canvas keeps the last figures, dimmed: while a trigger's rate is being typed, the
        # rest of the drawing still tells what it told.
        self._dim()

    def _on_stopped(self) -> None:
        self._window.status.end_run(_("Stopped. The next edit forecasts anew."))

    def _on_failed(self, details: str) -> None:
        from funnelcraft.designer.crash import log

        log().error("The forecast failed.\n%s", details)
        self._window.status.clear_forecast(_("The forecast failed."))
        self._window.messages.show_problem(
            _("The forecast failed for a reason of its own. The log file has the details.")
        )

    def _load_icons(self) -> Iterator[None]:
        from funnelcraft.designer.look.icons import Icons

        yield
        self._icons = Icons()
        yield
        self._dress()

    def _dress(self) -> None:
        window = self._window
        if self._icons is None:
            return
        self._icons.dress(window.actions_by_name, window.theme.palette)
        for name in window.shell.header.buttons:
            window.shell.header.follow(name, window.actions_by_name[name])


def canvas_figures(found: "Expectation", period: str) -> CanvasFigures:
    """Return what the canvas shows of an expectation; `period` says over what volumes count."""
    of = found.segments
    columns = zip(
        found.entries.sum(axis=1).tolist(),
        found.balance[:, -1].tolist(),
        of.entries.T.tolist(),
        of.balance.T.tolist(),
        strict=True,
    )
    stages = {
        stage_id: StageFigures(volume, balance, period, None, tuple(volumes), tuple(balances))
        for stage_id, (volume, balance, volumes, balances) in zip(
            found.stage_ids, columns, strict=True
        )
    }
    moves = dict(zip(found.trigger_ids, found.moves.sum(axis=1).tolist(), strict=True))
    apart = dict(zip(found.trigger_ids, map(tuple, of.moves.T.tolist()), strict=True))
    return CanvasFigures(stages, moves, segments=of.ids, trigger_segments=apart)


class _Import:
    """Imports a package when called: an errand for another thread."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __call__(self) -> None:
        importlib.import_module(self._name)
