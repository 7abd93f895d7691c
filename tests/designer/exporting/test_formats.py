"""The table of formats, the pictures included."""

from importlib import import_module

import pytest

from funnelcraft.designer.exporting.formats import PICTURES, all_formats
from funnelcraft.io.exports import FORMATS, Format, NoSuchFormat, chosen_options, found

# The contract of the command line.
CONTRACT = {
    *("spec-md", "spec-html", "spec-pdf", "spec-xlsx", "spec-json"),
    *("hubspot", "salesforce", "pipedrive", "marketo"),
    *("test-plan", "day-in-life", "launch-kit", "deck-pptx", "deck-pdf"),
    "hand-over",
    *("svg", "png", "pdf", "mermaid", "dot", "graphml", "bpmn"),
}


def test_that_every_format_is_in_the_contract_and_there_once() -> None:
    names = [one.name for one in all_formats()]
    assert len(names) == len(set(names))
    assert set(names) <= CONTRACT


@pytest.mark.parametrize("kind", all_formats(), ids=lambda kind: kind.name)
def test_that_every_format_is_described_and_its_writer_there(kind: Format) -> None:
    assert kind.title
    assert kind.sentence.endswith(".")
    assert kind.is_folder or kind.suffix.startswith(".")
    module, _colon, name = kind.writer.partition(":")
    assert callable(getattr(import_module(module), name))
    assert all(one.default in dict(one.choices) for one in kind.options if one.choices)


def test_that_only_the_pictures_are_drawn_with_qt() -> None:
    # Writers are named in texts, which the check of the layers does not see.
    assert all(one.writer.startswith("funnelcraft.io.") for one in FORMATS)
    assert all(one.writer.startswith("funnelcraft.designer.") for one in PICTURES)


def test_that_an_unknown_format_or_option_lists_those_there_are() -> None:
    with pytest.raises(NoSuchFormat, match="no format “pd”; there are svg, png, pdf"):
        found(all_formats(), "pd")
    png = found(all_formats(), "png")
    with pytest.raises(NoSuchFormat, match="no option “size”; it has scale, dark"):
        chosen_options(png, {"size": "2"})
    with pytest.raises(NoSuchFormat, match="choose one of small, 1, 2, 4"):
        chosen_options(png, {"scale": "3"})
    with pytest.raises(NoSuchFormat, match="choose one of yes, no"):
        chosen_options(png, {"dark": "maybe"})
    assert chosen_options(png, {"dark": "yes"}) == {
        "scale": "2",
        "dark": True,
        "figures": True,
        "findings": False,
    }
