"""Any names come back, and any damage to a file is a sentence or another funnel, never an error."""

import random
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from funnelcraft.io.clean_text import one_line
from funnelcraft.io.diagrams.reading import read_diagram
from funnelcraft.io.exports import Format
from funnelcraft.io.problems import FileProblem
from funnelcraft.io.templates import template
from tests.io.diagrams.examples import DIAGRAMS, TODAY, back, exported
from tests.io.diagrams.golden import FOLDER

# A name of nothing but white space is none: the part is then called otherwise.
NAMES = st.text(min_size=1, max_size=40).map(str.strip).filter(lambda text: one_line(text) != "")


@pytest.mark.parametrize("kind", DIAGRAMS, ids=lambda kind: kind.name)
@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(term=NAMES, trigger=NAMES, department=NAMES, source=NAMES)
def test_that_any_names_come_back(
    kind: Format, tmp_path: Path, term: str, trigger: str, department: str, source: str
) -> None:
    funnel = template("lead-process", TODAY)
    stages = (funnel.stages[0].replaced(term=term), *funnel.stages[1:])
    triggers = (funnel.triggers[0].replaced(name=trigger), *funnel.triggers[1:])
    sources = (funnel.sources[0].replaced(name=source), *funnel.sources[1:])
    roles = tuple(role.replaced(department=department) for role in funnel.roles)
    changed = funnel.replaced(
        title=term, stages=stages, triggers=triggers, sources=sources, roles=roles
    )
    found = back(exported(changed, kind), kind, tmp_path)
    by_id = {one.id: one for one in found.stages}
    assert by_id[stages[0].id].term == one_line(term)
    assert {one.id: one.name for one in found.triggers}[triggers[0].id] == one_line(trigger)
    assert {one.id: one.name for one in found.sources}[sources[0].id] == one_line(source)
    assert {one.department for one in found.roles} == {one_line(department)}
    assert found.title == one_line(term)


@pytest.mark.parametrize("name", sorted(path.name for path in FOLDER.iterdir()))
def test_that_damage_is_a_sentence_or_another_funnel(name: str, tmp_path: Path) -> None:
    data = (FOLDER / name).read_bytes()
    path = tmp_path / name
    dice = random.Random(name)
    opened, sentences = 0, []
    for _turn in range(40):
        broken = bytearray(data)
        for _hit in range(dice.randrange(1, 6)):
            at = dice.randrange(len(broken))
            match dice.randrange(4):
                case 0:
                    broken[at] = dice.randrange(256)
                case 1:
                    del broken[at : at + dice.randrange(1, 60)]
                case 2:
                    broken[at:at] = broken[at : at + dice.randrange(1, 200)]
                case _:
                    broken[at:at] = dice.choice((b'"', b"{", b"]", b"<", b"-->", b"\n", b"&#0;"))
        path.write_bytes(broken)
        try:
            read_diagram(path)
            opened += 1
        except FileProblem as problem:
            sentences.append(str(problem))
    assert opened < 40
    assert not any("\n" in one for one in sentences)
