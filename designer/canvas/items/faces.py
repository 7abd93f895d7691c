"""What the cards of a funnel's stages say."""

from collections.abc import Mapping

from funnelcraft.designer.canvas.items.stage_signs import Signatory
from funnelcraft.designer.canvas.items.stage_state import Face
from funnelcraft.designer.canvas.plan import Lane
from funnelcraft.designer.canvas.words import (
    capacity_words,
    departments,
    owner_line,
    plain,
    promise,
)
from funnelcraft.funnel.model import Funnel, Stage
from funnelcraft.funnel.names import stage_name


class Faces:
    """Makes the faces of one funnel's stages."""

    def __init__(self, funnel: Funnel, lanes: Mapping[str, Lane]) -> None:
        self._lanes = lanes
        self._roles = {role.id: role for role in reversed(funnel.roles)}
        self._asked = departments(funnel)

    def of(self, stage: Stage) -> Face:
        """Return what the card of a stage says."""
        agreed = {plain(name).casefold() for name in stage.agreed_by}
        return Face(
            plain(stage_name(stage)),
            plain(stage.abbreviation),
            stage.kind,
            owner_line(self._roles, stage),
            promise(stage),
            self._lanes[stage.id],
            capacity_words(stage),
            tuple(Signatory(name, name.casefold() in agreed) for name in self._asked),
        )
