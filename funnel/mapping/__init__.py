"""Which stages of one funnel stand for which of another: guessed, edited, checked, applied.

Two files that describe one business rarely call everything alike. A mapping says what is the same,
so that figures can be compared and leads in flight can be moved.
"""

from funnelcraft.funnel.mapping.aligning import aligned
from funnelcraft.funnel.mapping.guessing import Guess, guessed_mapping, guesses
from funnelcraft.funnel.mapping.keeping import (
    Restored,
    restored,
    with_kept,
    without_kept,
)
from funnelcraft.funnel.mapping.mapping import (
    Mapping,
    mapping_by_id,
    mapping_problems,
    with_pair,
)
from funnelcraft.funnel.mapping.moving import moved_opening, moved_segments
from funnelcraft.funnel.mapping.pairing import Pairs, pairs_of

__all__ = [
    "Guess",
    "Mapping",
    "Pairs",
    "Restored",
    "aligned",
    "guessed_mapping",
    "guesses",
    "mapping_by_id",
    "mapping_problems",
    "moved_opening",
    "moved_segments",
    "pairs_of",
    "restored",
    "with_kept",
    "with_pair",
    "without_kept",
]
