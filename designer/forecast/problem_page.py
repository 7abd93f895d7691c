"""What the forecast tab shows where there is no forecast."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from funnelcraft.designer.forecast.published_card import PublishedCard
from funnelcraft.designer.look.marks import level_icon
from funnelcraft.designer.look.tokens import STEP, Palette
from funnelcraft.designer.widgets.labels import label
from funnelcraft.funnel.audit.published import proposals
from funnelcraft.funnel.findings import Finding
from funnelcraft.funnel.model import Funnel
from funnelcraft.funnel.text import _
from funnelcraft.io.industry import industry_figures


class ProblemPage(QWidget):
    """Says why there is no forecast: which figures are missing, each with a link.

    `go_to(finding)` when one is clicked, `published_wanted(proposals)` when published figures are
    taken for rates that are missing.
    """

    go_to = Signal(object)
    published_wanted = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "plain")
        column = QVBoxLayout(self)
        column.setContentsMargins(STEP * 4, STEP * 4, STEP * 4, STEP * 4)
        column.setSpacing(STEP)
        column.addWidget(label(_("No forecast yet"), "title"))
        column.addWidget(
            label(_("These have to be mended first. Click one to go there."), "muted", wrap=True)
        )
        self._rows = QVBoxLayout()
        self._rows.setSpacing(STEP // 2)
        column.addLayout(self._rows)
        self.published = PublishedCard()
        self.published.taken.connect(self.published_wanted)
        column.addSpacing(STEP)
        column.addWidget(self.published)
        column.addStretch(1)
        self.links: list[QPushButton] = []
        self._findings: tuple[Finding, ...] = ()

    def set_colours(self, palette: Palette) -> None:
        """Draw in another palette."""
        self.show_findings(self._findings, palette)

    def offer(self, funnel: Funnel) -> None:
        """Offer published figures for the rates this funnel lacks."""
        self.published.offer(funnel, proposals(funnel, industry_figures()))

    def show_findings(self, findings: Sequence[Finding], palette: Palette) -> None:
        """Show what is missing."""
        self._findings = tuple(findings)
        while (item := self._rows.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self.links = []
        for finding in findings:
            link = QPushButton(level_icon(palette, finding.level), finding.message)
            link.setProperty("role", "row")
            link.clicked.connect(partial(self.go_to.emit, finding))
            self._rows.addWidget(link)
            self.links.append(link)
