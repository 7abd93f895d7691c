"""The published figures that are shipped: complete, graded, and the known ones."""

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
