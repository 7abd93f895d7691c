"""Cases 57 to 59 of hostile exports: names of files."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from funnelcraft.io.exports.paths import LONGEST_NAME, file_name, inside


@pytest.mark.parametrize(
    "text", ["../../x", "/etc/passwd", "C:x", "\\\\host\\share\\x", "..", "a/../../b"]
)
def test_that_files_stay_in_the_chosen_folder(tmp_path: Path, text: str) -> None:
    (name,) = inside({text: b""})
    assert (tmp_path / name).resolve().is_relative_to(tmp_path.resolve())
    assert ":" not in name
    assert "\\" not in name
    assert file_name(text) not in ("", ".", "..")
    assert "/" not in file_name(text)


@pytest.mark.parametrize("text", ["CON", "nul.txt", "Com1", "LPT¹.md", "aux ", "prn.", "NUL .txt"])
def test_that_names_of_devices_are_prefixed(text: str) -> None:
    assert file_name(text).startswith("_")


def test_that_names_end_in_neither_a_dot_nor_a_space() -> None:
    assert file_name("notes. . ") == "notes"
    assert list(inside({"a./b. ": b""})) == ["a/b"]


def test_that_names_which_differ_by_case_alone_get_a_number() -> None:
    assert file_name("Stage", ".md", {"stage.MD"}) == "Stage-2.md"
    assert list(inside({"A.md": b"1", "a.md": b"2", "d/x": b"3", "D/X": b"4"})) == [
        "A.md",
        "a-2.md",
        "d/x",
        "D/X-2",
    ]


def test_that_fit_paths_stay_as_they_are() -> None:
    fit = {"package.xml": b"1", "objects/Lead.object-meta.xml": b"2", "Zwölf Stufen.md": b"3"}
    assert inside(fit) == fit


@given(st.text(max_size=300))
def test_that_every_text_makes_a_name_that_every_system_takes(text: str) -> None:
    name = file_name(text, ".md")
    assert name == file_name(name.removesuffix(".md"), ".md")
    assert len(name.encode()) <= LONGEST_NAME
    assert not set(name) & set('<>:"/\\|?*\0')
    assert name.isprintable() or all(ord(one) > 31 for one in name)
    assert name.strip(". ") == name
