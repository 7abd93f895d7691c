"""A part of the specification as it is read: made anew when another is chosen."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from funnelcraft.designer.baseline.parts import Card, said
from funnelcraft.designer.charts.card import link
from funnelcraft.designer.look.tokens import STEP
from funnelcraft.designer.specification import grids
from funnelcraft.designer.specification.written import OpenPoints, Part, Written, place_of
from funnelcraft.designer.widgets.labels import breakable_words, label
from funnelcraft.designer.widgets.page import SteadyScroll, page_column
from funnelcraft.funnel.findings import Place
from funnelcraft.funnel.text import _, number
from funnelcraft.io.exports.spec.content import Duty, Spec, StageSpec, TriggerSpec
from funnelcraft.io.exports.spec.tables import (
    duty_headings,
    duty_rows,
    filter_headings,
    filter_rows,
    logic_words,
    overview_rows,
    stage_rows,
    test_headings,
    trigger_rows,
)
from funnelcraft.io.exports.test_plan.files import lead_name

MOST = 24  # rows of a table on a page: the rest is elsewhere


class PartPage(SteadyScroll):
    """Shows a part.

    Signals: `edit_wanted(Place)` in the inspector, `jump(Place)` to the canvas, `part_wanted(id)`
    for another part, `tests_wanted(trigger id)` for the plan of its tests, `try_wanted(stage id)`.
    """

    edit_wanted = Signal(object)
    jump = Signal(object)
    part_wanted = Signal(str)
    tests_wanted = Signal(str)
    try_wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName(_("The chosen part of the specification"))
        self.links: list[QPushButton] = []
        self._shown: Part | None = None

    def show_part(self, part: Part, written: Written) -> None:
        """Show a part; where it says what is shown already, nothing moves."""
        if self._is_shown(part):
            self._shown = part
            return
        self.links = []
        kind = _kind_words(part)
        body, column = page_column(*([label(kind, "muted")] if kind else []), *self._head(part))
        for made in self._content(part, written):
            column.addWidget(made)
        column.addStretch(1)
        is_same = self._shown is not None and self._shown.id == part.id
        place = self.verticalScrollBar().value() if is_same else 0
        self._shown = part
        old = self.takeWidget()
        if old is not None:
            old.deleteLater()
        self.setWidget(body)
        body.show()
        self.verticalScrollBar().setValue(place)

    def _is_shown(self, part: Part) -> bool:
        before = self._shown
        return before is not None and before.id == part.id and before.about == part.about

    def _head(self, part: Part) -> Sequence[QWidget]:
        """Return the title, and what can be done with the part."""
        title = label(breakable_words(_title(part)), "title", wrap=True)
        if place_of(part) is None:
            return [title]
        row = QWidget()
        buttons = QHBoxLayout(row)
        buttons.setContentsMargins(0, STEP // 2, 0, 0)
        buttons.setSpacing(STEP)
        for text, act in (
            (_("Edit"), self._on_edit),
            (_("On the canvas"), self._on_jump),
        ):
            button = QPushButton(text)
            button.setAccessibleName(_("{deed}: {part}").format(deed=text, part=part.name))
            button.clicked.connect(act)
            buttons.addWidget(button)
            self.links.append(button)
        buttons.addStretch(1)
        return [title, row]

    def _content(self, part: Part, written: Written) -> Sequence[QWidget]:
        match part.about:
            case Spec():
                return self._overview(part.about)
            case StageSpec():
                return self._stage(part.about, written)
            case TriggerSpec():
                return self._trigger(part.about, written)
            case Duty():
                return self._duty(part.about)
            case OpenPoints():
                return self._open(part.about)

    # Parts

    def _overview(self, found: Spec) -> Sequence[QWidget]:
        whole = Card(_("The document"))
        whole.say("")
        whole.column.addWidget(grids.facts(overview_rows(found)))
        cards = [whole]
        if found.duties:
            duties = Card(_("Who does what"))
            duties.say("")
            rows = duty_rows(found)
            duties.column.addWidget(grids.table(duty_headings(), rows[:MOST], (2, 2, 4, 4)))
            if len(rows) > MOST:
                duties.column.addWidget(said(_more(len(rows) - MOST), "muted"))
            cards.append(duties)
        return cards

    def _stage(self, stage: StageSpec, written: Written) -> Sequence[QWidget]:
        definition = Card(_("Definition"))
        definition.say("")
        if stage.definition.strip():
            definition.column.addWidget(said(stage.definition))
        else:
            place = Place("stage", stage.id, "definition")
            self._gap(definition, _("No definition yet."), _("Write it"), place)
        for name, texts in (
            (_("A lead enters when"), stage.entry),
            (_("A lead leaves when"), stage.exit),
        ):
            if texts:
                definition.column.addWidget(label(name, "strong"))
                definition.column.addWidget(said("\n".join(f"•  {text}" for text in texts)))
        known = Card(_("Owner, promise and figures"))
        known.say("")
        known.column.addWidget(grids.facts(stage_rows(stage)))
        cards = [definition, known]
        if stage.ways_out:
            cards.append(self._ways(stage, written))
        return cards

    def _ways(self, stage: StageSpec, written: Written) -> Card:
        card = Card(_("Ways out"))
        card.say("")
        for at in stage.ways_out[:MOST]:
            trigger = written.spec.triggers[at - 1]
            text = f"{trigger.way}: {trigger.name}" if trigger.name != trigger.way else trigger.way
            act = partial(self.part_wanted.emit, f"trigger:{trigger.id}")
            self._row(card, text, _("Read"), act)
        if len(stage.ways_out) > MOST:
            card.column.addWidget(said(_more(len(stage.ways_out) - MOST), "muted"))
        if any(written.spec.triggers[at - 1].filters is not None for at in stage.ways_out):
            self._link(card, _("Try a lead here …"), partial(self.try_wanted.emit, stage.id))
        return card

    def _trigger(self, trigger: TriggerSpec, written: Written) -> Sequence[QWidget]:
        rule = Card(_("When a lead goes this way"))
        rule.say("")
        self._rule(rule, trigger, written)
        known = Card(_("How it moves, and how often"))
        known.say("")
        if trigger.description.strip():
            known.column.addWidget(said(trigger.description))
        known.column.addWidget(grids.facts(trigger_rows(trigger)))
        cards = [rule, known]
        if trigger.tests:
            cards.append(self._tests(trigger))
        return cards

    def _rule(self, card: Card, trigger: TriggerSpec, written: Written) -> None:
        place = Place("trigger", trigger.id, "rule")
        gap = next((one for one in written.gaps if one.trigger == trigger.id), None)
        if trigger.filters is None and gap is not None:
            self._gap(card, trigger.sentence, _("Write the rule"), place)
            return
        card.column.addWidget(said(trigger.sentence))
        rows = filter_rows(trigger)
        if rows:
            card.column.addWidget(grids.table(filter_headings(), rows[:MOST], (0, 3, 3, 4)))
        if len(rows) > MOST:
            card.column.addWidget(said(_more(len(rows) - MOST), "muted"))
        if logic := logic_words(trigger):
            card.column.addWidget(said(logic, "muted"))
        if gap is not None:
            self._gap(card, gap.sentence, _("Finish the rule"), place)

    def _tests(self, trigger: TriggerSpec) -> Card:
        card = Card(_("Leads that test it"))
        card.say(_("Each pair differs in one thing alone: one must go this way, the other not."))
        rows = [
            (lead_name(test.number), test.about, test.lead, test.expected)
            for test in trigger.tests[:MOST]
        ]
        card.column.addWidget(grids.table(test_headings(), rows, (0, 4, 4, 3)))
        if len(trigger.tests) > MOST:
            card.column.addWidget(said(_more(len(trigger.tests) - MOST), "muted"))
        act = partial(self.tests_wanted.emit, trigger.id)
        self._link(card, _("Show these in the test plan"), act)
        return card

    def _duty(self, duty: Duty) -> Sequence[QWidget]:
        cards = []
        for title, texts, none in (
            (_("Answers for"), duty.stages, _("No stage: nobody named this role as an owner.")),
            (_("Decides by hand"), duty.decides, _("No trigger: what leaves here is automatic.")),
        ):
            card = Card(title)
            card.say("")
            said_text = "\n".join(f"•  {text}" for text in texts[:MOST])
            card.column.addWidget(said(said_text) if texts else said(none, "muted"))
            if len(texts) > MOST:
                card.column.addWidget(said(_more(len(texts) - MOST), "muted"))
            cards.append(card)
        return cards

    def _open(self, points: OpenPoints) -> Sequence[QWidget]:
        card = Card(_("Still to be settled"))
        if not points.found:
            card.say(_("Nothing is open: the checks find no fault."))
        else:
            card.say(_("What the checks find; each with a link to its place."))
        for finding in points.found[:MOST]:
            level = {"error": _("Error"), "warning": _("Warning"), "hint": _("Hint")}
            text = f"{level[finding.level]}: {finding.message}"
            self._row(card, text, _("Go there"), partial(self.jump.emit, finding.place))
        if len(points.found) > MOST:
            card.column.addWidget(said(_more(len(points.found) - MOST), "muted"))
        cards = [card]
        if points.accepted:
            accepted = Card(_("Known and accepted"))
            accepted.say("")
            texts = points.accepted[:MOST]
            accepted.column.addWidget(said("\n".join(f"•  {text}" for text in texts), "muted"))
            cards.append(accepted)
        return cards

    def _on_edit(self) -> None:
        if self._shown is not None:
            self.edit_wanted.emit(place_of(self._shown))

    def _on_jump(self) -> None:
        if self._shown is not None:
            self.jump.emit(place_of(self._shown))

    # Rows

    def _link(self, card: Card, text: str, act: Callable[[], None]) -> None:
        button = link(text, act)
        self.links.append(button)
        card.column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)

    def _row(self, card: Card, text: str, deed: str, act: Callable[[], None]) -> None:
        """Say something, with a link beside it."""
        row = QHBoxLayout()
        row.setSpacing(STEP)
        row.addWidget(said(text), 1)
        button = link(deed, act, _("{deed}: {part}").format(deed=deed, part=text))
        self.links.append(button)
        row.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        card.column.addLayout(row)

    def _gap(self, card: Card, sentence: str, deed: str, place: Place) -> None:
        """Say what is missing, and link to where it is entered."""
        row = QVBoxLayout()
        row.setSpacing(STEP // 2)
        row.addWidget(said(sentence, "muted"))
        button = link(deed, partial(self.edit_wanted.emit, place), deed)
        self.links.append(button)
        row.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        card.column.addLayout(row)


def _title(part: Part) -> str:
    match part.about:
        case Spec():
            return part.about.title
        case StageSpec() if part.about.abbreviation not in ("", part.about.term):
            return f"{part.about.term} ({part.about.abbreviation})"
        case _:
            return part.name


def _kind_words(part: Part) -> str:
    match part.about:
        case Spec():
            return _("Specification, version {version}").format(version=part.about.version)
        case StageSpec():
            return _("Stage {n}").format(n=number(part.about.number))
        case TriggerSpec():
            return _("Trigger {n}").format(n=number(part.about.number))
        case Duty():
            return _("Role") if part.about.department else ""
        case _:
            return ""


def _more(count: int) -> str:
    return _("… and {n} more, which every exported document holds.").format(n=number(count))
