"""How leads leave a stage: a row for each trigger, and what is left for nowhere."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from funnelcraft.designer.inspector.form import card
from funnelcraft.designer.inspector.times import time_sentence
from funnelcraft.designer.look.tokens import STEP
from funnelcraft.designer.widgets.elided import ElidedButton
from funnelcraft.designer.widgets.labels import label
from funnelcraft.funnel.graph import stages_by_id, triggers_from
from funnelcraft.funnel.model import Funnel, Stage, Trigger
from funnelcraft.funnel.names import stage_name
from funnelcraft.funnel.rates import default_of_gate
from funnelcraft.funnel.text import _, ngettext, number, rate

MOST_ROWS = 30


class WaysOut(QWidget):
    """Lists the triggers that leave a stage. `trigger_wanted(trigger_id)` when one is pressed."""

    trigger_wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._shown: object = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(STEP // 2)
        frame, self._rows = card(2)
        column.addWidget(label(_("A lead leaves when"), "label"))
        column.addWidget(frame)

    def show_stage(self, funnel: Funnel, stage: Stage) -> None:
        """Show how leads leave a stage."""
        stages = stages_by_id(funnel)
        triggers = triggers_from(funnel, stage.id)
        targets = [stages.get(trigger.to_stage) for trigger in triggers]
        names = tuple(stage_name(target) if target else "?" for target in targets)
        shown = (stage, triggers, names)
        if shown == self._shown:
            return
        self._shown = shown
        self._clear()
        if not triggers:
            text = _("No way out yet. Drag from the stage's edge to another.")
            self._rows.addWidget(label(text, "muted", True))
            return
        default = default_of_gate(triggers)
        for trigger, name in list(zip(triggers, names, strict=True))[:MOST_ROWS]:
            self._rows.addWidget(self._row(trigger, name, trigger is default, stage))
        taken = sum(one.conversion.rate for one in triggers if one.conversion)
        self._say(_nowhere(stage, taken), len(triggers) - MOST_ROWS)

    def _say(self, sentence: str, more: int) -> None:
        if more > 0:
            text = ngettext("{n} more way out.", "{n} more ways out.", more).format(n=number(more))
            sentence = f"{text} {sentence}"
        nowhere = label(sentence, "muted", wrap=True)
        nowhere.setContentsMargins(STEP, 0, 0, 0)
        self._rows.addWidget(nowhere)

    def _clear(self) -> None:
        while (item := self._rows.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()  # it may hold the focus: gone from sight now, deleted later
                widget.deleteLater()

    def _row(self, trigger: Trigger, to: str, is_default: bool, stage: Stage) -> QWidget:
        name = trigger.name.strip()
        button = ElidedButton(f"{name}  →  {to}" if name else f"→  {to}")
        button.setProperty("role", "row")
        button.clicked.connect(partial(self.trigger_wanted.emit, trigger.id))
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 4)
        column.setSpacing(0)
        column.addWidget(button)
        below = label(_way_sentence(trigger, is_default, stage), "muted", wrap=True)
        below.setContentsMargins(8, 0, 0, 0)
        column.addWidget(below)
        return whole


def _way_sentence(trigger: Trigger, is_default: bool, stage: Stage) -> str:
    if trigger.kind == "sla_breach":
        return _("when the SLA is breached")
    if is_default and stage.kind == "gate":
        return _("all others")
    share = rate(trigger.conversion.rate) if trigger.conversion else _("no rate yet")
    if stage.kind == "gate":
        return share
    return f"{share} · {time_sentence(trigger.velocity)}"


def _nowhere(stage: Stage, taken: float) -> str:
    if stage.kind == "gate":
        return _("A gate decides at once: its ways out take all leads together.")
    left = 1 - taken
    if left < -1e-6:
        return _("Together {share}: more than there are.").format(share=rate(taken))
    if left < 1e-6:
        return _("Every lead goes on.")
    return _("{share} go nowhere").format(share=rate(left)) + f" · {time_sentence(stage.leak_time)}"
