"""How many rows name a stage, before it is known in which order dates are written."""

from pathlib import Path

from funnelcraft.io.imports import propose


def test_that_stages_are_counted_by_what_the_dates_show(tmp_path: Path) -> None:
    path = tmp_path / "days first.csv"
    rows = "".join(f"{n},{stage},{n:02}/02/2024\n" for n in range(1, 29) for stage in ("A", "B"))
    path.write_text("lead,stage,date\n" + rows, encoding="utf-8")
    assert [(one.name, one.rows) for one in propose([path]).stages] == [("A", 28), ("B", 28)]
