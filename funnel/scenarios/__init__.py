"""Options within a document: named changes to its funnel, told, applied, and made from edits.

A scenario is never a copy: what it does not name follows the base, whatever becomes of it.
"""

from funnelcraft.funnel.scenarios.applying import Applied, applied
from funnelcraft.funnel.scenarios.differing import differences
from funnelcraft.funnel.scenarios.editing import (
    add_scenario,
    change_scenario,
    recorded,
    remove_scenario,
    scenario_of,
)
from funnelcraft.funnel.scenarios.wording import change_sentence

__all__ = [
    "Applied",
    "add_scenario",
    "applied",
    "change_scenario",
    "change_sentence",
    "differences",
    "recorded",
    "remove_scenario",
    "scenario_of",
]
