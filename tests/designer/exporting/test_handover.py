"""Everything at once: nothing missing, nothing twice, told what is left out, stopped in time."""

from dataclasses import replace
from datetime import date

import pytest

from funnelcraft.designer.exporting.drawing import planned
from funnelcraft.designer.exporting.formats import all_formats
from funnelcraft.designer.exporting.handover import whole_handover
from funnelcraft.funnel.language import ENGLISH
from funnelcraft.io.exports import Context
from funnelcraft.io.imports.progress import Stopped
from funnelcraft.io.templates import template


def context() -> Context:
    drawing = planned(template("blank"))
    return Context("plan.funnel", date(2027, 1, 4), ENGLISH, drawing=drawing)


def test_that_every_format_is_in_it_and_listed() -> None:
    document = template("blank")
    told: list[float] = []
    where = replace(context(), on_step=lambda share, _what: told.append(share))
    files = whole_handover(document, where)
    readme = files["README.md"].decode()
    for kind in all_formats():
        if kind.group != "all" and kind.name not in ("png", "pdf") and kind.forecast != "required":
            assert kind.title in readme.replace("\\", "")
    assert len({name.casefold() for name in files}) == len(files)
    assert told == sorted(told)
    assert told[-1] > 0.9


def test_that_what_cannot_be_made_is_told() -> None:
    document = template("blank")
    trigger = document.triggers[0].replaced(to_stage="nowhere")
    broken = document.replaced(triggers=(trigger, *document.triggers[1:]))
    files = whole_handover(broken, context())
    readme = files["README.md"].decode()
    assert "Left out" in readme
    assert "HubSpot" in readme.split("Left out")[1]
    assert not any(name.startswith("crm/") for name in files)
    assert "specification/New funnel.xlsx" in files


def test_that_it_stops_when_nobody_waits() -> None:
    asked = iter([False] * 5 + [True] * 1000)
    where = replace(context(), should_stop=lambda: next(asked))
    with pytest.raises(Stopped):
        whole_handover(template("blank"), where)
