"""The change from one design to another on some day: leads in flight go on in the new one."""

from funnelcraft.simulation.comparison.changeover.changeover import (
    Changeover,
    Cost,
    Moved,
    Side,
    Span,
)
from funnelcraft.simulation.comparison.changeover.expected import expected_changeover
from funnelcraft.simulation.comparison.changeover.playing import changeover
from funnelcraft.simulation.comparison.changeover.wording import (
    changeover_sentences,
    changeover_summary,
)

__all__ = [
    "Changeover",
    "Cost",
    "Moved",
    "Side",
    "Span",
    "changeover",
    "changeover_sentences",
    "changeover_summary",
    "expected_changeover",
]
