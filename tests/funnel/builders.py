"""Small funnels for tests, built in one line."""

from typing import Any

from funnelcraft.funnel.model import (
    Conversion,
    DealValue,
    Funnel,
    Role,
    Sla,
    Source,
    Stage,
    Trigger,
    Volume,
)
from funnelcraft.funnel.rules import Condition, Operator, Scalar
from funnelcraft.funnel.velocity import FixedTime


def stage(identity: str, kind: str = "open", **fields: Any) -> Stage:
    defaults: dict[str, Any] = {
        "term": identity.upper(),
        "definition": "A lead is here.",
        "owner": "seller",
    }
    return Stage(id=identity, kind=kind, **(defaults | fields))


def trigger(origin: str, target: str, rate: float | None = 0.5, **fields: Any) -> Trigger:
    conversion = None if rate is None else Conversion(rate=rate)
    defaults: dict[str, Any] = {
        "id": f"{origin}-{target}",
        "conversion": conversion,
        "velocity": FixedTime(mean_days=3.0),
        "description": "The form was sent.",
    }
    return Trigger(from_stage=origin, to_stage=target, **(defaults | fields))


def source(into: str, leads_per_month: float = 300.0, **fields: Any) -> Source:
    defaults: dict[str, Any] = {
        "id": "web",
        "name": "Website",
        "volume": Volume(leads_per_month=leads_per_month),
    }
    return Source(into=into, **(defaults | fields))


def funnel(**fields: Any) -> Funnel:
    """Return a → b → won, with b losing some; nothing to find fault with."""
    defaults: dict[str, Any] = {
        "start": "2027-01-01",
        "roles": (
            Role(id="marketer", name="Marketing", department="marketing"),
            Role(id="seller", name="Sales", department="sales"),
        ),
        "stages": (stage("a"), stage("b"), stage("won", "won"), stage("lost", "lost")),
        "triggers": (
            trigger("a", "b"),
            trigger("b", "won", 0.3),
            trigger("b", "lost", 0.6, kind="disqualify"),
        ),
        "sources": (source("a"),),
        "deal_value": DealValue(mean=1000.0, cv=0.5),
    }
    return Funnel(**(defaults | fields))


def score(op: Operator, value: Scalar | tuple[Scalar, ...]) -> Condition:
    return Condition(field="score", op=op, value=value)


TWO_DAYS = Sla(days=2.0)


def handed_over(sla: Sla | None = TWO_DAYS, back: bool = True) -> Funnel:
    """Return the funnel with stage a marketing's and b sales', which returns some where `back`."""
    base = funnel()
    ways = (trigger("b", "a", 0.05, kind="recycle"),) if back else ()
    return base.replaced(
        stages=(
            base.stages[0].replaced(owner="marketer"),
            base.stages[1].replaced(sla=sla),
            *base.stages[2:],
        ),
        triggers=(*base.triggers, *ways),
    )
