"""What stands in the place of a comparison: an invitation, or why there is none."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from funnelcraft.designer.baseline.parts import emptied
from funnelcraft.designer.comparison.events import Refused
from funnelcraft.designer.comparison.sides import Found
from funnelcraft.designer.look.marks import level_icon
from funnelcraft.designer.look.tokens import STEP, Palette
from funnelcraft.designer.widgets.flow import FlowLayout
from funnelcraft.designer.widgets.labels import breakable_words, label
from funnelcraft.funnel.findings import Finding
from funnelcraft.funnel.text import _

MARGIN = STEP * 4


class EmptyPage(QWidget):
    """Says what a comparison is, and offers what one can begin with.

    Signals: `scenario_wanted()`, `file_wanted()`.
    """

    scenario_wanted = Signal()
    file_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "plain")
        self.scenario = QPushButton(_("New scenario from the current design"))
        self.scenario.setProperty("role", "primary")
        self.file = QPushButton(_("Choose a file …"))
        self.scenario.clicked.connect(self.scenario_wanted)
        self.file.clicked.connect(self.file_wanted)
        column = QVBoxLayout(self)
        column.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        column.setSpacing(STEP + 4)
        column.addWidget(label(_("Nothing to compare with yet"), "title"))
        for text in (
            _(
                "A comparison plays two designs on the same luck: the same leads come to both, so "
                "that what is left between them is what was changed. It says how many more deals "
                "the one brings, how sure that is, and in which week the difference shows."
            ),
            _(
                "A scenario is a named set of changes to this design, such as two more reps. "
                "Another file may be last year's funnel, or a colleague's proposal; it is only "
                "read. A file can be dropped here too."
            ),
        ):
            said = label(text, "muted", wrap=True)
            said.setMaximumWidth(640)
            column.addWidget(said)
        buttons = QWidget()
        flow = FlowLayout(buttons, STEP)
        flow.addWidget(self.scenario)
        flow.addWidget(self.file)
        column.addWidget(buttons)
        column.addStretch(1)


class TroublePage(QWidget):
    """Says why two designs are not compared.

    Signals: `go_to(side, finding)` where one is clicked, `again_wanted()` to try once more.
    """

    go_to = Signal(str, object)
    again_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "plain")
        self.title = label("", "title", wrap=True)
        self.why = label("", "muted", wrap=True)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(STEP // 2)
        self.links: list[QPushButton] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        column.setSpacing(STEP)
        column.addWidget(self.title)
        column.addWidget(self.why)
        column.addLayout(self._rows)
        self.again = QPushButton(_("Read it again"))
        self.again.clicked.connect(self.again_wanted)
        column.addWidget(self.again, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)

    def show_problem(self, title: str, why: str, is_file: bool = False) -> None:
        """Say in a sentence why there is no comparison; a file can be read once more."""
        self._show(title, why)
        self.again.setVisible(is_file)

    def show_missing(self, found: Found) -> None:
        """Say why a side has no funnel, or that it is still being read."""
        if found.problem:
            title = _("“{name}” cannot be compared").format(name=found.name)
            self.show_problem(title, found.problem, is_file=not found.is_own)
        else:
            self.show_problem(_("One moment …"), _("The file is being read."))

    def show_refused(self, refused: Refused, found: Found, palette: Palette) -> None:
        """Say what keeps a design, or both together, from being simulated."""
        if refused.side:
            title = _("“{name}” cannot be compared yet").format(name=found.name)
            self.show_findings(title, refused.side, refused.findings, palette, found.is_own)
        else:
            why = " ".join(finding.message for finding in refused.findings)
            self.show_problem(_("These two cannot be compared"), why)

    def show_findings(
        self,
        title: str,
        side: str,
        findings: Sequence[Finding],
        palette: Palette,
        can_go: bool,
    ) -> None:
        """Show what a design lacks; `can_go`: each place can be shown in this window."""
        if can_go:
            why = _("These have to be mended first. Click one to go there.")
        else:
            why = _("These have to be mended in that file first.")
        self._show(title, why)
        self.again.setVisible(not can_go)
        for finding in findings:
            text = breakable_words(finding.message)
            if not can_go:
                self._rows.addWidget(label(text, wrap=True))
                continue
            link = QPushButton(level_icon(palette, finding.level), finding.message)
            link.setProperty("role", "row")
            link.clicked.connect(partial(self._on_clicked, side, finding))
            self._rows.addWidget(link, 0, Qt.AlignmentFlag.AlignLeft)
            self.links.append(link)

    def _on_clicked(self, side: str, finding: Finding, _checked: bool = False) -> None:
        self.go_to.emit(side, finding)

    def _show(self, title: str, why: str) -> None:
        self.title.setText(breakable_words(title))
        self.why.setText(breakable_words(why))
        self.links = []
        emptied(self._rows)
