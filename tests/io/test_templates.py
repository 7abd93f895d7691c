"""Templates as new documents."""

from datetime import date

import pytest

from funnelcraft.funnel.checks import check, errors
from funnelcraft.io.problems import FileProblem
from funnelcraft.io.project_file import dump, parse
from funnelcraft.io.templates import template, template_names, templates


def test_that_the_reference_funnel_comes_first_and_the_blank_one_last() -> None:
    names = template_names()
    assert names[0] == "lead-to-revenue"
    assert names[-1] == "blank"


def test_that_every_template_has_a_title_and_a_line_about_it() -> None:
    for entry in templates():
        assert entry.title
        assert entry.description.endswith(".")


@pytest.mark.parametrize("name", template_names())
def test_that_a_template_opens_without_warnings_and_simulates(name: str) -> None:
    funnel = template(name)
    opened = parse(dump(funnel))
    assert opened.funnel == funnel
    assert opened.warnings == ()
    assert errors(check(funnel)) == ()


@pytest.mark.parametrize("today", [date(2026, 11, 22), date(2026, 12, 31), date(2028, 2, 29)])
def test_that_a_new_document_starts_with_the_next_month(today: date) -> None:
    funnel = template("lead-to-revenue", today)
    start = date.fromisoformat(funnel.start)
    assert start.day == 1
    assert 0 < (start - today).days <= 31
    original = template("lead-to-revenue", date(2026, 12, 5))
    assert original.start == "2027-01-01"
    for there, here in zip(original.sources, funnel.sources, strict=True):
        for before, after in zip(there.volume.campaigns, here.volume.campaigns, strict=True):
            distance = date.fromisoformat(before.start) - date(2027, 1, 1)
            moved = date.fromisoformat(after.start) - start
            assert abs((moved - distance).days) <= 3


def test_that_an_unknown_template_is_refused_naming_those_there_are() -> None:
    with pytest.raises(FileProblem, match=r"the templates are lead-to-revenue, .*blank\."):
        template("nonsense")
