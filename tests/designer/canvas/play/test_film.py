"""Films: as many frames as were asked for, of the size asked for, and nothing half done."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from funnelcraft.designer.canvas.play.film import Cut, Film, cut_problem
from funnelcraft.designer.canvas.play.shooting import Shooting, write_film
from funnelcraft.designer.canvas.play.theatre import Theatre
from funnelcraft.designer.look.tokens import LIGHT
from funnelcraft.io.problems import FileProblem
from tests.designer.canvas.play.plays import DAYS, busy_replay

CUT = Cut(10, 13, days_a_second=4.0, frames_a_second=10, width=400)


@pytest.fixture(scope="module")
def film(qapp: QApplication) -> Film:
    model, shown = busy_replay()
    return Film(Theatre(model, LIGHT, shown), CUT, model.currency)


def leftovers(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_that_an_animated_picture_has_all_frames_at_their_pace(film: Film, tmp_path: Path) -> None:
    out = tmp_path / "film.gif"
    write_film(out, film)
    with Image.open(out) as read:
        assert read.size == film.size
        assert getattr(read, "n_frames", 0) == CUT.frames == 10
        assert read.info["duration"] == 100
        assert read.info["loop"] == 0
        read.seek(7)
        shown = np.asarray(read.convert("RGB"), dtype=np.int16)
    painted = np.frombuffer(film.pixels(7), np.uint8).reshape(shown.shape).astype(np.int16)
    assert np.abs(shown - painted).mean() < 4.0  # 255 colours in place of millions
    assert leftovers(tmp_path) == ["film.gif"]


def test_that_a_folder_holds_a_picture_for_every_frame(film: Film, tmp_path: Path) -> None:
    out = tmp_path / "frames"
    write_film(out, film)
    assert leftovers(out) == [f"frame-{n:05}.png" for n in range(1, 11)]
    with Image.open(out / "frame-00010.png") as read:
        assert read.size == film.size
        assert read.tobytes() == film.pixels(9)


def test_that_a_folder_in_use_is_refused(film: Film, tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("keep")
    with pytest.raises(FileProblem, match="new folder"):
        write_film(tmp_path, film)
    assert leftovers(tmp_path) == ["mine.txt"]


@pytest.mark.parametrize("name", ["film.gif", "frames"])
def test_that_a_film_that_breaks_off_leaves_what_was_there(
    film: Film, tmp_path: Path, name: str
) -> None:
    def full_disk(frame: int) -> None:
        if frame == 4:
            raise OSError(28, "No space left on device")

    before = tmp_path / "film.gif"
    before.write_bytes(b"old")
    with pytest.raises(FileProblem, match="the disk is full"):
        write_film(tmp_path / name, film, full_disk)
    assert leftovers(tmp_path) == ["film.gif"]
    assert before.read_bytes() == b"old"


@pytest.mark.parametrize("name", ["film.gif", "frames"])
def test_that_a_film_is_shot_while_the_window_lives(
    film: Film, tmp_path: Path, qtbot: QtBot, name: str
) -> None:
    shooting = Shooting(tmp_path / name, film)
    told: list[int] = []
    shooting.progressed.connect(told.append)
    with qtbot.waitSignal(shooting.finished, timeout=20_000):
        shooting.start()
    shooting.wait()
    assert told == list(range(1, 11))
    assert leftovers(tmp_path) == [name]


@pytest.mark.parametrize("name", ["film.gif", "frames"])
def test_that_a_cancelled_film_leaves_nothing(
    film: Film, tmp_path: Path, qtbot: QtBot, name: str
) -> None:
    shooting = Shooting(tmp_path / name, film)
    shooting.progressed.connect(shooting.cancel)
    with qtbot.waitSignal(shooting.cancelled, timeout=20_000):
        shooting.start()
    shooting.wait()
    assert leftovers(tmp_path) == []


def test_that_a_cut_must_lie_within_the_forecast() -> None:
    assert cut_problem(CUT, DAYS) == ""
    for cut in (Cut(5, 4, 7.0), Cut(-1, 4, 7.0), Cut(0, DAYS, 7.0), Cut(0, DAYS - 1, 0.001)):
        assert cut_problem(cut, DAYS)


def test_that_frames_go_from_the_first_day_to_the_last() -> None:
    cut = Cut(10, 16, days_a_second=7.0, frames_a_second=20)
    times = [cut.time(frame) for frame in range(cut.frames)]
    assert cut.frames == 20
    assert times[0] == 10.0
    assert 16.0 < times[-1] < 17.0
    assert np.diff(times) == pytest.approx(7.0 / 20)
