"""Campaigns on a calendar: dragged, stretched, moved by keys, and overlapping ones said."""

from datetime import date

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from funnelcraft.designer.document import Item
from funnelcraft.designer.inspector.campaigns import MOST_BLOCKS, CampaignsField
from funnelcraft.designer.inspector.spans import (
    Span,
    campaign_words,
    lanes_of,
    overlaps,
    span_of,
)
from funnelcraft.designer.inspector.year_strip import YearStrip
from funnelcraft.funnel.edits.changes import change_source
from funnelcraft.funnel.model import Campaign
from tests.designer.inspector.helpers import Heard, drag, show
from tests.designer.windows import Windows

FAIR = Campaign(name="Fair", start="2027-03-01", days=10, leads=800.0)
WEBINAR = Campaign(name="Webinar", start="2027-03-05", days=1, leads=120.0)
LATER = Campaign(name="Mailing", start="2028-06-01", days=30, leads=300.0)


class Editor(CampaignsField):
    """Shows what it committed, as a form does."""

    def __init__(self, qtbot: QtBot, *campaigns: Campaign) -> None:
        super().__init__()
        self.heard = Heard(self.committed)
        self.committed.connect(self._on_committed)
        show(qtbot, self, width=400)
        self.show_campaigns(campaigns, "2027-01-01", fresh=True)
        qtbot.waitUntil(lambda: self.strip.width() > 300)

    def _on_committed(self, campaigns: tuple[Campaign, ...], _stay: int) -> None:
        self.show_campaigns(campaigns, "2027-01-01")


def drag_by(strip: YearStrip, start: QPoint, days: int) -> None:
    """Drag from a place by so many days."""
    end = start + QPoint(round(days * (strip.width() - 2) / 365), 0)
    drag(strip, start, (start + end) / 2, end)


def test_that_a_bar_is_dragged_to_another_day_and_stretched_at_its_end(qtbot: QtBot) -> None:
    editor = Editor(qtbot, FAIR)
    bar = editor.strip.bar(0)
    assert bar is not None
    drag_by(editor.strip, bar.center().toPoint() - QPoint(1, 0), 31)
    moved = date.fromisoformat(editor.heard.last[0].start)
    assert abs((moved - date(2027, 4, 1)).days) <= 2  # a pixel is a day
    assert editor.heard.last[0].days == 10
    bar = editor.strip.bar(0)
    assert bar is not None
    drag_by(editor.strip, bar.center().toPoint() + QPoint(int(bar.width() / 2) - 1, 0), 30)
    assert abs(editor.heard.last[0].days - 40) <= 2
    assert editor.heard.last[0].start == moved.isoformat()


def test_that_a_campaign_is_moved_stretched_and_removed_by_keys(qtbot: QtBot) -> None:
    editor = Editor(qtbot, FAIR, WEBINAR)
    strip = editor.strip
    strip.setFocus()
    QTest.keyClick(strip, Qt.Key.Key_Right)
    assert editor.heard.last[0].start == "2027-03-02"
    QTest.keyClick(strip, Qt.Key.Key_Left, Qt.KeyboardModifier.ControlModifier)
    assert editor.heard.last[0].start == "2027-02-23"
    QTest.keyClick(strip, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert editor.heard.last[0].days == 11
    QTest.keyClick(strip, Qt.Key.Key_Down)
    assert strip.current == 1
    assert strip.accessibleDescription() == "Webinar: Mar 5, 2027, 120 leads"
    QTest.keyClick(strip, Qt.Key.Key_Delete)
    assert [one.name for one in editor.heard.last] == ["Fair"]


def test_that_overlapping_campaigns_are_said_and_stand_in_two_rows(qtbot: QtBot) -> None:
    editor = Editor(qtbot, FAIR, WEBINAR, LATER)
    assert editor.sentence.text() == "“Fair” and “Webinar” overlap: their leads add up."
    first, second = editor.strip.bar(0), editor.strip.bar(1)
    assert first is not None
    assert second is not None
    assert first.top() < second.top()
    assert overlaps((WEBINAR, FAIR, LATER)) == [(1, 0)]
    assert lanes_of([span_of(one) for one in (FAIR, WEBINAR, LATER)]) == [0, 1, 0]


def test_that_another_year_is_shown(qtbot: QtBot) -> None:
    editor = Editor(qtbot, FAIR, LATER)
    assert editor.strip.bar(1) is None
    editor.later.click()
    assert editor.year.text() == "2028"
    assert editor.strip.bar(1) is not None
    editor.strip.choose(0)
    assert editor.year.text() == "2027"


def test_that_a_campaign_stays_within_the_calendar_and_a_day_long() -> None:
    assert Span(date(1, 1, 5), 3).moved(-900).start == date.min
    assert Span(date(2027, 1, 1), 3).stretched(-9, at_start=False).days == 1
    assert Span(date(2027, 1, 5), 3).stretched(-2, at_start=True) == Span(date(2027, 1, 3), 5)
    assert campaign_words(FAIR) == "Fair: Mar 1, 2027 to Mar 10, 2027, 800 leads"


@pytest.mark.parametrize(
    "odd",
    [
        Campaign(name="x", start="soon", days=3, leads=1.0),
        Campaign(name="x", start="9999-12-01", days=3, leads=1.0),
        Campaign(name="x", start="2027-01-01", days=-3, leads=1.0),
        Campaign(name="x", start="2027-01-01", days=10**9, leads=1.0),
    ],
)
def test_that_impossible_campaigns_are_listed_without_a_bar(qtbot: QtBot, odd: Campaign) -> None:
    editor = Editor(qtbot, odd, FAIR)
    assert editor.strip.bar(0) is None
    editor.strip.setFocus()
    QTest.keyClick(editor.strip, Qt.Key.Key_Right)
    assert editor.heard.all == []
    assert not editor.strip.grab().isNull()
    assert len(editor.blocks) == 2


def test_that_only_so_many_campaigns_are_shown_one_by_one(qtbot: QtBot) -> None:
    editor = Editor(qtbot, *(FAIR,) * (MOST_BLOCKS + 3))
    assert len(editor.blocks) == MOST_BLOCKS
    assert "3 more campaigns are not shown here" in editor.sentence.text()


def test_that_the_form_counts_what_campaigns_bring(windows: Windows) -> None:
    window = windows.open("lead-process")
    fair = next(one for one in window.document.funnel.sources if one.volume.campaigns)
    window.document.select([Item("source", fair.id)])
    form = window.inspector.source_form
    assert form.subheading.text() == "Source · 600 leads by campaigns into Lead"
    steady = fair.volume.replaced(leads_per_month=10.0)
    window.document.apply(lambda funnel: change_source(funnel, fair.id, volume=steady), "Volume")
    said = "Source · 120 leads a year and 600 by campaigns into Lead"
    assert form.subheading.text() == said
