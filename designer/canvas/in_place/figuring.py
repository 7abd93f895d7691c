"""Editing figures in place: opens the form over a trigger's label or a source's pill."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QPointF

from funnelcraft.designer.canvas.in_place.inline import Entry, InlineForm
from funnelcraft.designer.canvas.words import plain
from funnelcraft.designer.document import Item
from funnelcraft.designer.inspector.writing import amount, duration, optional, share, words
from funnelcraft.funnel.edits import change_source, change_trigger, give_days, give_rate
from funnelcraft.funnel.graph import stages_by_id
from funnelcraft.funnel.model import Funnel, Source, Trigger
from funnelcraft.funnel.names import source_name, trigger_name
from funnelcraft.funnel.text import _
from funnelcraft.funnel.velocity import mean_days

if TYPE_CHECKING:
    from funnelcraft.designer.canvas.view import CanvasView


class Figuring(QObject):
    """The one form in which a trigger or source of a canvas is edited, if there is one."""

    def __init__(self, view: "CanvasView") -> None:
        super().__init__(view)
        self._view = view
        self._form: InlineForm | None = None
        self._item: Item | None = None
        self._key = ""

    def start(self, item: Item, key: str) -> None:
        """Open the form; `key` joins what is typed to the step that made the part."""
        self.commit()
        funnel = self._view.document.funnel
        entries = _entries(funnel, item)
        if not entries or self._centre(item) is None:
            return
        title = _("Rate, time and name") if item.kind == "trigger" else _("Volume and name")
        self._item, self._key = item, key
        self._form = InlineForm(self._view, title, entries)
        self._form.committed.connect(self._on_committed)
        self._form.abandoned.connect(self._close)
        self.place()
        self._form.begin(entries[0].key)

    def place(self) -> None:
        """Lie where the label or pill lies now."""
        centre = self._centre(self._item) if self._item is not None else None
        if self._form is not None and centre is not None:
            self._form.place(self._view, self._view.mapFromScene(centre))

    def follow(self) -> None:
        """Go where the part has gone; give up where it is no more."""
        if self._form is None or self._item is None:
            return
        if self._centre(self._item) is None:
            self._form.abandon()
        else:
            self.place()

    def commit(self) -> None:
        """End; what cannot be read is given up."""
        if self._form is not None and not self._form.commit():
            self._form.abandon()

    def _centre(self, item: Item) -> QPointF | None:
        drawing = self._view.canvas.plan
        if item.kind == "trigger" and item.id in drawing.lines:
            return QPointF(*drawing.lines[item.id].label.box.centre)
        if item.kind == "source" and item.id in drawing.pills:
            return QPointF(*drawing.pills[item.id].box.centre)
        return None

    def _on_committed(self, values: Mapping[str, Any]) -> None:
        item, document = self._item, self._view.document
        self._close()
        if item is None or not values:
            return
        funnel = document.funnel
        name = next(
            (plain(trigger_name(funnel, t)) for t in funnel.triggers if t.id == item.id),
            next((plain(source_name(s)) for s in funnel.sources if s.id == item.id), ""),
        )
        edit = _changed_trigger if item.kind == "trigger" else _changed_source
        document.apply(
            lambda before: edit(before, item.id, values),
            _("Change {what}").format(what=name),
            merge_key=self._key,
        )

    def _close(self) -> None:
        form, self._form = self._form, None
        if form is None:
            return
        had_focus = form.has_focus()
        form.hide()
        form.deleteLater()
        if had_focus:
            self._view.setFocus()


def _entries(funnel: Funnel, item: Item) -> tuple[Entry, ...]:
    if item.kind == "trigger":
        trigger = next((one for one in funnel.triggers if one.id == item.id), None)
        return _trigger_entries(funnel, trigger) if trigger is not None else ()
    source = next((one for one in funnel.sources if one.id == item.id), None)
    return _source_entries(source) if source is not None else ()


def _trigger_entries(funnel: Funnel, trigger: Trigger) -> tuple[Entry, ...]:
    name = Entry("name", _("What happens"), words(), trigger.name, 176)
    if trigger.kind == "sla_breach":
        return (name,)
    rate = trigger.conversion.rate if trigger.conversion else None
    found = [Entry("rate", _("Rate, %"), optional(share()), rate, 64)]
    origin = stages_by_id(funnel).get(trigger.from_stage)
    if origin is None or origin.kind != "gate":
        mean = None if trigger.velocity is None else mean_days(trigger.velocity)
        found.append(Entry("days", _("Days"), optional(duration()), mean, 64))
    return (*found, name)


def _source_entries(source: Source) -> tuple[Entry, ...]:
    leads = source.volume.leads_per_month
    return (
        Entry("leads", _("Leads a month"), amount(), leads, 96),
        Entry("name", _("Name"), words(_("A source needs a name.")), source.name, 160),
    )


def _changed_trigger(funnel: Funnel, trigger_id: str, values: Mapping[str, Any]) -> Funnel:
    after = funnel
    if "rate" in values:
        after = give_rate(after, trigger_id, values["rate"])
    if "days" in values:
        after = give_days(after, trigger_id, values["days"])
    if "name" in values:
        after = change_trigger(after, trigger_id, name=values["name"])
    return after


def _changed_source(funnel: Funnel, source_id: str, values: Mapping[str, Any]) -> Funnel:
    source = next(one for one in funnel.sources if one.id == source_id)
    volume = source.volume
    if "leads" in values:
        volume = volume.replaced(leads_per_month=values["leads"])
    return change_source(funnel, source_id, volume=volume, name=values.get("name", source.name))
