"""Edits: pure functions from a funnel to a funnel. The funnel given is never changed.

An id that the funnel does not hold is a `KeyError`: the caller's mistake, not the user's.
"""

from funnelcraft.funnel.edits.arranging import align_stages, distribute_stages
from funnelcraft.funnel.edits.changes import (
    change_source,
    change_sources,
    change_stage,
    change_stages,
    change_trigger,
    change_triggers,
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
from funnelcraft.funnel.edits.moves import move_stages, reorder_stage
from funnelcraft.funnel.edits.opening import set_opening
from funnelcraft.funnel.edits.removal import Removal, remove, what_goes
from funnelcraft.funnel.edits.segments import (
    SegmentRemoval,
    add_segment,
    override_conversion,
    override_velocity,
    remove_segment,
    rename_segment,
    what_segment_holds,
)
from funnelcraft.funnel.edits.trigger_figures import give_days, give_rate

__all__ = [
    "Paste",
    "Removal",
    "SegmentRemoval",
    "add_role",
    "add_segment",
    "add_source",
    "add_stage",
    "add_trigger",
    "align_stages",
    "change_source",
    "change_sources",
    "change_stage",
    "change_stages",
    "change_trigger",
    "change_triggers",
    "copied",
    "distribute_stages",
    "give_days",
    "give_rate",
    "insert_stage",
    "likely_kind",
    "move_stages",
    "override_conversion",
    "override_velocity",
    "pasted",
    "pasted_stages",
    "redirect_trigger",
    "refusal",
    "remove",
    "remove_segment",
    "rename_segment",
    "rename_stage",
    "reorder_stage",
    "set_opening",
    "what_goes",
    "what_segment_holds",
]
