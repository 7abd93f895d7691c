"""Every form: fits a narrow panel, and everything that takes the focus says what it is."""

from collections.abc import Iterator
from itertools import pairwise

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from funnelcraft.designer.document import Item
from funnelcraft.designer.inspector.form import Form
from funnelcraft.designer.window import MainWindow
from funnelcraft.funnel.edits import add_segment, change_source, change_stage, change_trigger
from funnelcraft.funnel.model import Campaign, Capacity, Funnel
from funnelcraft.funnel.rules import AllOf, AnyOf, Condition, Event, Not, Rule
from funnelcraft.io.templates import template
from tests.designer.windows import Windows

NARROWEST = 280
# A bar beside the form takes this much of it.
SCROLL_BAR = 10


def rich() -> Funnel:
    """Return a funnel that fills every part of every form."""
    found, _first = add_segment(template("lead-to-revenue"), "Inbound")
    found, _second = add_segment(found, "Events and fairs of partners")
    rule: Rule = AllOf(
        all=(
            Condition(field="company_size_in_employees_worldwide", op=">=", value=1200.0),
            AnyOf(any=(Event(event="webinar"), Not(rule=Event(event="unsubscribed")))),
        )
    )
    found = change_trigger(found, found.triggers[1].id, rule=rule)
    capacity = Capacity(leads_per_day=40.0, people=5.0)
    found = change_stage(found, "mql", capacity=capacity, wait_half_life_days=4.0)
    source = found.sources[0]
    fair = Campaign(name="Fair", start="2027-03-01", days=5, leads=800.0)
    volume = source.volume.replaced(campaigns=(fair, fair.replaced(name="Webinar")))
    return change_source(found, source.id, volume=volume).replaced(holidays=("2027-12-24",))


def forms(window: MainWindow) -> Iterator[Form]:
    """Show every form, with everything open in it."""
    funnel, inspector = window.document.funnel, window.inspector
    yield inspector.document_form
    window.document.select([Item("stage", "mql")])
    yield inspector.stage_form
    window.document.select([Item("trigger", funnel.triggers[1].id)])
    form = inspector.trigger_form
    form.rule.rows[1].wanted.emit((0,), "open")
    form.overrides.rows[1].click()
    yield form
    window.document.select([Item("source", funnel.sources[0].id)])
    yield inspector.source_form
    window.document.select([Item("stage", "mql"), Item("trigger", funnel.triggers[1].id)])
    several = inspector.currentWidget()
    assert isinstance(several, Form)
    yield several


@pytest.fixture
def window(windows: Windows) -> MainWindow:
    return windows.open(rich())


def test_that_every_form_fits_the_narrowest_panel(window: MainWindow) -> None:
    for form in forms(window):
        QApplication.processEvents()
        wide = form._body.minimumSizeHint().width()
        assert wide <= NARROWEST - SCROLL_BAR, type(form).__name__


def test_that_everything_that_takes_the_focus_has_a_name(window: MainWindow) -> None:
    for form in forms(window):
        QApplication.processEvents()
        for widget in form._body.findChildren(QWidget):
            takes = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus) and widget.isVisible()
            if takes and widget.parent() is not None:
                said = widget.accessibleName() or getattr(widget, "text", str)()
                assert said.strip(), (type(form).__name__, widget)


def test_that_tab_goes_down_the_form_as_the_eye_does(window: MainWindow) -> None:
    for form in forms(window):
        QApplication.processEvents()
        form._body.setFocus()
        first = form._body.nextInFocusChain()
        places = []
        widget: QWidget | None = first
        for _step in range(600):
            if widget is None or widget is form._body:
                break
            takes = widget.focusPolicy() & Qt.FocusPolicy.TabFocus
            if takes and widget.isVisible() and form._body.isAncestorOf(widget):
                place = widget.mapTo(form._body, widget.rect().topLeft())
                places.append((place.y(), place.x(), widget))
            widget = widget.nextInFocusChain()
        for (y, x, one), (next_y, next_x, other) in pairwise(places):
            in_row = abs(next_y - y) <= 24 and next_x > x
            assert next_y > y or in_row, (type(form).__name__, one, other)
