"""A mapping in words."""

from funnelcraft.funnel.mapping import Mapping, mapping_by_id
from funnelcraft.funnel.mapping.telling import mapping_words
from tests.funnel.builders import funnel, stage

ONE = funnel(stages=(stage("a"), stage("won", "won")), triggers=(), sources=())


def test_that_everything_found_is_told_in_one_sentence() -> None:
    assert mapping_words(ONE, ONE, mapping_by_id(ONE, ONE), 0) == (
        "2 of 2 stages of A are in B too."
    )


def test_that_guesses_and_stages_of_one_design_alone_are_told() -> None:
    other = funnel(stages=(stage("b"), stage("won", "won")), triggers=(), sources=())
    assert mapping_words(ONE, other, Mapping((("won", "won"),)), 1) == (
        "1 of 2 stages of A are in B too. Dashed lines are guessed: confirm or change them. "
        "Only in A: A. Only in B: B."
    )
