"""The reference model of the simulation contract (`act-on-8`) and small funnels for tests."""

from typing import Any

from funnelcraft.funnel.model import DAYS_PER_MONTH, Funnel

LEADS_A_DAY = 100.0

# from, to, rate, mean days, cv of a lognormal time
ACT_ON_8 = (
    ("known", "responded", 0.35, 12.0, 1.0),
    ("responded", "mql", 0.30, 20.0, 1.0),
    ("mql", "sal", 0.62, 3.0, 0.8),
    ("mql", "nurture", 0.25, 5.0, 1.0),
    ("sal", "sql", 0.55, 10.0, 0.8),
    ("sal", "nurture", 0.30, 14.0, 1.0),
    ("sql", "opportunity", 0.60, 15.0, 0.8),
    ("sql", "nurture", 0.20, 20.0, 1.0),
    ("opportunity", "won", 0.24, 45.0, 0.7),
    ("opportunity", "lost", 0.60, 40.0, 0.8),
    ("opportunity", "nurture", 0.16, 60.0, 0.8),
    ("nurture", "responded", 0.12, 60.0, 1.0),
)
EXPECTED = {"responded": 12_531.0, "mql": 3_545.0, "won": 135.7}


def act_on_8(leads_a_day: float = LEADS_A_DAY, **changes: Any) -> Funnel:
    """Return the reference funnel; `changes` replace top-level keys of the document."""
    ids = ("known", "responded", "mql", "sal", "sql", "opportunity", "nurture", "won", "lost")
    return funnel(
        stages=ids,
        triggers=[
            (start, end, rate, {"kind": "lognormal", "mean_days": mean, "cv": cv})
            for start, end, rate, mean, cv in ACT_ON_8
        ],
        leads_a_day={"known": leads_a_day},
        **changes,
    )


def funnel(
    stages: Any, triggers: Any, leads_a_day: dict[str, float] | None = None, **changes: Any
) -> Funnel:
    """Return a funnel written briefly.

    `stages`: ids, or dicts with an id; stages called won, lost or gate are of that kind.
    `triggers`: (from, to, rate, time) with more fields as a dict in fifth place.
    """
    plain: dict[str, Any] = {
        "start": "2027-01-01",
        "stages": [_stage(stage) for stage in stages],
        "triggers": [_trigger(*trigger) for trigger in triggers],
        "sources": [
            {
                "id": f"into-{stage}",
                "name": f"Into {stage}",
                "into": stage,
                "volume": {"leads_per_month": leads * DAYS_PER_MONTH},
            }
            for stage, leads in (leads_a_day or {}).items()
        ],
    }
    return Funnel.model_validate(plain | changes, by_alias=True, by_name=False)


def _stage(stage: str | dict[str, Any]) -> dict[str, Any]:
    given = {"id": stage} if isinstance(stage, str) else stage
    kind = next((k for k in ("won", "lost", "gate") if given["id"].startswith(k)), "open")
    return {"term": given["id"].title(), "kind": kind, **given}


def _trigger(
    start: str, end: str, rate: float | None, time: Any, more: dict[str, Any] | None = None
) -> dict[str, Any]:
    return {
        "id": f"{start}-{end}",
        "from": start,
        "to": end,
        "conversion": None if rate is None else {"rate": rate},
        "velocity": time,
        **(more or {}),
    }
