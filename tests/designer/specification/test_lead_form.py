"""The form of a lead: other fields come and go without saying what nobody typed."""

from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from funnelcraft.designer.specification.lead_form import LeadForm
from funnelcraft.funnel.rule_tests.asking import asked
from funnelcraft.funnel.rules import Condition
from tests.funnel.builders import score


def test_that_a_field_that_goes_while_it_is_typed_into_tells_nothing(qtbot: QtBot) -> None:
    form = LeadForm()
    qtbot.addWidget(form)
    told: list[object] = []
    form.changed.connect(lambda: told.append(form.probe))
    form.show()
    form.ask(asked([score(">=", 5.0)]), {})
    editor = form.findChild(QLineEdit)
    assert editor is not None
    editor.setFocus()
    editor.setText("7")
    assert form.probe.fields == {"score": 7.0}
    told.clear()
    form.ask(asked([Condition(field="status", op="=", value="new")]), {"status": ("new",)})
    assert told == []
    form.ask(asked([score(">=", 5.0)]), {})
    assert form.probe.fields == {"score": 7.0}
