"""What comes out stays what it is until somebody means to change it."""

from tests.io.diagrams.golden import FOLDER, diagrams


def test_that_diagrams_of_templates_are_as_they_were() -> None:
    found = diagrams()
    assert {path.name for path in FOLDER.iterdir()} == set(found)
    for name, data in found.items():
        before = (FOLDER / name).read_text("utf-8")
        assert data.decode("utf-8") == before, f"{name} changed; see tests/io/diagrams/golden.py"
