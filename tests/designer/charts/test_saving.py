"""Charts as files: texts of a funnel stay texts in every one of them."""

from xml.etree import ElementTree

import pytest
from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QApplication

from funnelcraft.designer.charts.saving import svg, table, table_to_copy


def test_that_control_characters_of_names_leave_a_picture_readable(qapp: QApplication) -> None:
    def draw(painter: QPainter, box: QRectF) -> None:
        painter.drawText(box, 0, "a\x07b")

    found = ElementTree.fromstring(svg(draw, QSize(80, 40), "#ffffff", "t\x07t"))
    assert "a\ufffdb" in "".join(found.itertext())


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "  =1", "{=1}"])
def test_that_a_name_is_no_formula(qapp: QApplication, text: str) -> None:
    assert f"'{text}" in table([[text, -1.5]]).decode("utf-8-sig")
    assert table([[text, -1.5]]).decode("utf-8-sig").endswith("-1.5\r\n")
    assert f"'{text}" in table_to_copy([[text]]).text()
