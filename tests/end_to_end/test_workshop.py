"""A workshop's ten minutes: the funnel of eight stages, drawn without a single dialog."""

from PySide6.QtWidgets import QApplication, QDialog

from funnelcraft.funnel.checks import check
from funnelcraft.funnel.findings import errors
from funnelcraft.funnel.graph import main_path, stages_by_id
from funnelcraft.funnel.lanes import department_of
from funnelcraft.funnel.model import Conversion
from tests.designer.windows import Windows, answers, windows
from tests.end_to_end.workshop import FIGURES, Workshop

__all__ = ["windows"]


def test_that_a_workshop_draws_the_eight_stages_with_mouse_and_keys_alone(windows: Windows) -> None:
    window = windows.open("blank", forecasts=True)
    before = window.status.headline.text()
    workshop = Workshop(window)
    for step in workshop.steps():
        step.act()
        QApplication.processEvents()
        assert not [one for one in window.findChildren(QDialog) if one.isVisible()], step.title
    assert answers(window).asked == []

    funnel = window.document.funnel
    stages = stages_by_id(funnel)
    path = [stages[stage_id].term for stage_id in main_path(funnel)]
    assert path == ["Known", *(target for _origin, target, *_figures in FIGURES), "Won"]
    for origin, target, rate, days, name in FIGURES:
        trigger = workshop.trigger(origin, target)
        assert trigger.conversion == Conversion(rate=float(rate) / 100)
        assert getattr(trigger.velocity, "mean_days", None) == float(days)
        assert (trigger.name, trigger.kind) == (name, "progress")
    assert department_of(funnel, workshop.stage("MQL").id) == "marketing"
    assert department_of(funnel, workshop.stage("SQL").id) == "sales"
    kinds = {(stages[t.from_stage].term, stages[t.to_stage].term): t.kind for t in funnel.triggers}
    assert kinds["Opportunity", "Lost"] == "disqualify"
    assert kinds["MQL", "Nurture"] == "recycle"
    assert kinds["Nurture", "Responded"] == "recycle"
    assert kinds["SQL", "Nurture"] == "recycle"
    assert funnel.sources[0].volume.leads_per_month == 3000
    assert errors(check(funnel)) == ()
    windows.wait_for_forecast(window)
    assert window.status.headline.text() not in ("", before)
