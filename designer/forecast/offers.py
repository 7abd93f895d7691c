"""Which sections the forecast tab has, in their order."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from funnelcraft.designer.charts.saver import saver_of
from funnelcraft.designer.forecast.sections import Offer
from funnelcraft.funnel.text import _

if TYPE_CHECKING:
    from funnelcraft.designer.window import MainWindow


def offers(window: "MainWindow") -> tuple[Offer, ...]:
    """Return the sections of a window's forecast; each is imported and made when first chosen."""
    return (
        Offer("outlook", _("Outlook"), partial(_outlook, window)),
        Offer("pipeline", _("Pipeline"), partial(_pipeline, window)),
        Offer("waiting", _("Waiting"), partial(_waiting, window)),
        Offer("sources", _("Sources"), partial(_sources, window)),
        Offer("matters", _("What matters"), partial(_matters, window)),
        Offer("goal", _("Goal"), partial(_goal, window)),
        Offer("sureness", _("How sure"), partial(_sureness, window)),
    )


def _outlook(window: "MainWindow") -> QWidget:
    from funnelcraft.designer.forecast.outlook import Outlook

    return Outlook(window.live, window.theme.palette, saver_of(window))


def _pipeline(window: "MainWindow") -> QWidget:
    from funnelcraft.designer.forecast.pipeline_section import PipelineSection

    return PipelineSection(window.live, window.theme.palette, saver_of(window), window.go_to_place)


def _waiting(window: "MainWindow") -> QWidget:
    from funnelcraft.designer.forecast.waiting_section import WaitingSection

    return WaitingSection(window.live, window.theme.palette, saver_of(window), window.go_to_place)


def _sources(window: "MainWindow") -> QWidget:
    from funnelcraft.designer.forecast.sources_section import SourcesSection

    return SourcesSection(window.live, window.theme.palette, saver_of(window), window.go_to_place)


def _matters(window: "MainWindow") -> QWidget:
    from funnelcraft.designer.levers.matters_section import MattersSection

    return MattersSection(window.live, window.theme.palette, saver_of(window), window.go_to_place)


def _goal(window: "MainWindow") -> QWidget:
    from funnelcraft.designer.levers.goal_section import GoalSection
    from funnelcraft.designer.levers.scenario import make_scenario

    palette, saver = window.theme.palette, saver_of(window)
    making = partial(make_scenario, window)
    return GoalSection(window.live, palette, saver, window.go_to_place, making)


def _sureness(window: "MainWindow") -> QWidget:
    from funnelcraft.designer.forecast.sureness_section import SurenessSection

    palette, saver = window.theme.palette, saver_of(window)
    words = (_("Import a CRM export"), window.actions_by_name["import"].trigger)
    return SurenessSection(window.live, palette, saver, window.go_to_place, words)
