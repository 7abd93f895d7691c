"""The published figures that are shipped: complete, graded, and the known ones."""

from funnelcraft.funnel.audit.industry import WORDS, scope_words, source_line
from funnelcraft.funnel.language import Speech, speaking
from funnelcraft.io.industry import industry_figures


def test_that_every_figure_has_a_source_a_grade_and_a_sample() -> None:
    figures = industry_figures()
    assert len(figures) == 28
    for figure in figures:
        assert 0 < figure.share < 1
        assert figure.source
        assert figure.grade in ("good", "fair", "second hand", "looks low")
        assert figure.sample
        assert figure.scope


def test_that_known_figures_are_among_them() -> None:
    known = {
        (one.from_stage, one.to_stage, one.scope): (one.share, one.days, one.year)
        for one in industry_figures()
    }
    assert known["Lead", "Opportunity", "B2B all sources"] == (0.13, 84.0, 2014)
    assert known["MQL", "SAL", "B2B (actioned by sales)"] == (0.36, None, 2014)
    assert known["MQL", "SAL", "B2B software (potential good fit)"][2] is None
    assert not any("Sirius" in one.source for one in industry_figures())


def test_that_what_a_figure_is_of_is_among_the_words_of_the_catalogues() -> None:
    said = {word for one in industry_figures() for word in (one.scope, one.sample, one.grade)}
    assert said <= set(WORDS)


def test_that_a_figure_is_told_in_german() -> None:
    figure = industry_figures()[0]
    with speaking(Speech("de", "de")):
        assert scope_words(figure) == "B2B, alle Quellen"
        assert source_line(figure).endswith("Stichprobe: etwa 500 US-Unternehmen · Güte: gut")
