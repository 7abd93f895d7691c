"""The bar of messages above the canvas."""

from dataclasses import replace
from datetime import datetime
from pathlib import Path

from funnelcraft.funnel.model import Funnel
from funnelcraft.io.recovery import Recovered
from tests.designer.windows import Windows


def test_that_a_recovered_document_names_its_last_change_where_there_was_one(
    windows: Windows, tmp_path: Path
) -> None:
    window = windows.open()
    plan = Funnel(title="Plan", start="2027-01-01")
    found = Recovered(tmp_path / "a.journal", None, None, None, plan, "Add stage", datetime.min)
    said = []
    for one in (found, replace(found, label="")):
        window.messages.offer_recovered(one, window.files)
        said.append(window.messages.text.text())
    assert "Its last change: Add stage." in said[0]
    assert "“Plan” was not saved when the program ended." in said[1]
    assert "last change" not in said[1]


def test_that_a_recovered_document_says_what_became_of_its_file(
    windows: Windows, tmp_path: Path
) -> None:
    window = windows.open()
    plan = Funnel(title="Plan", start="2027-01-01")
    file = tmp_path / "plan.funnel"
    found = Recovered(tmp_path / "a.journal", file, "1f", False, plan, "Add", datetime.min)
    said = []
    for changed in (False, True, None):
        window.messages.offer_recovered(replace(found, base_changed=changed), window.files)
        said.append(window.messages.text.text())
    assert "plan.funnel" not in said[0]
    assert "Its file, plan.funnel, was changed since" in said[1]
    assert "Its file, plan.funnel, is gone." in said[2]


def test_that_an_offer_does_not_take_the_place_of_a_problem(
    windows: Windows, tmp_path: Path
) -> None:
    window = windows.open()
    plan = Funnel(title="Plan", start="2027-01-01")
    found = Recovered(tmp_path / "a.journal", None, None, None, plan, "", datetime.min)
    window.messages.show_problem("x.funnel: there is no such file or folder.")
    window.messages.offer_recovered(found, window.files)
    said = window.messages.text.text()
    assert said.startswith("x.funnel: there is no such file or folder. “Plan” was not saved")
    assert not window.messages.first.isHidden()
    window.messages.away.click()
    window.messages.offer_recovered(found, window.files)
    assert window.messages.text.text().startswith("“Plan”")
