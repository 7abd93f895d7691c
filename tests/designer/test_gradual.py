"""Importing in slices does what importing does."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from funnelcraft.designer.gradual import Gradual, import_stepwise


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    folder = tmp_path / "slowly_imported"
    folder.mkdir()
    (folder / "__init__.py").write_text(
        '"""A package."""\n'
        "from .part import VALUE\n"
        "if VALUE > 40:\n    LARGE = True\nelse:\n    LARGE = False\n"
        "def twice():\n    return 2 * VALUE\n"
    )
    (folder / "part.py").write_text("VALUE = 42\n")
    (folder / "broken.py").write_text("A = 1\nB = missing\n")
    monkeypatch.syspath_prepend(tmp_path)
    yield folder.name
    for name in [name for name in sys.modules if name.startswith(folder.name)]:
        del sys.modules[name]


def test_that_a_package_imported_in_steps_is_the_same_package(package: str) -> None:
    steps = list(import_stepwise(package))
    assert len(steps) >= 5
    module = sys.modules[package]
    assert module.twice() == 84
    assert module.LARGE is True
    assert module.__doc__ == "A package."
    assert __import__(package) is module
    assert list(import_stepwise(package)) == []


def test_that_a_broken_module_is_not_left_half_imported(package: str) -> None:
    with pytest.raises(NameError):
        list(import_stepwise(f"{package}.broken"))
    assert f"{package}.broken" not in sys.modules


def test_that_an_import_that_is_begun_is_whole_when_all_is_closed(
    package: str, qapp: object
) -> None:
    gradual = Gradual()
    gradual.add("package", import_stepwise(package), whole=True)
    gradual.add("after", import_stepwise(f"{package}.broken"), whole=True)
    while package not in sys.modules:
        gradual._step()
    assert not hasattr(sys.modules[package], "twice")
    gradual.close()
    assert gradual.is_done
    assert sys.modules[package].twice() == 84
    assert f"{package}.broken" not in sys.modules


def test_that_work_is_done_between_events_and_can_be_finished_at_once(qtbot: QtBot) -> None:
    gradual = Gradual()
    seen: list[int] = []

    def steps(n: int) -> Iterator[None]:
        for at in range(n):
            seen.append(at)
            yield

    with qtbot.waitSignal(gradual.done, timeout=2000):
        gradual.add("first", steps(50))
        assert seen == []
    assert seen == list(range(50))
    gradual.add("second", steps(3))
    gradual.finish()
    assert seen == [*range(50), 0, 1, 2]
    assert gradual.is_done
    gradual.close()
