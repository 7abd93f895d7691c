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
    return (Offer("outlook", _("Outlook"), partial(_outlook, window)),)


def _outlook(window: "MainWindow") -> QWidget:
    from funnelcraft.designer.forecast.outlook import Outlook

    return Outlook(window.live, window.theme.palette, saver_of(window))
