"""The reader of the product's own data."""

import pytest

from funnelcraft import resources


def test_that_text_and_bytes_of_a_resource_agree() -> None:
    path = "templates/blank.funnel"
    assert resources.read_text(path).encode() == resources.read_bytes(path)


def test_that_names_are_sorted_and_keep_their_suffix() -> None:
    found = resources.names("templates", ".funnel")
    assert found == tuple(sorted(found))
    assert all(name.endswith(".funnel") for name in found)
    assert resources.names("templates", ".nothing") == ()


@pytest.mark.parametrize(
    "path", ["templates/none.funnel", "../pyproject.toml", "/etc/hostname", "", "templates//x"]
)
def test_that_only_what_lies_in_the_folder_can_be_read(path: str) -> None:
    with pytest.raises(FileNotFoundError):
        resources.read_text(path)


def test_that_a_missing_folder_is_reported() -> None:
    with pytest.raises(FileNotFoundError):
        resources.names("nowhere")
