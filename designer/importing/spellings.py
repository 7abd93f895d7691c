"""A link that joins names of an export which differ in their spelling alone."""

from collections.abc import Sequence

from PySide6.QtWidgets import QPushButton

from funnelcraft.designer.importing.preview import plain
from funnelcraft.designer.widgets.plain_tips import plain_tip
from funnelcraft.funnel.text import _, listed, number, quoted

MOST_NAMED = 4  # spellings of one name
MOST_LISTED = 20  # names in the tip
LONGEST = 40  # characters of a name


class Spellings(QPushButton):
    """Shown where names are spelt alike; `many` says it where several names are, with `{n}`."""

    def __init__(self, many: str) -> None:
        super().__init__()
        self.setProperty("role", "link")
        self._many = many
        self.hide()

    def show_groups(self, groups: Sequence[Sequence[str]]) -> None:
        """Offer to join the names of each group."""
        spelt = [_written(names) for names in groups]
        if len(spelt) == 1:
            text = _("{names} are spelt alike: join them").format(names=spelt[0])
        else:
            text = self._many.format(n=number(len(spelt)))
        self.setText(text.replace("&", "&&"))
        self.setToolTip(plain_tip("\n".join(spelt[:MOST_LISTED])))
        self.setVisible(bool(spelt))


def _written(names: Sequence[str]) -> str:
    said = [quoted(plain(name, LONGEST)) for name in names[:MOST_NAMED]]
    return listed([*said, "…"] if len(names) > MOST_NAMED else said)
