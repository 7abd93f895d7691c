"""Funnels to be drawn, and what of them must survive a diagram."""

from datetime import date
from pathlib import Path
from typing import Any

from funnelcraft.funnel.model import (
    Conversion,
    Funnel,
    Role,
    Sla,
    Source,
    Stage,
    Trigger,
    Volume,
)
from funnelcraft.funnel.velocity import EmpiricalTime, FixedTime
from funnelcraft.io.diagrams.reading import read_diagram
from funnelcraft.io.exports import FORMATS, Context, Drawing, Format, chosen_options, made
from funnelcraft.io.templates import template_names

TODAY = date(2027, 1, 1)
DIAGRAMS = tuple(one for one in FORMATS if one.group == "diagram")
TEMPLATES = template_names()

AWKWARD = 'say "hi" <b> & | ; #35; `x` %% {} [] \\ end – Ω'


def awkward() -> Funnel:
    """Return a funnel with everything that makes a diagram's syntax stumble."""
    return Funnel(
        title=AWKWARD,
        start="2027-01-01",
        roles=(Role(id="r1", name="Owner", department=AWKWARD),),
        stages=(
            Stage(id="end", term=AWKWARD, owner="r1", sla=Sla(days=1.5), definition=AWKWARD),
            Stage(id="gate", term="Which?", kind="gate", position=(264.0, 0.0)),
            Stage(id="won", term="Closed lost", kind="won", position=(528.0, 0.0)),
            Stage(id="lost", term="Customer", kind="lost", position=(528.0, 176.0)),
            Stage(id="a-b", term="", owner="r1", position=(0.0, 176.0)),
            Stage(id="a--b", term="62% · 3 d", position=(264.0, 176.0)),
        ),
        triggers=(
            Trigger(id="t1", from_stage="end", to_stage="gate", name=AWKWARD),
            Trigger(
                id="t2",
                from_stage="gate",
                to_stage="won",
                conversion=Conversion(rate=0.25, entered=8, moved=2),
            ),
            Trigger(id="t3", from_stage="gate", to_stage="lost", kind="disqualify", name="No"),
            Trigger(id="t4", from_stage="end", to_stage="a-b", kind="sla_breach", name="Too late"),
            Trigger(
                id="t5",
                from_stage="a-b",
                to_stage="end",
                kind="recycle",
                conversion=Conversion(rate=0.5),
                velocity=EmpiricalTime(days=(1.0, 2.5), weights=(1.0, 3.0)),
            ),
            Trigger(
                id="t6",
                from_stage="a-b",
                to_stage="a--b",
                conversion=Conversion(rate=0.25),
                velocity=FixedTime(mean_days=2.0),
            ),
            Trigger(id="t7", from_stage="a--b", to_stage="a--b", kind="recycle", name="Again"),
        ),
        sources=(
            Source(id="end", name=AWKWARD, into="end", volume=Volume(leads_per_month=12.5)),
            Source(id="s2", name="", into="a-b", volume=Volume(leads_per_month=0.0)),
        ),
    )


def exported(funnel: Funnel, kind: Format, drawing: Drawing | None = None, **options: str) -> bytes:
    """Return an export without a clock."""
    context = Context("plan.funnel", TODAY, drawing=drawing, options=chosen_options(kind, options))
    data = made(funnel, kind, context)
    assert isinstance(data, bytes)
    return data


def back(data: bytes, kind: Format, folder: Path) -> Funnel:
    """Return an export read as a new document."""
    path = folder / f"diagram{kind.suffix}"
    path.write_bytes(data)
    return read_diagram(path).funnel


def kept(funnel: Funnel) -> dict[str, Any]:
    """Return what a diagram of ours keeps, whatever the order of the parts."""
    departments = {role.id: (role.id, role.name, role.department) for role in funnel.roles}
    return {
        "title": funnel.title,
        "stages": sorted(
            (
                s.id,
                s.abbreviation,
                s.kind,
                s.definition,
                str(departments.get(s.owner or "")),
                str(s.sla),
            )
            for s in funnel.stages
        ),
        "terms": {s.id: s.term or "Unnamed stage" for s in funnel.stages},
        "triggers": sorted(
            (t.id, t.from_stage, t.to_stage, t.name, t.kind, t.automation, t.system)
            for t in funnel.triggers
        ),
        "figures": {t.id: (t.conversion, t.velocity) for t in funnel.triggers},
        "sources": sorted(
            (s.id, s.name or "Unnamed source", s.into, s.segment, s.volume.leads_per_month)
            for s in funnel.sources
        ),
    }
