"""Stages of an export on the stages of a funnel, as plain values."""

from funnelcraft.designer.importing import placing
from funnelcraft.designer.importing.placing import LogStage
from funnelcraft.io.templates import template

EXPORT = tuple(
    LogStage(name, rows)
    for name, rows in (
        ("mql", 80),
        ("Sales accepted", 40),
        ("GTX Pro", 9),
        ("GTXPro", 30),
        ("Closed Won", 7),
    )
)


def test_that_stages_find_their_places_by_term_abbreviation_and_what_their_names_mean() -> None:
    board = placing.onto_funnel(EXPORT, template("lead-to-revenue"))
    named = {place.id: place.name for place in board.places}
    assert {stage: named[place] for stage, place in board.where.items()} == {
        "mql": "Marketing Qualified Lead",
        "Sales accepted": "Sales Accepted Lead",
        "Closed Won": "Closed Won",
    }
    assert [stage.name for stage in board.unplaced] == ["GTX Pro", "GTXPro"]
    assert board.ends("won") == {"Closed Won"}


def test_that_what_was_chosen_before_goes_before_what_names_say() -> None:
    funnel = template("lead-to-revenue")
    other = funnel.stages[1].id
    assert placing.onto_funnel(EXPORT, funnel, {"mql": other}).where["mql"] == other
    assert placing.onto_funnel(EXPORT, funnel, {"mql": "gone"}).where["mql"] != "gone"


def test_that_a_stage_is_on_one_place_on_none_or_left_out() -> None:
    board = placing.onto_funnel(EXPORT, template("lead-to-revenue"))
    place = board.places[0].id
    board = placing.placed(board, "GTXPro", place)
    assert [stage.name for stage in board.on(place)] == ["GTXPro"]
    board = placing.left_out(board, "GTXPro")
    assert board.on(place) == ()
    assert [stage.name for stage in board.out] == ["GTXPro"]
    board = placing.taken_off(board, "GTXPro")
    assert board.out == ()
    assert "GTXPro" in {stage.name for stage in board.unplaced}


def test_that_places_of_an_exports_own_come_and_go_with_their_stages() -> None:
    board = placing.as_they_are(EXPORT, {"Closed Won": "won"})
    assert board.ends("won") == {"Closed Won"}
    assert placing.alike(board) == (("GTX Pro", "GTXPro"),)
    one = placing.joined(board, ("GTX Pro", "GTXPro"))
    assert [place.id for place in one.places] == ["mql", "Sales accepted", "GTXPro", "Closed Won"]
    assert [stage.name for stage in one.on("GTXPro")] == ["GTX Pro", "GTXPro"]
    assert placing.alike(one) == ()
    assert placing.taken_off(one, "GTX Pro") == board
    without = placing.left_out(one, "Closed Won")
    assert without.ends("won") == frozenset()
    assert "Closed Won" not in {place.id for place in without.places}


def test_that_leaving_the_first_of_joined_stages_out_keeps_the_place_of_the_others() -> None:
    board = placing.placed(placing.as_they_are(EXPORT), "GTX Pro", "GTXPro")
    board = placing.left_out(board, "GTXPro")
    assert [stage.name for stage in board.on(board.where["GTX Pro"])] == ["GTX Pro"]
    assert board.where["GTX Pro"] in {place.id for place in board.places}
