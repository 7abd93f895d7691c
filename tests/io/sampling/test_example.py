"""The export that comes with the program is what the documented command makes."""

from pathlib import Path

from funnelcraft import resources
from funnelcraft.io.imports.event_log import Columns, read_events
from funnelcraft.io.project_file import parse
from funnelcraft.io.sampling import write_sample
from funnelcraft.simulation.sampling import arrivals_in, sample, scaled

NAME = "examples/lead-process-export.csv"
LEADS, DAYS, SEED = 3000, 540, 7


def test_that_the_example_is_made_by_its_command(tmp_path: Path) -> None:
    text = resources.read_bytes("templates/lead-process.funnel")
    funnel = parse(text, "lead-process").funnel.replaced(start="2025-04-01")
    funnel = scaled(funnel, LEADS / arrivals_in(funnel, DAYS))
    out = tmp_path / "made.csv"
    drawn = sample(funnel, DAYS, SEED, LEADS)
    write_sample(out, funnel, drawn, dirt_seed=SEED, hours=(8.0, 18.0))
    assert out.read_bytes() == resources.read_bytes(NAME)


def test_that_the_example_can_be_read(tmp_path: Path) -> None:
    file = tmp_path / "export.csv"
    file.write_bytes(resources.read_bytes(NAME))
    log = read_events(file, Columns(segment="source", value="value"))
    assert log.kept > 5_500
    assert {"Lead", "Won", "Lost"} <= set(log.history.stages)
