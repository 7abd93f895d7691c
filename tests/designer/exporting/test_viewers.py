"""What is looked at before it is saved: turned, zoomed and chosen by keys, mouse and wheel."""

from collections.abc import Iterator
from datetime import date

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QTreeWidgetItem
from pytestqt.qtbot import QtBot

from funnelcraft.designer.exporting import looks
from funnelcraft.designer.exporting.folder_viewer import PATH, FolderViewer
from funnelcraft.designer.exporting.looks import (
    FolderLook,
    PagesLook,
    PictureLook,
    SheetsLook,
    look_at,
    look_at_file,
)
from funnelcraft.designer.exporting.page_viewer import PageViewer
from funnelcraft.designer.exporting.rasters import Raster, drawn_page, page_sizes
from funnelcraft.designer.exporting.sheet_viewer import SheetViewer
from funnelcraft.io.exports.workbook import Sheet, workbook
from tests.designer.exporting.documents import COLOURS, pdf
from tests.designer.windows import PATIENCE

KEYS = Qt.Key
SVG = b'<?xml version="1.0"?>\n<svg width="40" height="20" xmlns="http://www.w3.org/2000/svg">'


def never() -> bool:
    return False


def pages_look(pages: int = 3, width: int = 200, height: int = 100) -> PagesLook:
    data = pdf(pages, width, height)
    return PagesLook(data, page_sizes(data), "As printed.")


@pytest.fixture
def viewer(qtbot: QtBot) -> Iterator[PageViewer]:
    made = PageViewer()
    qtbot.addWidget(made)
    made.resize(600, 500)
    with qtbot.waitExposed(made):
        made.show()
    yield made
    made.shut()


def settle(viewer: PageViewer, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: viewer.is_drawn, timeout=PATIENCE)


def colour(viewer: PageViewer) -> str:
    image = viewer.area.sheet.image
    return QColor(image.pixel(image.width() // 2, image.height() // 2)).name()


def roll(viewer: PageViewer, notches: int) -> None:
    """Turn the wheel over the page, towards its end where that is negative."""
    where = QPointF(viewer.area.viewport().rect().center())
    for _each in range(abs(notches)):
        by = QPoint(0, 120 if notches > 0 else -120)
        none, phase = Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase
        buttons = Qt.MouseButton.NoButton
        event = QWheelEvent(where, where, QPoint(), by, buttons, none, phase, False)
        QApplication.sendEvent(viewer.area.viewport(), event)


def test_that_pages_are_turned_by_keys_and_buttons(viewer: PageViewer, qtbot: QtBot) -> None:
    viewer.show_look(pages_look())
    settle(viewer, qtbot)
    assert viewer.place.text() == "Page 1 of 3"
    assert colour(viewer) == COLOURS[0]
    assert not viewer.back.isEnabled()
    QTest.keyClick(viewer.area, KEYS.Key_PageDown)
    settle(viewer, qtbot)
    assert colour(viewer) == COLOURS[1]
    QTest.mouseClick(viewer.forth, Qt.MouseButton.LeftButton)
    settle(viewer, qtbot)
    assert viewer.place.text() == "Page 3 of 3"
    assert colour(viewer) == COLOURS[2]
    assert not viewer.forth.isEnabled()
    QTest.keyClick(viewer.area, KEYS.Key_PageDown)  # there is no more
    assert viewer.page == 2
    QTest.keyClick(viewer.area, KEYS.Key_Home)
    assert viewer.page == 0
    QTest.keyClick(viewer.area, KEYS.Key_End)
    assert viewer.page == 2
    QTest.keyClick(viewer.area, KEYS.Key_PageUp)
    assert viewer.page == 1


def test_that_a_page_is_told_to_who_cannot_see_it(viewer: PageViewer) -> None:
    viewer.show_look(pages_look())
    viewer.turn(1)
    assert viewer.area.accessibleName() == "Preview"
    assert viewer.area.accessibleDescription() == "Page 2 of 3 As printed."
    assert viewer.back.accessibleName() == "Previous page"
    assert viewer.forth.accessibleName() == "Next page"


def test_that_a_page_is_whole_or_as_wide_as_the_room(viewer: PageViewer, qtbot: QtBot) -> None:
    viewer.show_look(pages_look(2, 100, 300))
    settle(viewer, qtbot)
    sheet, room = viewer.area.sheet, viewer.area.viewport()
    assert sheet.height() <= room.height()
    assert sheet.width() == pytest.approx(sheet.height() / 3, abs=1)
    QTest.mouseClick(viewer.zoom.buttons[1], Qt.MouseButton.LeftButton)
    settle(viewer, qtbot)
    assert sheet.width() == pytest.approx(room.width(), abs=14)
    assert sheet.height() == pytest.approx(3 * sheet.width(), abs=2)
    assert viewer.area.sheet.image.width() == viewer.area.wanted_width()  # drawn anew, sharp


def test_that_the_wheel_turns_where_a_page_ends(viewer: PageViewer, qtbot: QtBot) -> None:
    viewer.show_look(pages_look(2, 100, 300))
    QTest.mouseClick(viewer.zoom.buttons[1], Qt.MouseButton.LeftButton)
    settle(viewer, qtbot)
    bar = viewer.area.verticalScrollBar()
    roll(viewer, -1)
    assert viewer.page == 0
    assert bar.value() > 0
    bar.setValue(bar.maximum())
    roll(viewer, -1)
    assert viewer.page == 1
    assert bar.value() == bar.minimum()
    roll(viewer, 1)
    assert viewer.page == 0
    assert bar.value() == bar.maximum()  # going back, one reads on at the end


def test_that_pages_are_drawn_when_they_are_looked_at_and_once(
    viewer: PageViewer, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[int] = []

    def counted(document: bytes, page: int, width: int) -> Raster:
        drawn.append(page)
        return drawn_page(document, page, width)

    monkeypatch.setattr(looks, "drawn_page", counted)
    viewer.show_look(pages_look(40))
    settle(viewer, qtbot)
    for by in (1, 1, -1, -1, 1):
        viewer.turn(by)
        settle(viewer, qtbot)
    assert sorted(set(drawn)) == [0, 1, 2]
    assert len(drawn) <= 4  # once more where the window was still finding its size


def test_that_another_document_leaves_nothing_of_the_one_before(
    viewer: PageViewer, qtbot: QtBot
) -> None:
    viewer.show_look(pages_look(9))
    viewer.go_to(7)
    viewer.show_look(pages_look(2))
    settle(viewer, qtbot)
    assert viewer.place.text() == "Page 1 of 2"
    assert colour(viewer) == COLOURS[0]


def test_that_a_workbook_has_a_tab_a_sheet(qtbot: QtBot) -> None:
    sheets = [Sheet("One", ["A head", "B"], [["x", 1.5]]), Sheet("Two", ["C"], [["y"], ["z"]])]
    look = look_at(workbook(sheets, "T", date(2027, 1, 4)), "", never)
    assert isinstance(look, SheetsLook)
    viewer = SheetViewer()
    qtbot.addWidget(viewer)
    viewer.show_sheets(look)
    model, across = viewer.model, Qt.Orientation.Horizontal
    assert [viewer.tabs.tabText(at) for at in range(viewer.tabs.count())] == ["One", "Two"]
    assert model.headerData(0, across) == "A head ▾"
    assert model.headerData(0, Qt.Orientation.Vertical) == "2"
    assert model.index(0, 1).data() == "1.5"
    assert viewer.table.accessibleName() == "Sheet One"
    QTest.keyClick(viewer.tabs, KEYS.Key_Right)
    assert model.rowCount() == 2
    assert model.index(1, 0).data() == "z"
    viewer.show_sheets(SheetsLook(look.sheets[:1]))
    assert viewer.tabs.count() == 1
    assert model.index(0, 0).data() == "x"


def files() -> dict[str, bytes]:
    """Return a folder as exports make them."""
    return {
        "crm/force-app/main/default/a.xml": b"<a/>",
        "crm/force-app/main/default/b.xml": b"<b/>",
        "crm/z.json": b"{}" * 700,
        "diagrams/d.svg": SVG + b'<rect width="40" height="20" fill="#00ff00"/></svg>',
        "decks/plan.pdf": pdf(2),
        "decks/plan.pptx": b"PK\x03\x04",
        "README.md": b"# What is where",
        "odd.bin": b"\xff\xfe\x00",
    }


@pytest.fixture
def folder(qtbot: QtBot) -> Iterator[FolderViewer]:
    made = FolderViewer()
    qtbot.addWidget(made)
    made.resize(800, 500)
    with qtbot.waitExposed(made):
        made.show()
    yield made
    made.shut()


def rows(item: QTreeWidgetItem, depth: int = 0) -> list[str]:
    """Return what a tree says, a row a line."""
    found = []
    for at in range(item.childCount()):
        row = item.child(at)
        assert row is not None
        found.append(f"{'  ' * depth}{row.text(0)} {row.text(1)}".rstrip())
        found += rows(row, depth + 1)
    return found


def test_that_a_folder_is_a_tree_with_sizes(folder: FolderViewer, qtbot: QtBot) -> None:
    folder.show_folder(FolderLook(files()))
    assert rows(folder.tree.invisibleRootItem()) == [
        "README.md 15 bytes",
        "odd.bin 3 bytes",
        "crm",
        "  force-app/main/default",
        "    a.xml 4 bytes",
        "    b.xml 4 bytes",
        "  z.json 1 kB",
        "decks",
        f"  plan.pdf {round(len(files()['decks/plan.pdf']) / 1000)} kB",
        "  plan.pptx 4 bytes",
        "diagrams",
        f"  d.svg {len(files()['diagrams/d.svg'])} bytes",
    ]
    qtbot.waitUntil(lambda: folder.file.shown is folder.file.text, timeout=PATIENCE)
    assert folder.file.text.toPlainText() == "# What is where"


def test_that_keys_go_from_file_to_file(folder: FolderViewer, qtbot: QtBot) -> None:
    folder.show_folder(FolderLook(files()))
    folder.tree.setFocus()
    QTest.keyClick(folder.tree, KEYS.Key_Down)
    current = folder.tree.currentItem()
    assert current is not None
    assert current.data(0, PATH) == "odd.bin"
    qtbot.waitUntil(lambda: "no preview" in folder.file.word.text(), timeout=PATIENCE)
    folder.choose("decks/plan.pdf")
    qtbot.waitUntil(lambda: folder.file.shown is folder.file.pages, timeout=PATIENCE)
    assert folder.file.pages.pages == 2
    folder.choose("crm/z.json")
    qtbot.waitUntil(lambda: folder.file.shown is folder.file.text, timeout=PATIENCE)


def test_that_slides_are_seen_as_the_pages_beside_them() -> None:
    look = look_at_file(files(), "decks/plan.pptx", lambda _progress: None, never)
    assert isinstance(look, PagesLook)
    assert len(look.sizes) == 2
    assert "PowerPoint draws the charts itself" in look.note


def test_that_an_svg_is_seen_as_a_picture() -> None:
    look = look_at_file(files(), "diagrams/d.svg", lambda _progress: None, never)
    assert isinstance(look, PictureLook)
    raster = look.drawn(0, 80)
    assert (raster.width, raster.height) == (80, 40)
    assert raster.data[raster.stride * 20 + 120 :][:3] == bytes([0, 255, 0])
