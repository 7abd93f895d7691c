"""How long leads have been in their stages, in words."""

from funnelcraft.funnel.aging import Aged, aged_words, aging_sentence

OLD = Aged("a", 90, 20.0, 3.0, 80.0, 10.0, 40.0, 25)


def test_that_a_stage_is_told_beside_those_who_moved_on() -> None:
    assert aged_words(OLD, "A") == (
        "A: 90 leads, there for 20 days in the middle, 80% for 3 to 80 days; half of those who "
        "move on do so within 10 days, nine in ten within 40 days; 25 have been there for longer"
    )


def test_that_what_is_not_known_is_not_told() -> None:
    nobody = aged_words(Aged("a", 1, 2.0, 2.0, 2.0), "A")
    assert nobody.startswith("A: 1 lead, there for 2 days")
    assert nobody.endswith("nobody moved on, so there is nothing to compare with")
    before = aged_words(Aged("a", 5, 7.0, usual=4.0, ninth=9.0), "A")
    assert before.startswith("A: 5 leads, half of them there for 7 days or more; half of")
    assert before.endswith("nine in ten within 9 days")


def test_that_the_stage_with_most_late_leads_is_named() -> None:
    few = Aged("b", 10, 2.0, 1.0, 4.0, 5.0, 12.0, 1)
    told = aging_sentence([few, OLD], str.upper)
    assert told == (
        "100 leads are in the funnel. Most have outstayed their time in “A”: 25 of 90 have been "
        "there for longer than nine in ten of those who moved on took (40 days)."
    )
    assert aging_sentence([few], str.upper) == (
        "10 leads are in the funnel. None of the stages holds many that should have left long ago."
    )
    assert aging_sentence([Aged("a", 1, 2.0)], str.upper) == "1 lead is in the funnel."
    assert aging_sentence([], str.upper) == "No lead is in the funnel on that day."
