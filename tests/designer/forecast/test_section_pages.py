"""The sections in the window: what each shows, what it lacks, where its links lead."""

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from funnelcraft.designer.forecast.events import Options
from funnelcraft.designer.forecast.pipeline_section import PipelineSection
from funnelcraft.designer.forecast.sources_section import SourcesSection
from funnelcraft.designer.forecast.sureness_section import SurenessSection
from funnelcraft.designer.forecast.waiting_section import WaitingSection
from funnelcraft.designer.window import MainWindow
from funnelcraft.funnel.edits import change_source, change_stage, change_trigger, remove
from funnelcraft.funnel.edits.opening import set_opening
from funnelcraft.funnel.model import Capacity, Funnel
from funnelcraft.io.templates import template
from tests.designer.windows import PATIENCE, Windows

FEW = Options(runs=128, days=181)


def shown(windows: Windows, funnel: Funnel | str, name: str) -> tuple[MainWindow, Any]:
    """Show a section of a window's forecast, complete."""
    window = windows.open(funnel)
    window.live.set_options(FEW)
    window.forecasts.begin()
    window.show_forecast()
    sections = window.forecasts.open_view().sections
    sections.choose(name)
    windows.wait_for_forecast(window)
    return window, sections.current


def busy() -> Funnel:
    """Return a template with a stage that begins fewer leads than come."""
    return change_stage(template("lead-to-revenue"), "mql", capacity=Capacity(leads_per_day=11.0))


def links(widget: QWidget) -> list[QPushButton]:
    """Return the links of a card that are shown."""
    return [one for one in widget.findChildren(QPushButton) if one.isVisible()]


def test_that_the_pipeline_is_shown_by_stage_in_money_and_in_leads(windows: Windows) -> None:
    _window, section = shown(windows, "lead-to-revenue", "pipeline")
    assert isinstance(section, PipelineSection)
    assert len(section.stack.rows()) == 7
    assert "the pipeline is worth $" in section.stack_card.readout.text()
    assert "(80%: " in section.stack_card.readout.text()
    whole = section.stack.words()[0]
    section.stack.legend_entries[0].click()
    assert section.stack.words()[0] != whole
    section.units.buttons[1].click()
    assert "leads are in the funnel" in section.stack_card.readout.text()
    assert "(80%: " in section.stack.words()[0], "how sure each stage is"
    assert "nine in ten within" in section.closing_card.readout.text()


def test_that_the_ages_of_the_opening_pipeline_are_shown(windows: Windows) -> None:
    drawn = template("lead-to-revenue")
    window, section = shown(windows, drawn.replaced(opening=()), "pipeline")
    assert section.aging_card.readout.text().startswith("The forecast starts with an empty funnel.")
    assert section.aging.words() == ()
    filled = set_opening(drawn, "sal", "all", (1.0, 2.0, 400.0))
    window.document.apply(lambda _funnel: filled, "Fill")
    windows.wait_for_forecast(window)
    assert "1 of 3 has been there for longer" in section.aging_card.readout.text()
    (told,) = section.aging.words()
    assert told.startswith("SAL: 3 leads, there for 2 days in the middle")
    window.document.apply(lambda now: remove(now, stages=["sal"]), "Remove")
    section.set_colours(window.theme.palette)
    windows.wait_for_forecast(window)
    assert section.aging.words() == ()


def test_that_the_times_of_one_source_are_told_apart(windows: Windows) -> None:
    _window, section = shown(windows, "lead-to-revenue", "pipeline")
    before = section.closing_card.readout.text()
    section.of.setCurrentIndex(3)
    section.of.activated.emit(3)
    assert section.closing_card.readout.text().startswith("Of its leads")
    assert section.closing_card.readout.text() != before


def test_that_controls_work_on_while_other_stages_are_forecast(windows: Windows) -> None:
    window, section = shown(windows, "lead-to-revenue", "pipeline")
    section.units.buttons[1].click()
    before = section.stack_card.readout.text()
    window.document.apply(lambda _funnel: template("sales-funnel"), "Another funnel")
    section.units.buttons[1].click()
    section.set_colours(window.theme.palette)
    assert section.stack_card.readout.text() == before, "until the next figures are there"
    windows.wait_for_forecast(window)
    assert section.stack_card.readout.text() != before


def test_that_another_period_is_asked_for(windows: Windows) -> None:
    window, section = shown(windows, "lead-to-revenue", "pipeline")
    section.period.buttons[2].click()
    windows.wait_for_forecast(window)
    assert len(section.stack.rows()) == 4, "quarters of the calendar"


def test_that_a_missing_deal_value_is_asked_for_where_it_is_entered(windows: Windows) -> None:
    funnel = template("lead-to-revenue").replaced(deal_value=None)
    window, section = shown(windows, funnel, "pipeline")
    assert section.missing.isVisible()
    assert not section.units.value
    (link,) = links(section.missing)
    link.click()
    assert window.focusWidget() is window.inspector.document_form.mean.editor


def test_that_the_bottleneck_is_named_and_valued_in_the_headline_too(windows: Windows) -> None:
    window, section = shown(windows, busy(), "waiting")
    assert isinstance(section, WaitingSection)
    assert "“Marketing Qualified Lead” is the bottleneck" in section.limit.sentence.text()
    assert "is the bottleneck" in window.forecasts.open_view().sentence.text()
    assert section.limit.worth.text().startswith("One more lead a working day")
    assert list(section.cards) == ["mql"]
    assert section.cards["mql"].queue.fan is not None
    assert "of the capacity is used" in section.cards["mql"].queue_card.readout.text()
    assert len(section.promises.intervals) == 4
    link = links(section.limit)[0]
    link.click()
    assert window.document.selected("stage") == ("mql",)


def test_that_without_capacities_a_rate_is_named_and_capacities_asked_for(
    windows: Windows,
) -> None:
    window, section = shown(windows, "lead-to-revenue", "waiting")
    assert "nobody waits" in section.limit.sentence.text()
    assert "a point more of" in section.limit.sentence.text()
    assert section.missing.isVisible()
    links(section.missing)[0].click()
    assert window.document.selected("stage") == ("anonymous",)


def test_that_sources_are_shown_with_costs_and_returns(windows: Windows) -> None:
    _window, section = shown(windows, "lead-to-revenue", "sources")
    assert isinstance(section, SourcesSection)
    assert section.costs_card.readout.text().startswith("A deal costs least from “Website”")
    assert section.table.rowCount() == 4
    assert not section.missing.isVisible()
    heads, *rows = section.rows()
    assert {len(row) for row in rows} == {len(heads)}


def test_that_a_source_without_a_cost_says_so_with_a_link(windows: Windows) -> None:
    funnel = change_source(template("lead-to-revenue"), "webinars", cost_per_lead=None)
    window, section = shown(windows, funnel, "sources")
    assert "not said for “Webinars”" in section.costs_card.readout.text()
    assert [one.name for one in section.costs.intervals] == [
        "Website",
        "Paid search",
        "Trade fairs",
    ]
    links(section.missing)[0].click()
    assert window.document.selected("source") == ("webinars",)


def test_that_a_funnel_without_sources_says_what_to_add(windows: Windows) -> None:
    funnel = template("lead-to-revenue").replaced(sources=())
    _window, section = shown(windows, funnel, "sources")
    assert section.missing.title.text() == "No source brings leads yet"
    assert not section.costs_card.isVisible()


def test_that_the_range_is_split_and_runs_are_worked_out(windows: Windows, qtbot: QtBot) -> None:
    window, section = shown(windows, "lead-to-revenue", "sureness")
    assert isinstance(section, SurenessSection)
    assert section.bar_card.readout.text().startswith("The range comes from ")
    assert sum(part.share for part in section.bar.parts) == pytest.approx(1.0)
    assert "128 runs know the mean of" in section.runs.sentence.text()
    needed = section.runs.needed
    assert needed is not None
    assert needed > 128
    QTest.mouseClick(section.runs.simulate, Qt.MouseButton.LeftButton)
    assert window.live.options.runs >= needed
    qtbot.waitUntil(lambda: "enough" in section.runs.answer.text(), timeout=PATIENCE)


def test_that_another_error_takes_other_runs(windows: Windows) -> None:
    _window, section = shown(windows, "lead-to-revenue", "sureness")
    editor = section.runs.error.editor
    editor.setFocus()
    editor.selectAll()
    QTest.keyClicks(editor, "0")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    assert section.runs.answer.text() == "Say an error above 0."
    editor.selectAll()
    QTest.keyClicks(editor, "100")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    assert section.runs.needed == 2
    section.figure.buttons[1].click()


def test_that_a_funnel_without_counts_is_told_that_its_range_is_too_narrow(
    windows: Windows,
) -> None:
    funnel = template("lead-to-revenue")
    bare = funnel.replaced(
        triggers=tuple(
            t.replaced(
                conversion=t.conversion and t.conversion.replaced(entered=None, moved=None),
                velocity=t.velocity and t.velocity.replaced(observations=None),
            )
            for t in funnel.triggers
        ),
        sources=tuple(
            s.replaced(volume=s.volume.replaced(months_observed=None)) for s in funnel.sources
        ),
    )
    _window, section = shown(windows, bare, "sureness")
    assert section.missing.isVisible()
    assert "too narrow" in section.missing.text.text()


def test_that_an_edit_brings_every_section_up_to_date(windows: Windows) -> None:
    window, section = shown(windows, "lead-to-revenue", "sources")
    before = section.costs.words()[1]
    window.document.apply(lambda f: change_source(f, "paid-search", cost_per_lead=28.0), "Change")
    windows.wait_for_forecast(window)
    assert section.costs.words()[1] != before


def test_that_published_rates_are_offered_and_taken_as_one_step(windows: Windows) -> None:
    funnel = template("lead-to-revenue")
    ids = {stage.abbreviation: stage.id for stage in funnel.stages}
    trigger = next(t for t in funnel.triggers if t.to_stage == ids["SAL"])
    window = windows.open(change_trigger(funnel, trigger.id, conversion=None))
    window.live.set_options(FEW)
    window.forecasts.begin()
    window.show_forecast()
    view = window.forecasts.open_view()
    windows.wait_for_forecast(window)
    card = view._problem_page.published
    assert card.isVisible()
    assert "Aberdeen" in card.choices[trigger.id].currentText()
    QTest.mouseClick(card.take, Qt.MouseButton.LeftButton)
    windows.wait_for_forecast(window)
    assert view.pages.currentIndex() == 0
    taken = next(t for t in window.document.funnel.triggers if t.id == trigger.id)
    assert taken.conversion is not None
    assert "Aberdeen" in taken.description
    window.document.undo_stack.undo()
    assert next(t for t in window.document.funnel.triggers if t.id == trigger.id).conversion is None


def test_that_what_takes_long_can_be_stopped(windows: Windows, qtbot: QtBot) -> None:
    window, section = shown(windows, busy(), "waiting")
    assert section.limit.stop is not None
    assert not section.limit.stop.isVisible()
    window.live.set_options(Options(runs=192, days=365))

    def offers_to_stop() -> bool:
        return section.limit.stop is not None and section.limit.stop.isVisible()

    qtbot.waitUntil(offers_to_stop, timeout=PATIENCE)
    section.limit.stop.click()
    windows.wait_for_forecast(window)
    assert section.limit.worth.text().startswith("Stopped.")
