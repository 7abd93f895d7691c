"""Edits: pure functions from a funnel to a funnel. The funnel given is never changed.

An id that the funnel does not hold is a `KeyError`: the caller's mistake, not the user's.
"""

from funnelcraft.funnel.edits.arranging import align_stages, distribute_stages
from funnelcraft.funnel.edits.changes import (
    change_source,
    change_stage,
    change_trigger,
    rename_stage,
)
from funnelcraft.funnel.edits.connections import insert_stage, redirect_trigger, refusal
from funnelcraft.funnel.edits.copying import Paste, copied, pasted, pasted_stages
from funnelcraft.funnel.edits.creation import (
    add_role,
    add_source,
    add_stage,
    add_trigger,
    likely_kind,
)
from funnelcraft.funnel.edits.figures import give_days, give_rate
from funnelcraft.funnel.edits.moves import move_stages, reorder_stage
from funnelcraft.funnel.edits.removal import Removal, remove, what_goes

__all__ = [
    "Paste",
    "Removal",
    "add_role",
    "add_source",
    "add_stage",
    "add_trigger",
    "align_stages",
    "change_source",
    "change_stage",
    "change_trigger",
    "copied",
    "distribute_stages",
    "give_days",
    "give_rate",
    "insert_stage",
    "likely_kind",
    "move_stages",
    "pasted",
    "pasted_stages",
    "redirect_trigger",
    "refusal",
    "remove",
    "rename_stage",
    "reorder_stage",
    "what_goes",
]
