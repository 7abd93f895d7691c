"""Which stages of two sides are the same, by hand: kept in the document where it can be."""

from funnelcraft.designer.comparison.sides import Found, Side, inverse
from funnelcraft.designer.document import Document
from funnelcraft.funnel.mapping import Mapping, Restored, restored, with_kept, without_kept
from funnelcraft.funnel.text import _


class Matching:
    """Finds and keeps the mappings of one's own design and other files.

    Between two files, and in a document that may only be viewed, they last as long as the window.
    """

    def __init__(self, document: Document) -> None:
        self._document = document
        self._passing: dict[tuple[Side, Side], Mapping] = {}

    def between(self, a: Found, b: Found) -> Restored | None:
        """Return the mapping that was made by hand; None: nobody made one."""
        passing = self._passing.get((a.side, b.side))
        if passing is not None:
            return Restored(passing)
        if a.is_own == b.is_own or a.funnel is None or b.funnel is None:
            return None
        return restored(a.funnel, b.funnel, own_is_b=b.is_own)

    def keep(self, a: Found, b: Found, mapping: Mapping | None) -> None:
        """Take this for what is the same in both; None: forget what was said."""
        if a.is_own == b.is_own or self._document.is_view_only:
            if mapping is None:
                self._passing.pop((a.side, b.side), None)
            else:
                self._passing[a.side, b.side] = mapping
            return
        own, other = (b.funnel, a.funnel) if b.is_own else (a.funnel, b.funnel)
        if own is None or other is None:
            return
        if mapping is None:
            self._document.apply_to_base(
                lambda base: without_kept(base, other), _("Guess which stages are the same")
            )
        else:
            self._document.apply_to_base(
                lambda base: with_kept(base, own, other, mapping, own_is_b=b.is_own),
                _("Say which stages are the same"),
            )

    def turn(self, a: Side, b: Side) -> None:
        """Take what was said of A and B for B and A too, where it is not in the document."""
        mapping = self._passing.get((a, b))
        if mapping is not None:
            self._passing[b, a] = inverse(mapping)

    def forget(self) -> None:
        """Forget what is not in the document."""
        self._passing.clear()
