"""What comes out stays what it is until somebody means to change it."""

from collections.abc import Callable, Mapping

import pytest

from tests.io.exports.golden import FOLDER, PAPER, documents, printed


@pytest.mark.parametrize(("made", "on_paper"), [(documents, False), (printed, True)])
def test_that_documents_of_templates_are_as_they_were(
    made: Callable[[], Mapping[str, str]], on_paper: bool
) -> None:
    found = made()
    there = {str(path.relative_to(FOLDER)) for path in FOLDER.rglob("*") if path.is_file()}
    assert {path for path in there if path.endswith(PAPER) == on_paper} == set(found)
    for path, text in found.items():
        before = (FOLDER / path).read_bytes().decode()
        assert text == before, f"{path} changed; see tests/io/exports/golden.py"
