"""The kit for the launch: complete, from the graph, one page where one page is promised."""

import re
import shutil
import subprocess
from datetime import date
from pathlib import Path

import pytest

from funnelcraft.funnel.graph import stages_in_order
from funnelcraft.funnel.language import ENGLISH
from funnelcraft.funnel.model import ENDS, Funnel
from funnelcraft.io.exports import FORMATS, Context, chosen_options, found, made
from funnelcraft.io.exports.kit.cards import departments
from funnelcraft.io.exports.kit.day import day_leaflets
from funnelcraft.io.exports.kit.faq import faq
from funnelcraft.io.exports.kit.roles import parts, working_days
from funnelcraft.io.exports.kit.training import new_people, sessions
from funnelcraft.io.exports.leaflet import leaflet_markdown
from funnelcraft.io.templates import template
from funnelcraft.simulation.expectation import expect
from tests.funnel.builders import funnel

CONTEXT = Context("plan.funnel", date(2027, 1, 4), ENGLISH)
HOSTILE = '#panic("x") ]} $a$ <script> | `x` \x07' + "y" * 80


def exported(name: str, of: Funnel) -> dict[str, bytes] | bytes:
    kind = found(FORMATS, name)
    context = Context("plan.funnel", date(2027, 1, 4), ENGLISH, options=chosen_options(kind))
    return made(of, kind, context)


def kit(of: Funnel) -> dict[str, bytes]:
    files = exported("launch-kit", of)
    assert isinstance(files, dict)
    return files


def pages(tmp_path: Path, data: bytes) -> int:
    if shutil.which("pdfinfo") is None:
        pytest.skip("pdfinfo is not installed (poppler-utils)")
    file = tmp_path / "x.pdf"
    file.write_bytes(data)
    said = subprocess.run(["pdfinfo", str(file)], capture_output=True, check=True, text=True).stdout
    return int(re.findall(r"Pages:\s+(\d+)", said)[0])


@pytest.mark.parametrize("name", ["lead-to-revenue", "lead-process", "sales-funnel"])
def test_that_each_team_gets_a_card_of_one_page(tmp_path: Path, name: str) -> None:
    document = template(name)
    files = kit(document)
    cards = [one for one in files if one.startswith("card ")]
    assert len(cards) == len(departments(document))
    for one in cards:
        assert pages(tmp_path, files[one]) == 1


def test_that_each_role_with_a_stage_gets_a_day_that_names_all_ways() -> None:
    document = template("lead-to-revenue")
    leaflets = day_leaflets(document, CONTEXT)
    assert [one.title for one in leaflets] == [f"A day of {part.name}" for part in parts(document)]
    text = " ".join(leaflet_markdown(one).decode() for one in leaflets)
    ends = {stage.id for stage in document.stages if stage.kind in ENDS}
    for trigger in document.triggers:
        if trigger.from_stage not in ends:
            assert trigger.name in text


def test_that_arrivals_a_day_add_up_to_those_of_the_year() -> None:
    document = template("lead-to-revenue")
    exact = expect(document, 365)
    post = next(p for part in parts(document) for p in part.posts if p.stage.id == "mql")
    entered = exact.entries[exact.stage_ids.index("mql")].sum()
    assert post.a_day is not None
    assert post.a_day * working_days(document) == pytest.approx(entered)
    assert sum(one.a_day or 0 for one in post.arrivals) == pytest.approx(post.a_day)


def test_that_working_days_leave_out_weekends_and_holidays() -> None:
    assert working_days(funnel(start="2027-01-01")) == 261
    holidays = ("2027-01-01", "2027-01-02")  # a Friday and a Saturday
    assert working_days(funnel(start="2027-01-01", holidays=holidays)) == 260


def test_that_every_stage_and_trigger_is_in_the_answers() -> None:
    document = template("lead-process")
    text = leaflet_markdown(faq(document, CONTEXT)).decode()
    for stage in stages_in_order(document):
        assert stage.definition in text
    for trigger in document.triggers:
        assert trigger.name in text


def test_that_new_people_hear_nothing_of_how_things_were() -> None:
    for name in ("lead-to-revenue", "lead-process", "sales-funnel"):
        document = template(name).replaced(notes="The old funnel had no owner.")
        text = leaflet_markdown(new_people(document, CONTEXT)).decode().casefold()
        said = text
        for stage in document.stages:
            said = said.replace(stage.definition.casefold(), "")
        for word in ("old", "new funnel", "baseline", "so far", "no longer", "measured", "changes"):
            assert not re.search(rf"\b{word}\b", said), word


def test_that_sales_gets_a_session_for_each_role_with_exercises() -> None:
    document = template("lead-to-revenue")
    found = sessions(document, CONTEXT)
    assert [name for name, _leaflet in found] == ["Inside Sales", "Field Sales"]
    for _name, leaflet in found:
        text = leaflet_markdown(leaflet).decode()
        assert "Where does this lead go?" in text
        assert "Answers:" in text


def test_that_a_funnel_without_owners_says_so() -> None:
    bare = funnel(roles=())
    (leaflet,) = day_leaflets(bare, CONTEXT)
    assert "give the stages an owner" in leaflet_markdown(leaflet).decode()
    assert set(kit(bare)) >= {"questions and answers.md", "training new people.md"}


def test_that_hostile_texts_stay_texts_and_files_stay_in_the_folder(tmp_path: Path) -> None:
    plain = template("lead-to-revenue")
    roles = tuple(
        role.replaced(name="../../" + HOSTILE, department="../" + HOSTILE + str(at % 2))
        for at, role in enumerate(plain.roles)
    )
    stages = tuple(s.replaced(term=HOSTILE, definition=HOSTILE) for s in plain.stages)
    document = plain.replaced(title=HOSTILE, roles=roles, stages=stages)
    files = kit(document)
    for name, data in files.items():
        assert "/" not in name
        if name.endswith(".pdf"):
            assert data.startswith(b"%PDF")
        else:
            assert "<script>" not in data.decode()
            assert "\x07" not in data.decode()
    day = exported("day-in-life", document)
    assert isinstance(day, bytes)
    assert pages(tmp_path, day) >= len(parts(document))


def test_that_the_same_document_gives_the_same_bytes() -> None:
    document = template("lead-process")
    assert kit(document) == kit(document)
