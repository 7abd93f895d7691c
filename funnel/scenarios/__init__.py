"""Options within a document: named changes to its funnel, told, applied, and made from edits.

A scenario is never a copy: what it does not name follows the base, whatever becomes of it.
"""

from funnelcraft.funnel.scenarios.applying import Applied, applied
from funnelcraft.funnel.scenarios.differing import differences
from funnelcraft.funnel.scenarios.editing import (
    add_scenario,
    adopted,
    change_scenario,
    copy_scenario,
    drop_changes,
    remove_scenario,
    scenario_of,
    switch_changes,
)
from funnelcraft.funnel.scenarios.recording import in_effect, key_of, recorded, settled
from funnelcraft.funnel.scenarios.telling import (
    Account,
    Kind,
    Told,
    account_of,
    marks_of,
    number_sentence,
)
from funnelcraft.funnel.scenarios.wording import change_sentence

__all__ = [
    "Account",
    "Applied",
    "Kind",
    "Told",
    "account_of",
    "add_scenario",
    "adopted",
    "applied",
    "change_scenario",
    "change_sentence",
    "copy_scenario",
    "differences",
    "drop_changes",
    "in_effect",
    "key_of",
    "marks_of",
    "number_sentence",
    "recorded",
    "remove_scenario",
    "scenario_of",
    "settled",
    "switch_changes",
]
