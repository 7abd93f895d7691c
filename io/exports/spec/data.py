"""The specification as JSON, for programs."""

from dataclasses import asdict
from typing import Any

from funnelcraft.funnel.model import Funnel
from funnelcraft.io.exports.formats import Context
from funnelcraft.io.exports.spec.content import TriggerSpec, spec
from funnelcraft.io.json_text import json_text

FORMAT, VERSION = "funnelcraft-specification", 1


def spec_json(funnel: Funnel, context: Context) -> bytes:
    """Return the specification as JSON; rules keep the form they have in documents."""
    found = spec(funnel, context)
    rules = {trigger.id: trigger.rule for trigger in funnel.triggers}
    value = asdict(found) | {
        "day": found.day.isoformat(),
        "triggers": [_trigger(trigger, rules[trigger.id]) for trigger in found.triggers],
    }
    whole = {"format": FORMAT, "format_version": VERSION, **value}
    return json_text(whole).encode()


def _trigger(trigger: TriggerSpec, rule: Any) -> dict[str, Any]:
    logic = trigger.filters.logic if trigger.filters is not None else ""
    value = asdict(trigger)
    del value["filters"]
    plain = rule.model_dump(mode="json", by_alias=True) if rule is not None else None
    return value | {"rule": plain, "logic": logic}
