"""Sampled histories as files: what is written, how dirty, and always the same bytes."""

import csv
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from funnelcraft.funnel.model import Funnel
from funnelcraft.io.imports.event_log import Columns, read_events
from funnelcraft.io.sampling import write_sample
from funnelcraft.io.sampling.events import HEADINGS
from funnelcraft.simulation.sampling import Sample, sample
from tests.simulation.reference import funnel

LEADS = 3_000


def model() -> Funnel:
    """Return a funnel with two segments, two sources, an owner, losses and deal values."""

    def source(name: str, segment: str) -> dict[str, object]:
        volume = {"leads_per_month": 500.0}
        return {"id": name, "name": name, "into": "a", "segment": segment, "volume": volume}

    def lasting(days: float) -> dict[str, object]:
        return {"kind": "exponential", "mean_days": days}

    return funnel(
        [
            {"id": "a", "term": "New Lead", "owner": "sdr"},
            {"id": "b", "term": "=Qualified Lead"},
            "won",
            "lost",
        ],
        [
            ("a", "b", 0.6, lasting(5.0)),
            ("b", "won", 0.4, lasting(9.0)),
            ("b", "lost", 0.5, lasting(9.0)),
        ],
        segments=[{"id": "smb", "name": "Small firms"}, {"id": "big", "name": "Large firms"}],
        sources=[source("Web Site", "smb"), source("Trade Fair", "big")],
        roles=[{"id": "sdr", "name": "Sales Development", "department": "sales"}],
        deal_value={"kind": "lognormal", "mean": 900.0, "cv": 0.5},
    )


@pytest.fixture(scope="module")
def drawn() -> Sample:
    return sample(model(), 200, 1, leads=LEADS)


def table(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as source:
        return list(csv.DictReader(source))


def test_that_the_clean_log_is_the_sample_as_a_reader_finds_it(
    tmp_path: Path, drawn: Sample
) -> None:
    out = tmp_path / "log.csv"
    told = write_sample(out, model(), drawn)
    rows = table(out)
    assert tuple(rows[0]) == HEADINGS
    assert told.rows == len(rows) == drawn.lead.size
    assert told.dirt == {}
    log = read_events(out, Columns(segment="segment", value="value"))
    assert (log.read, log.dropped, log.repaired) == (len(rows), {}, {})
    found = log.history
    order = np.argsort(drawn.lead, kind="stable")
    assert found.lead.tolist() == drawn.lead[order].tolist()
    start = np.datetime64(drawn.start).astype(np.int64)
    assert found.day.tolist() == (start + np.floor(drawn.time[order])).tolist()
    names = [found.stages[one] for one in found.stage]
    expected = np.array(["New Lead", "'=Qualified Lead", "Won", "Lost"])[drawn.stage[order]]
    assert names == expected.tolist()
    worth = drawn.value[np.isfinite(drawn.value)]
    assert np.nansum(found.value) == pytest.approx(worth.sum(), abs=0.01 * worth.size)


def test_that_rows_name_segment_source_and_owner(tmp_path: Path, drawn: Sample) -> None:
    out = tmp_path / "log.csv"
    write_sample(out, model(), drawn)
    rows = table(out)
    assert Counter(row["segment"] for row in rows).keys() == {"Small firms", "Large firms"}
    pairs = {(row["segment"], row["source"]) for row in rows}
    assert pairs == {("Small firms", "Web Site"), ("Large firms", "Trade Fair")}
    owners = {row["stage"]: row["owner"] for row in rows}
    assert owners["New Lead"] == "Sales Development"
    assert owners["Won"] == ""
    # A cell that begins like a formula is a text to every spreadsheet.
    assert "'=Qualified Lead" in owners


def test_that_hours_move_moments_within_their_days_only(tmp_path: Path, drawn: Sample) -> None:
    out = tmp_path / "log.csv"
    write_sample(out, model(), drawn, hours=(8.0, 18.0))
    moments = [row["entered_at"] for row in table(out)]
    hours = [int(moment[11:13]) for moment in moments]
    assert (min(hours), max(hours)) == (8, 17)
    write_sample(tmp_path / "other.csv", model(), drawn)
    days = Counter(moment[:10] for moment in moments)
    assert days == Counter(row["entered_at"][:10] for row in table(tmp_path / "other.csv"))
    assert moments == sorted(moments)


def test_that_the_same_sample_and_seed_write_the_same_bytes(tmp_path: Path, drawn: Sample) -> None:
    files = [tmp_path / name for name in ("one.csv", "two.csv", "three.csv")]
    for file, seed in zip(files, (7, 7, 8), strict=True):
        write_sample(file, model(), drawn, dirt_seed=seed)
    one, two, three = (file.read_bytes() for file in files)
    assert one == two != three


@pytest.fixture(scope="module")
def dirty(
    tmp_path_factory: pytest.TempPathFactory, drawn: Sample
) -> tuple[Path, dict[str, int], int]:
    out = tmp_path_factory.mktemp("dirt") / "log.csv"
    told = write_sample(out, model(), drawn, dirt_seed=2)
    return out, told.dirt, told.rows


def test_that_every_kind_of_dirt_is_there_and_counted(
    dirty: tuple[Path, dict[str, int], int], drawn: Sample
) -> None:
    out, dirt, count = dirty
    rows = table(out)
    assert len(dirt) == 17, dirt
    assert count == len(rows)
    gone = sum(
        dirt[kind] for kind in ("wins left out before a day", "losses left out", "stages skipped")
    )
    more = dirt["the same stage named again"] + dirt["rows twice"]
    assert len(rows) == drawn.lead.size - gone + more
    moments = [row["entered_at"] for row in rows]
    assert moments.count("n/a") == dirt["dates that are none"]
    assert [row["lead_id"] for row in rows].count("") == dirt["rows without a lead"]
    assert [row["stage"] for row in rows].count("") == dirt["rows without a stage"]
    days = sum(len(moment) == 10 for moment in moments)
    assert dirt["days without a time"] * 0.95 < days < dirt["days without a time"] * 1.1
    worthless = sum(row["value"] == "0.00" for row in rows)
    assert worthless >= dirt["deals worth 0"] > 0
    named = {"New Lead", "'=Qualified Lead", "Won", "Lost", ""}
    # One of the spellings of a name of one word is the name itself.
    assert (
        0 < sum(row["stage"] not in named for row in rows) <= 1.1 * dirt["stages spelled otherwise"]
    )
    blank = {row["lead_id"] for row in rows if not row["segment"]} - {""}
    assert len(blank) in range(
        dirt["leads without a segment"] - 2, dirt["leads without a segment"] + 1
    )


def test_that_no_win_is_on_record_in_the_first_days(
    dirty: tuple[Path, dict[str, int], int], drawn: Sample
) -> None:
    rows = [row for row in table(dirty[0]) if row["stage"].lower().strip() == "won"]
    moved = dirty[1]["events before the lead was met"] + dirty[1]["stages in the wrong order"]
    border = np.datetime64(drawn.start) + np.timedelta64(39, "D")
    dated = [row["entered_at"][:10] for row in rows if row["entered_at"] != "n/a"]
    early = [day for day in dated if np.datetime64(day) < border]
    assert len(early) <= moved
    assert any(drawn.time[drawn.stage == 2] < 38)


def test_that_the_reader_copes_with_the_dirt(dirty: tuple[Path, dict[str, int], int]) -> None:
    out, dirt, count = dirty
    log = read_events(out, Columns(segment="segment", value="value"))
    assert log.read == count
    assert log.kept + sum(log.dropped.values()) == count
    assert log.dropped["no stage"] <= dirt["rows without a stage"]
    assert log.dropped["unreadable date"] <= dirt["dates that are none"]
    # Doubles that were spoiled otherwise as well are no longer doubles.
    assert log.dropped["duplicate row"] == pytest.approx(dirt["rows twice"], rel=0.3)
