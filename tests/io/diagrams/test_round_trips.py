"""Out and in again: what a diagram of ours says is kept."""

from pathlib import Path

import pytest

from funnelcraft.funnel.model import Funnel
from funnelcraft.io.exports import Format
from funnelcraft.io.templates import template
from tests.io.diagrams.examples import (
    DIAGRAMS,
    TEMPLATES,
    TODAY,
    awkward,
    back,
    exported,
    kept,
)

every_format = pytest.mark.parametrize("kind", DIAGRAMS, ids=lambda kind: kind.name)


@every_format
@pytest.mark.parametrize("name", TEMPLATES)
def test_that_every_template_comes_back(name: str, kind: Format, tmp_path: Path) -> None:
    funnel = template(name, TODAY)
    found = back(exported(funnel, kind), kind, tmp_path)
    assert kept(found) == kept(funnel)
    again = back(exported(found, kind), kind, tmp_path)
    assert again == found


@every_format
def test_that_awkward_texts_come_back(kind: Format, tmp_path: Path) -> None:
    funnel = awkward()
    assert kept(back(exported(funnel, kind), kind, tmp_path)) == kept(funnel)


@every_format
def test_that_one_funnel_is_always_the_same_bytes(kind: Format) -> None:
    assert exported(awkward(), kind) == exported(awkward(), kind)


@every_format
def test_that_what_leads_nowhere_is_left_out(kind: Format, tmp_path: Path) -> None:
    funnel = template("sales-funnel", TODAY)
    dangling = funnel.triggers[0].replaced(id="dangling", to_stage="nowhere")
    twice = funnel.stages[0].replaced(term="Twice")
    broken = funnel.replaced(triggers=(*funnel.triggers, dangling), stages=(*funnel.stages, twice))
    data = exported(broken, kind)
    assert kept(back(data, kind, tmp_path)) == kept(funnel)
    if kind.name != "graphml":  # which has no place for it
        assert b"2 parts that lead nowhere" in data


@every_format
def test_that_control_characters_are_replaced(kind: Format, tmp_path: Path) -> None:
    funnel = template("blank", TODAY)
    first = funnel.stages[0].replaced(term="a\x00b\x1b\u202ec\ud800")
    data = exported(funnel.replaced(stages=(first, *funnel.stages[1:])), kind)
    found = back(data, kind, tmp_path)
    assert found.stages[0].term == "a\ufffdb\ufffd\ufffdc\ufffd"


@every_format
def test_that_an_empty_funnel_is_written(kind: Format) -> None:
    assert exported(Funnel(start="2027-01-01"), kind)


@pytest.mark.parametrize("kind", DIAGRAMS[:2], ids=lambda kind: kind.name)
def test_that_figures_at_the_arrows_are_a_choice(kind: Format, tmp_path: Path) -> None:
    funnel = template("sales-funnel", TODAY)
    without = exported(funnel, kind, figures="no", direction="TB")
    assert b"% \xc2\xb7" not in without
    assert b"% \xc2\xb7" in exported(funnel, kind)
    assert b"TB" in without
    assert kept(back(without, kind, tmp_path)) == kept(funnel)


@pytest.mark.parametrize("kind", DIAGRAMS[:2], ids=lambda kind: kind.name)
def test_that_a_diagram_without_facts_keeps_names_and_kinds(kind: Format, tmp_path: Path) -> None:
    funnel = template("lead-to-revenue", TODAY)
    data = exported(funnel, kind, facts="no", figures="no")
    assert b"funnelcraft:" not in data
    assert b"fc_" not in data
    found = back(data, kind, tmp_path)
    terms = {one.id: one.term for one in funnel.stages}
    again = {one.id: one.term for one in found.stages}
    assert {(one.term, one.kind) for one in found.stages} == {
        (one.term, one.kind) for one in funnel.stages
    }
    assert {(again[t.from_stage], again[t.to_stage], t.name, t.kind) for t in found.triggers} == {
        (terms[t.from_stage], terms[t.to_stage], t.name, t.kind) for t in funnel.triggers
    }
    assert {one.name for one in found.sources} == {one.name for one in funnel.sources}
