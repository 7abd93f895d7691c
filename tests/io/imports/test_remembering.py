"""How exports were read is remembered by their headings."""

from pathlib import Path

import pytest

from funnelcraft.io.imports import Mapping, propose, recall, remember
from funnelcraft.io.imports.remembering import MOST, NAME
from tests.io.imports.helpers import written

TEXT = "case,step,day\n1,A,2024-01-01\n1,B,2024-01-02\n"


def test_that_a_mapping_is_found_by_the_headings(tmp_path: Path) -> None:
    """Of another file, in another encoding: what is particular to it is its own."""
    proposal = propose(written(tmp_path, log_csv=TEXT))
    settings = tmp_path / "settings" / "imports"
    assert recall(settings, proposal) == (None, "")
    corrected = proposal.mapping.replaced(stages={"A": "MQL", "B": None})
    remember(settings, proposal, corrected)
    later = propose(written(tmp_path, other_csv=TEXT.replace("1", "7").encode("utf-16")))
    mapping, notice = recall(settings, later)
    assert mapping is not None
    assert notice == ""
    assert mapping.stages == {"A": "MQL", "B": None}
    assert mapping.files[0].columns == proposal.mapping.files[0].columns
    assert (mapping.files[0].name, mapping.files[0].encoding) == ("other.csv", "utf-16")
    different = propose(written(tmp_path, third_csv=TEXT.replace("step", "stage")))
    assert recall(settings, different) == (None, "")


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"\xff\xfe\x00", b"[" * 100_000])
def test_that_what_is_damaged_is_forgotten_and_told(content: bytes, tmp_path: Path) -> None:
    proposal = propose(written(tmp_path, log_csv=TEXT))
    (tmp_path / NAME).write_bytes(content)
    mapping, notice = recall(tmp_path, proposal)
    assert mapping is None
    assert "can't be read and were forgotten" in notice
    remember(tmp_path, proposal, proposal.mapping)
    assert recall(tmp_path, proposal) == (proposal.mapping, "")


def test_that_a_mapping_that_is_none_is_forgotten_and_told(tmp_path: Path) -> None:
    proposal = propose(written(tmp_path, log_csv=TEXT))
    (tmp_path / NAME).write_text(f'{{"{proposal.fingerprint}": {{"files": 7}}}}')
    mapping, notice = recall(tmp_path, proposal)
    assert mapping is None
    assert "is damaged and was forgotten" in notice


def test_that_the_oldest_are_forgotten(tmp_path: Path) -> None:
    proposal = propose(written(tmp_path, log_csv=TEXT))
    empty = Mapping(files=())
    for number in range(MOST + 1):
        remember(tmp_path, proposal.replaced(fingerprint=str(number)), empty)
    assert recall(tmp_path, proposal.replaced(fingerprint="0", mapping=empty)) == (None, "")
    kept, _notice = recall(tmp_path, proposal.replaced(fingerprint="1", mapping=empty))
    assert kept == empty
