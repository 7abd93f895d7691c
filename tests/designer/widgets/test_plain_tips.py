"""No tooltip takes a name for markup: Qt would open the files it names."""

from dataclasses import fields

from PySide6.QtWidgets import QTableWidget, QWidget

from funnelcraft.designer.document import Item
from funnelcraft.designer.forecast.events import Line
from funnelcraft.designer.forecast.totals import TotalsTable
from funnelcraft.designer.widgets.plain_tips import plain_tip
from funnelcraft.funnel.edits import change_stage, change_trigger
from funnelcraft.simulation.forecast.totals import Total
from tests.designer.windows import Windows

EVIL = "<img src='file:///etc/hostname'>"


def tips(widget: QWidget) -> list[str]:
    return [one.toolTip() for one in (widget, *widget.findChildren(QWidget))]


def test_that_markup_is_shown_as_text() -> None:
    assert plain_tip(EVIL) == "<p>&lt;img src=&#x27;file:///etc/hostname&#x27;&gt;</p>"
    assert plain_tip("") == ""


def test_that_no_tooltip_of_the_window_holds_markup_of_a_name(windows: Windows) -> None:
    window = windows.open("lead-to-revenue")
    document = window.document
    document.apply(lambda f: change_stage(f, "mql", term=EVIL * 4), f"Rename {EVIL}")
    first = document.funnel.triggers[0]
    document.apply(lambda f: change_trigger(f, first.id, name=EVIL), f"Rename {EVIL}")
    for item in (Item("stage", "mql"), Item("trigger", first.id)):
        document.select([item])
        window.grab()
        assert [tip for tip in tips(window) if "<img" in tip] == []
    assert any("&lt;img" in tip for tip in tips(window))


def test_that_totals_show_names_as_they_are(windows: Windows) -> None:
    table = TotalsTable()
    total = Total(**{field.name: 1.0 for field in fields(Total)})
    table.show_lines([Line(EVIL, EVIL, total, False)], "USD")
    assert item_tips(table)
    assert not any("<img" in tip for tip in item_tips(table))


def item_tips(table: QTableWidget) -> list[str]:
    found = [table.item(0, column) for column in range(table.columnCount())]
    return [item.toolTip() for item in found if item is not None]
