"""Compiled functions run without Numba, give the same bits, and are only kept where they can."""

import hashlib
from pathlib import Path

import numpy as np
import pytest

from funnelcraft.simulation.arrays import Floats
from funnelcraft.simulation.engine import Settings, compiling, kernel, machine_code, simulate
from funnelcraft.simulation.engine.compiling import Entry, entry
from tests.simulation.reference import act_on_8

LAYOUT = "i64 double"
TYPES = "ptr %result, ptr %error, i64 %whole, double %part"


def fine(body: str = "", returns: str = "ret i32 0") -> str:
    return f"define i32 @fine({TYPES}) {{\n{body}\n{returns}\n}}\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(compiling, "cache_folder", lambda: tmp_path)
    return tmp_path


def scaled(given: tuple[Floats, float], times: int, found: Floats) -> None:
    for at in range(found.shape[0]):
        for axis in range(found.shape[1]):
            found[at, axis] = given[0][axis] * given[1] ** times + np.log(1.0 + at)


def expected(given: tuple[Floats, float], times: int, rows: int) -> Floats:
    return np.asarray(given[0] * given[1] ** times + np.log(1.0 + np.arange(rows))[:, None])


def test_that_a_function_runs_without_numba_and_from_the_disk(folder: Path) -> None:
    given, found = (np.arange(3.0), 0.5), np.empty((4, 3))
    first, second = entry(scaled), Entry(scaled)
    first(given, 2, found)
    assert found == pytest.approx(expected(given, 2, 4), rel=1e-15)
    assert [file.suffix for file in folder.glob("scaled-*")] == [".code"]
    found[:] = 0.0
    second(given, 2, found)
    assert found == pytest.approx(expected(given, 2, 4), rel=1e-15)
    assert second._dispatcher is None
    assert None not in second.runs.values()


def test_that_damaged_code_is_compiled_anew(folder: Path) -> None:
    given, found = (np.arange(3.0), 0.5), np.empty((4, 3))
    Entry(scaled)(given, 2, found)
    (file,) = folder.glob("scaled-*")
    whole = file.read_bytes()
    for damaged in (whole[:-9], whole[:40] + b"?" + whole[41:], b""):
        file.write_bytes(damaged)
        found[:] = 0.0
        Entry(scaled)(given, 2, found)
        assert found == pytest.approx(expected(given, 2, 4), rel=1e-15)
        assert file.read_bytes()[:32] == hashlib.sha256(file.read_bytes()[32:]).digest()


def test_that_unusual_arrays_go_to_numba(folder: Path) -> None:
    given, wide = (np.arange(3.0), 0.5), np.zeros((4, 6))
    function = Entry(scaled)
    function(given, 2, wide[:, ::2])
    assert wide[:, ::2] == pytest.approx(expected(given, 2, 4), rel=1e-15)
    assert function.runs == {}


def test_that_settings_for_numba_are_heeded(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(folder))
    assert machine_code.is_usual()
    monkeypatch.setenv("NUMBA_OPT", "1")
    assert not machine_code.is_usual()
    function, found = Entry(scaled), np.empty((4, 3))
    function((np.arange(3.0), 0.5), 1, found)
    assert found == pytest.approx(expected((np.arange(3.0), 0.5), 1, 4), rel=1e-15)
    assert list(function.runs.values()) == [None]
    assert list(folder.glob("*.code")) == []


@pytest.mark.parametrize("value", [True, np.uint64(3), None, "text", [1.0], np.arange(6.0)[::2]])
def test_that_other_values_have_no_layout(value: object) -> None:
    assert machine_code.taken_apart((1, (value,))) is None


def test_that_a_fine_function_is_kept(tmp_path: Path) -> None:
    assert machine_code.kept(tmp_path, "fine", LAYOUT) is None
    code = machine_code.keep(tmp_path, "fine", LAYOUT, fine(), "fine")
    run = machine_code.linked("fine", LAYOUT, code)
    assert run is not None
    run([1, 2.0])
    assert machine_code.kept(tmp_path, "fine", LAYOUT) == code
    assert machine_code.kept(tmp_path, "fine", "i64") is None


@pytest.mark.parametrize(
    "text",
    [
        fine().replace("double", "float"),
        fine().replace("double %part", "double %part, i64 %more"),
        fine(returns="ret i64 0").replace("define i32", "define i64"),
        fine().replace("@fine", "@other"),
        fine("call i32 @system(ptr %result)") + "declare i32 @system(ptr)",
        "no module at all",
    ],
)
def test_that_a_function_of_another_shape_is_not_kept(text: str, tmp_path: Path) -> None:
    assert machine_code.keep(tmp_path, "fine", LAYOUT, text, "fine") == b""
    # Nobody tries again.
    assert machine_code.kept(tmp_path, "fine", LAYOUT) == b""
    assert machine_code.linked("fine", LAYOUT, b"") is None


def test_that_code_that_cannot_be_linked_is_not_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(machine_code, "KNOWN", frozenset(["of_no_library"]))
    text = fine("call void @of_no_library()") + "declare void @of_no_library()"
    assert machine_code.keep(tmp_path, "fine", LAYOUT, text, "fine") == b""
    # Nobody tries again.
    assert machine_code.kept(tmp_path, "fine", LAYOUT) == b""
    assert machine_code.linked("fine", LAYOUT, b"") is None


def test_that_an_error_of_a_function_is_one(tmp_path: Path) -> None:
    text = fine(returns="ret i32 -1")
    code = machine_code.keep(tmp_path, "fine", LAYOUT, text, "fine")
    run = machine_code.linked("fine", LAYOUT, code)
    assert run is not None
    with pytest.raises(RuntimeError, match="fine-"):
        run([1, 2.0])


def test_that_numba_itself_gives_the_same_bits(monkeypatch: pytest.MonkeyPatch) -> None:
    def moves_and_revenue() -> bytes:
        model = act_on_8(deal_value={"kind": "lognormal", "mean": 9.0, "cv": 1.0})
        blocks = simulate(model, Settings(runs=40, days=90)).blocks
        return b"".join(block.moves.tobytes() + block.revenue.tobytes() for block in blocks)

    found = moves_and_revenue()
    loop = kernel.run_block
    assert isinstance(loop, Entry)
    assert loop.runs
    assert None not in loop.runs.values()
    monkeypatch.setattr(loop, "runs", dict.fromkeys(loop.runs))
    assert moves_and_revenue() == found
