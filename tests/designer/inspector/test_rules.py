"""The rule builder, driven by keys and mouse as people do."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from funnelcraft.designer.inspector.opening import ages
from funnelcraft.designer.inspector.rules.builder import RuleBuilder
from funnelcraft.designer.inspector.rules.comparisons import (
    compared,
    comparison_of,
    comparisons,
    figure,
    texts,
)
from funnelcraft.designer.inspector.writing import NotUnderstood
from funnelcraft.funnel.language import Speech, speaking
from funnelcraft.funnel.rules import AllOf, AnyOf, Condition, Event, Not, Rule
from tests.designer.inspector.helpers import LEFT, NO_KEY, Heard, click, drag, show, type_into
from tests.funnel.builders import funnel, trigger

SCORE = Condition(field="lead_score", op=">=", value=65.0)
LAND = Condition(field="land", op="in", value=("DE", "AT"))
WEBINAR = Event(event="webinar", within_days=30.0)
BOTH = AllOf(all=(SCORE, AnyOf(any=(WEBINAR, LAND))))


class Builder(RuleBuilder):
    """Shows what it committed, as a form does."""

    def __init__(self, qtbot: QtBot, rule: Rule | None) -> None:
        super().__init__()
        self.heard = Heard(self.committed)
        self.committed.connect(self._on_committed)
        show(qtbot, self)
        self.show_rule(rule, funnel(), fresh=True)
        QApplication.processEvents()

    def _on_committed(self, rule: Rule | None, _key: str) -> None:
        self.show_rule(rule, funnel(triggers=(trigger("a", "b", rule=rule),)))

    def said(self) -> list[str]:
        """Return the words of the rows."""
        return [row.words.text().replace("\u200b", "") for row in self.rows]


ALT = Qt.KeyboardModifier.AltModifier
CONTROL = Qt.KeyboardModifier.ControlModifier


def test_that_a_rule_is_made_from_nothing_with_keys_alone(qtbot: QtBot) -> None:
    builder = Builder(qtbot, None)
    builder.focus()
    QTest.keyClick(builder.add_condition, Qt.Key.Key_Space)
    assert builder.editors.condition.field.editor.hasFocus()
    type_into(builder.editors.condition.field, "lead_score")
    type_into(builder.editors.condition.values["number"], "65")
    assert builder.heard.last == SCORE
    assert builder.said() == ["Lead score is at least 65"]
    QTest.keyClick(builder.add_event, Qt.Key.Key_Space)
    type_into(builder.editors.event_part.event_name, "webinar")
    type_into(builder.editors.event_part.within, "30")
    assert builder.heard.last == AllOf(all=(SCORE, WEBINAR))
    assert builder.sentence.text().replace("\u200b", "") == (
        "A lead goes this way when lead score is at least 65 and “webinar” happened in the last "
        "30 days."
    )


def test_that_rows_are_walked_opened_and_closed_by_keys(qtbot: QtBot) -> None:
    builder = Builder(qtbot, BOTH)
    assert builder.said()[0] == "All of these hold"
    builder.focus()
    for _step in range(3):
        focused = QApplication.focusWidget()
        assert focused is not None
        QTest.keyClick(focused, Qt.Key.Key_Down)
    assert builder.rows[3].hasFocus()
    QTest.keyClick(builder.rows[3], Qt.Key.Key_Return)
    assert builder.editors.event_part.event_name.editor.hasFocus()
    QTest.keyClick(builder.editors.event_part.event_name.editor, Qt.Key.Key_Escape)
    assert builder.rows[3].hasFocus()
    assert not builder.editors.event_part.isVisible()
    assert builder.heard.all == []


def test_that_rows_are_moved_copied_grouped_and_removed_by_keys(qtbot: QtBot) -> None:
    builder = Builder(qtbot, AllOf(all=(SCORE, LAND)))
    QTest.keyClick(builder.rows[2], Qt.Key.Key_Up, ALT)
    assert builder.heard.last == AllOf(all=(LAND, SCORE))
    assert builder.rows[1].hasFocus()
    QTest.keyClick(builder.rows[1], Qt.Key.Key_D, CONTROL)
    assert builder.heard.last == AllOf(all=(LAND, LAND, SCORE))
    QTest.keyClick(builder.rows[3], Qt.Key.Key_G, CONTROL)
    assert builder.heard.last == AllOf(all=(LAND, LAND, AnyOf(any=(SCORE,))))
    QTest.keyClick(builder.rows[3], Qt.Key.Key_Delete)
    assert builder.heard.last == AllOf(all=(LAND, LAND))
    for _row in range(2):
        QTest.keyClick(builder.rows[1], Qt.Key.Key_Backspace)
    assert builder.heard.last is None
    assert builder.add_condition.hasFocus()


def test_that_a_row_is_dragged_into_another_group(qtbot: QtBot) -> None:
    builder = Builder(qtbot, BOTH)
    source, target = builder.rows[1], builder.rows[3]
    inside = QPoint(20, source.height() // 2)
    below = source.mapFromGlobal(target.mapToGlobal(QPoint(20, target.height() - 2)))
    drag(source, inside, inside + QPoint(0, 15), below, release=False)
    assert builder.drop_line.isVisible()
    QTest.mouseRelease(source, LEFT, NO_KEY, below)
    assert builder.heard.last == AllOf(all=(AnyOf(any=(WEBINAR, SCORE, LAND)),))
    assert not builder.drop_line.isVisible()


def test_that_a_click_opens_a_row_and_a_group_changes_its_kind(qtbot: QtBot) -> None:
    builder = Builder(qtbot, BOTH)
    click(builder.rows[2])
    assert builder.editors.group.isVisible()
    builder.editors.group.kind.editor.activated.emit(2)
    assert builder.heard.last == AllOf(all=(SCORE, Not(rule=AnyOf(any=(WEBINAR, LAND)))))
    assert builder.said()[2] == "None of these holds"
    assert len(builder.rows) == 5
    click(builder.editors.group.dissolve)
    assert builder.heard.last == AllOf(all=(SCORE, AnyOf(any=(WEBINAR, LAND))))


def test_that_what_is_missing_is_said_in_the_row(qtbot: QtBot) -> None:
    builder = Builder(qtbot, AllOf(all=(Condition(field="x", op="="), Event(event=""))))
    assert builder.said()[1:] == ["X is … · Compared with what?", "“…” happened · Which event?"]


def test_that_a_hostile_rule_shows_its_sentence_and_stays_untouched(qtbot: QtBot) -> None:
    deep: Rule = SCORE
    for _level in range(20):
        deep = Not(rule=deep)
    for rule in (deep, AnyOf(any=(LAND,) * 900)):
        builder = Builder(qtbot, rule)
        assert builder.rows == []
        assert not builder.add_condition.isVisible()
        assert "too large to be edited here" in builder.sentence.text()
        builder.leave()
        assert builder.heard.all == []


def test_that_fields_of_other_rules_are_suggested(qtbot: QtBot) -> None:
    builder = RuleBuilder()
    show(qtbot, builder)
    whole = funnel(triggers=(trigger("a", "b", rule=LAND),))
    builder.show_rule(Condition(field="", op="="), whole, fresh=True)
    click(builder.rows[0])
    model = builder.editors.condition.field.editor.completer().model()  # type: ignore[union-attr]
    assert [model.data(model.index(n, 0)) for n in range(model.rowCount())] == ["land"]


@pytest.mark.parametrize("comparison", [key for key, _text in comparisons()])
def test_that_every_comparison_can_follow_every_other(comparison: tuple[str, str]) -> None:
    for value in (65.0, "2027-01-31", "12", "VP", True, ("DE", 3.0), (), None):
        before = Condition(field="x", op="=", value=value)
        after = compared(before, comparison)  # type: ignore[arg-type]
        # A date is a text where it is not compared by its order.
        is_date = comparison[1] == "number" and isinstance(after.value, str)
        kind = "text" if is_date and comparison[0] in ("=", "!=") else comparison[1]
        assert comparison_of(after) == (comparison[0], kind)
        Condition.model_validate(after.model_dump())


def test_that_a_comparison_with_a_text_waits_for_the_text(qtbot: QtBot) -> None:
    builder = Builder(qtbot, Condition(field="land", op=">="))
    click(builder.rows[0])
    builder.editors.condition.comparison.editor.activated.emit(6)
    assert builder.editors.condition.comparison.editor.currentText() == "is"
    assert builder.said() == ["Land is … · Compared with what?"]
    type_into(builder.editors.condition.values["text"], "DE")
    assert builder.heard.last == Condition(field="land", op="=", value="DE")


def test_that_values_are_read_as_what_they_are() -> None:
    assert texts().read('DE, 3, "3", "a, b"') == ("DE", 3.0, "3", "a, b")
    assert texts().show(("DE", 3.0, "3", "a, b")) == 'DE, 3, "3", "a, b"'


def test_that_listed_numbers_survive_a_locale_with_decimal_commas() -> None:
    with speaking(Speech("en_US", "de_DE")):
        for writing in (texts(), ages()):
            assert writing.read(writing.show((12.5, 0.25, 1500.0))) == (12.5, 0.25, 1500.0)
    assert figure().read("1,200") == 1200.0
    assert figure().read("2027-01-31") == "2027-01-31"
    for typed in ("2027-02-31", "soon"):
        with pytest.raises(NotUnderstood):
            figure().read(typed)


def test_that_an_unusual_comparison_is_kept_until_another_is_chosen(qtbot: QtBot) -> None:
    odd = Condition(field="x", op="!=", value=True)
    builder = Builder(qtbot, odd)
    click(builder.rows[0])
    assert builder.editors.condition.comparison.editor.currentText() == "!= yes"
    builder.leave()
    assert builder.heard.all == []
