"""Mappings of stages: guessed by every sign there is, edited, checked, applied to all else."""

from typing import Any

import pytest

from funnelcraft.funnel.checks import check, errors
from funnelcraft.funnel.mapping import (
    Mapping,
    aligned,
    guessed_mapping,
    guesses,
    mapping_by_id,
    mapping_problems,
    moved_opening,
    pairs_of,
    with_pair,
)
from funnelcraft.funnel.model import Funnel
from tests.simulation.reference import act_on_8, funnel

DAY = {"kind": "fixed", "mean_days": 1.0}


def renamed(model: Funnel, prefix: str = "x-") -> Funnel:
    """Return a funnel that says the same under other ids everywhere."""
    plain: dict[str, Any] = model.model_dump(mode="json", by_alias=True)
    for kind in ("stages", "triggers", "sources", "segments"):
        for part in plain[kind]:
            part["id"] = prefix + part["id"]
    for trigger in plain["triggers"]:
        trigger["from"], trigger["to"] = prefix + trigger["from"], prefix + trigger["to"]
        if plain["segments"]:
            trigger["by_segment"] = {prefix + k: v for k, v in trigger["by_segment"].items()}
    for source in plain["sources"]:
        source["into"] = prefix + source["into"]
    for held in plain["opening"]:
        held["stage"] = prefix + held["stage"]
    for one in (*plain["sources"], *plain["opening"]) if plain["segments"] else ():
        one["segment"] = prefix + one["segment"]
    return Funnel.model_validate(plain)


def test_that_each_sign_is_used_and_the_surest_first() -> None:
    a = funnel(
        ["new", {"id": "mql", "term": "Marketing Qualified Lead"}, "talk", "won-deal", "lost"],
        [
            ("new", "mql", 0.5, DAY),
            ("mql", "talk", 0.5, DAY),
            ("talk", "won-deal", 0.5, DAY),
            ("talk", "lost", 0.5, DAY),
        ],
    )
    b = funnel(
        [
            {"id": "fresh", "term": "  NEW "},
            {"id": "q", "term": "Qualified", "abbreviation": "MQL"},
            *("start", "demo", "won", "lost"),
        ],
        [
            ("fresh", "q", 0.5, DAY),
            ("q", "demo", 0.5, DAY),
            ("demo", "won", 0.5, DAY),
            ("demo", "lost", 0.5, DAY),
        ],
    )
    found = {guess.a: (guess.b, guess.why) for guess in guesses(a, b)}
    assert found == {
        "new": ("fresh", "term"),
        "mql": ("q", "abbreviation"),
        "talk": ("demo", "path"),
        "won-deal": ("won", "kind"),
        "lost": ("lost", "id"),
    }


def test_that_nothing_is_guessed_where_two_would_do() -> None:
    a = funnel(["one", "won"], [("one", "won", 0.5, DAY)])
    b = funnel(
        ["two", "three", "won"], [("two", "won", 0.5, DAY), ("three", "won", 0.5, DAY)],
        {"two": 1.0, "three": 1.0},
    )  # fmt: skip
    assert guessed_mapping(a, b).pairs == (("won", "won"),)
    # An end is not taken for a stage that goes on because it has the same name.
    b = funnel([{"id": "z", "term": "One", "kind": "lost"}, "won"], [])
    assert guessed_mapping(a, b).pairs == (("won", "won"),)


def test_that_stages_are_found_however_all_ids_are_called() -> None:
    model = act_on_8()
    found = guessed_mapping(model, renamed(model))
    assert found.pairs == tuple((stage.id, f"x-{stage.id}") for stage in model.stages)
    assert aligned(model, renamed(model), found) == model


def test_that_a_mapping_is_edited_pair_by_pair() -> None:
    mapping = Mapping((("a", "x"), ("b", "y")))
    assert with_pair(mapping, "a", "z").pairs == (("a", "z"), ("b", "y"))
    assert with_pair(mapping, "c", "y").to_a == {"x": ("a",), "y": ("b", "c")}
    assert with_pair(mapping, "a", None).to_b == {"b": "y"}


def test_that_what_cannot_be_meant_is_a_sentence() -> None:
    model = act_on_8()
    assert mapping_problems(model, model, mapping_by_id(model, model)) == ()
    bad = Mapping((("no", "won"), ("won", "no"), ("won", "lost"), ("sql", "won"), ("lost", "sal")))
    assert mapping_problems(model, model, bad) == (
        "Design A has no stage “no”.",
        "Design B has no stage “no”.",
        "“Won” of A is mapped twice: the last one counts.",
        "“Won” ends leads in B, but “Sql” of A does not.",
        "“Lost” ends leads in A, but “Sal” of B does not.",
    )
    two = Mapping((("won", "lost"),))
    assert mapping_problems(model, model, two) == (
        "“Won” and “Lost” end leads differently: one counts as won, the other as lost.",
    )


def test_that_triggers_and_sources_follow_the_stages() -> None:
    a = act_on_8()
    merged = Mapping(tuple((s.id, "work" if s.id in ("sal", "sql") else s.id) for s in a.stages))
    b = funnel(
        ["known", "responded", "mql", "work", "opportunity", "nurture", "won", "lost"],
        [
            ("mql", "work", 0.5, DAY),
            ("work", "opportunity", 0.3, DAY),
            ("work", "nurture", 0.5, DAY),
        ],
        {"known": 5.0},
    )
    pairs = pairs_of(a, b, merged)
    assert pairs.stages["work"] == ("sal", "sql")
    assert pairs.within == {"work": ("sal-sql",)}
    assert pairs.triggers == {
        "mql-work": ("mql-sal",),
        "work-nurture": ("sal-nurture", "sql-nurture"),
        "work-opportunity": ("sql-opportunity",),
    }
    assert pairs.sources == {"into-known": ("into-known",)}
    model = aligned(a, b, merged)
    assert [stage.id for stage in model.stages][3] == "sal"
    assert {t.id for t in model.triggers} == {"mql-sal", "sal-nurture", "sql-opportunity"}
    assert errors(check(model)) == errors(check(b)) == ()


def test_that_an_id_of_a_never_means_something_else_in_b() -> None:
    a = funnel(["first", "second", "won"], [("first", "second", 0.5, DAY)], {"first": 1.0})
    b = funnel(["second", "first", "won"], [("second", "first", 0.5, DAY)], {"second": 1.0})
    crossed = Mapping((("first", "second"),))
    model = aligned(a, b, crossed)
    assert [stage.id for stage in model.stages] == ["first", "first-b", "won"]
    assert (model.triggers[0].from_stage, model.triggers[0].to_stage) == ("first", "first-b")
    assert model.sources[0].into == "first"


@pytest.mark.parametrize(("known", "left"), [("nurture", 3), ("lost", 0), ("", 0)])
def test_that_leads_in_flight_move_with_their_stage(known: str, left: int) -> None:
    a = act_on_8(opening=[{"stage": "sql", "ages_days": [1.0, 2.0, 9.0]}])
    moved = moved_opening(a, act_on_8(), with_pair(Mapping(), "sql", known or None))
    assert sum(len(held.ages_days) for held in moved) == left
    assert all(held.stage == known for held in moved)
