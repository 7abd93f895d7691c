"""What a diagram of ours says beside names: ids, kinds, owners, rates, times, as flat texts.

Other programs keep or ignore them; read back, they give the skeleton its figures.
"""

from collections.abc import Mapping

from pydantic import TypeAdapter, ValidationError

from funnelcraft.funnel.model import Conversion, Funnel, Role, Sla, Source, Stage, Trigger
from funnelcraft.funnel.velocity import TimeDistribution
from funnelcraft.io.clean_text import one_line

STAGE_FACTS = (
    *("id", "abbreviation", "kind", "owner", "role", "department"),
    *("definition", "sla_days", "sla_clock"),
)
TRIGGER_FACTS = (
    *("id", "kind", "rate", "entered", "moved", "time"),
    *("automation", "system", "description"),
)
SOURCE_FACTS = ("id", "kind", "segment", "leads_per_month", "cost_per_lead")

_TIME: TypeAdapter[TimeDistribution] = TypeAdapter(TimeDistribution)


def stage_facts(funnel: Funnel, stage: Stage) -> dict[str, str]:
    """Return what is said of a stage."""
    role = next((one for one in funnel.roles if one.id == stage.owner), None)
    found: dict[str, object] = {
        "id": stage.id,
        "abbreviation": stage.abbreviation,
        "kind": stage.kind,
        "owner": role.id if role else "",
        "role": role.name if role else "",
        "department": role.department if role else "",
        "definition": stage.definition,
    }
    if stage.sla is not None:
        found |= {"sla_days": stage.sla.days, "sla_clock": stage.sla.clock}
    return _texts(found)


def trigger_facts(trigger: Trigger) -> dict[str, str]:
    """Return what is said of a trigger."""
    found: dict[str, object] = {"id": trigger.id, "kind": trigger.kind}
    conversion = trigger.conversion
    if conversion is not None:
        found |= {
            "rate": conversion.rate,
            "entered": conversion.entered,
            "moved": conversion.moved,
        }
    if trigger.velocity is not None:
        found["time"] = _TIME.dump_json(trigger.velocity, exclude_none=True).decode()
    found |= {
        "automation": trigger.automation,
        "system": trigger.system,
        "description": trigger.description,
    }
    return _texts(found)


def source_facts(source: Source) -> dict[str, str]:
    """Return what is said of a source."""
    return _texts(
        {
            "id": source.id,
            "kind": "source",
            "segment": source.segment,
            "leads_per_month": source.volume.leads_per_month,
            "cost_per_lead": source.cost_per_lead,
        }
    )


def _texts(facts: Mapping[str, object]) -> dict[str, str]:
    return {
        key: one_line(value) if isinstance(value, str) else repr(value)
        for key, value in facts.items()
        if value not in (None, "")
    }


# Reading back: what can't be understood is left out, since it is nobody's word but a machine's.


def figure(facts: Mapping[str, str], key: str) -> float | None:
    """Return a figure of at least zero; None where there is none that can be read."""
    try:
        value = float(facts.get(key, ""))
    except ValueError:
        return None
    return value if 0.0 <= value < 1e15 else None


def conversion_of(facts: Mapping[str, str]) -> Conversion | None:
    """Return a trigger's conversion."""
    rate = figure(facts, "rate")
    if rate is None or rate > 1.0:
        return None
    entered, moved = _count(facts, "entered"), _count(facts, "moved")
    if entered is None or moved is None or moved > entered:
        return Conversion(rate=rate)
    return Conversion(rate=rate, entered=entered, moved=moved)


def _count(facts: Mapping[str, str], key: str) -> int | None:
    text = facts.get(key, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else None


def time_of(facts: Mapping[str, str]) -> TimeDistribution | None:
    """Return a trigger's time."""
    text = facts.get("time", "")
    if not text or len(text) > 100_000:
        return None
    try:
        return _TIME.validate_json(text)
    except (ValidationError, RecursionError):
        return None


def sla_of(facts: Mapping[str, str]) -> Sla | None:
    """Return a stage's SLA."""
    days = figure(facts, "sla_days")
    if days is None:
        return None
    clock = facts.get("sla_clock", "")
    return Sla(days=days, clock=clock) if clock else Sla(days=days)


def role_of(facts: Mapping[str, str], role_id: str) -> Role:
    """Return the role that owns a stage."""
    department = facts.get("department", "")
    return Role(id=role_id, name=facts.get("role", "") or department, department=department)
