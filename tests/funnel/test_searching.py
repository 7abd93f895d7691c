"""Finding parts by what is written in them."""

from funnelcraft.funnel.searching import Match, search
from tests.funnel.builders import funnel, source, stage, trigger


def test_that_names_come_before_what_else_is_written() -> None:
    base = funnel(
        stages=(
            stage("a", term="Known", definition="Waits for a demo."),
            stage("b", term="Demo held", abbreviation="DH"),
        ),
        triggers=(trigger("a", "b", name="Booked", description="A demo has a date."),),
        sources=(source("a", name="Demo day"),),
    )
    assert search(base, "demo") == (
        Match("stage", "b"),
        Match("source", "web"),
        Match("stage", "a"),
        Match("trigger", "a-b"),
    )
    assert search(base, "dh") == (Match("stage", "b"),)


def test_that_owners_departments_and_accents_are_found() -> None:
    base = funnel(stages=(stage("a", term="Kündigung geprüft"),), triggers=(), sources=())
    assert search(base, "kundigung") == (Match("stage", "a"),)
    assert search(base, "GEPRÜFT kün") == (Match("stage", "a"),)
    assert search(base, "sales") == (Match("stage", "a"),)


def test_that_nothing_is_found_by_nothing() -> None:
    assert search(funnel(), "  ") == ()
    assert search(funnel(), "nowhere") == ()
