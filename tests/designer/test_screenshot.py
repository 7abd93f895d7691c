"""Pictures without a screen."""

from pathlib import Path

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from funnelcraft.designer.screenshot import VIEWS, take
from funnelcraft.io import project_file
from funnelcraft.io.problems import FileProblem
from funnelcraft.io.templates import template


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "blank.funnel"
    project_file.save(path, template("blank"))
    return path


def test_that_a_picture_has_the_size_and_shade_asked_for(
    qapp: QApplication, file: Path, tmp_path: Path
) -> None:
    light, dark = tmp_path / "light.png", tmp_path / "dark.png"
    take(file, "window", light, scale=1, size=(1200, 800))
    take(file, "window", dark, dark=True, scale=1.5, size=(1200, 800))
    assert QImage(str(light)).size().toTuple() == (1200, 800)
    assert QImage(str(dark)).size().toTuple() == (1800, 1200)
    assert QImage(str(light)).pixelColor(30, 500).lightness() > 200
    assert QImage(str(dark)).pixelColor(30, 700).lightness() < 60


def test_that_the_same_file_gives_the_same_canvas(
    qapp: QApplication, file: Path, tmp_path: Path
) -> None:
    one, two = tmp_path / "one.png", tmp_path / "two.png"
    for out in (one, two):
        take(file, "canvas", out, scale=1, size=(1000, 700))
    assert one.read_bytes() == two.read_bytes()


def test_that_an_unknown_view_names_those_there_are(file: Path, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="forecast"):
        take(file, "nonsense", tmp_path / "x.png")
    assert "window" in VIEWS


def test_that_a_missing_file_is_named(qapp: QApplication, tmp_path: Path) -> None:
    with pytest.raises(FileProblem, match=r"gone\.funnel"):
        take(tmp_path / "gone.funnel", "window", tmp_path / "x.png")
