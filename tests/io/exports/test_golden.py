"""What comes out stays what it is until somebody means to change it."""

from tests.io.exports.golden import FOLDER, documents


def test_that_documents_of_templates_are_as_they_were() -> None:
    found = documents()
    there = {str(path.relative_to(FOLDER)) for path in FOLDER.rglob("*") if path.is_file()}
    assert there == set(found)
    for path, text in found.items():
        before = (FOLDER / path).read_bytes().decode()
        assert text == before, f"{path} changed; see tests/io/exports/golden.py"
