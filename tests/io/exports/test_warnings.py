"""What had to be changed of a document's texts is told."""

from funnelcraft.io.exports.warnings import warnings
from funnelcraft.io.templates import template


def test_that_replaced_characters_are_told() -> None:
    plain = template("lead-process")
    assert warnings(plain) == ()
    stages = tuple(stage.replaced(definition="a\x07b") for stage in plain.stages)
    (said,) = warnings(plain.replaced(stages=stages))
    assert said.startswith(f"{len(stages)} texts hold control characters")
    assert "a\ufffdb" in said
