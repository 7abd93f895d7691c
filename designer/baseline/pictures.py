"""The pictures of the baseline, each on its card, with its sentence and its choices."""

from datetime import date, timedelta

from PySide6.QtCore import QObject, Signal

from funnelcraft.designer.charts.aging import Aging
from funnelcraft.designer.charts.card import ChartCard, link
from funnelcraft.designer.charts.columns import Column, Columns
from funnelcraft.designer.charts.curves import Curve
from funnelcraft.designer.charts.flow_map import FlowMap, Node, Stream
from funnelcraft.designer.charts.histogram import Histogram
from funnelcraft.designer.charts.saver import Saver
from funnelcraft.designer.charts.waterfall import Fall, Waterfall
from funnelcraft.designer.look.marks import stage_colour
from funnelcraft.designer.look.tokens import Palette
from funnelcraft.designer.widgets.choice import Choice
from funnelcraft.funnel.aging import aging_sentence
from funnelcraft.funnel.audit.aging import measured_aging
from funnelcraft.funnel.audit.flows import Flows, flows
from funnelcraft.funnel.audit.reading import Reading
from funnelcraft.funnel.audit.sentences import bounds, leaks_sentence, way
from funnelcraft.funnel.audit.undrawn import ways_to_draw
from funnelcraft.funnel.graph import main_path
from funnelcraft.funnel.measured import MeasuredMove, MeasuredStage
from funnelcraft.funnel.model import ENDS
from funnelcraft.funnel.text import (
    _,
    count,
    days,
    listed,
    month,
    month_name,
    ngettext,
    number,
    rate,
)


class Pictures(QObject):
    """Six charts, and the choices of a stage and of a trigger that they share.

    `draw(ways)` when triggers are to draw ways (from, to) that leads took.
    """

    draw = Signal(object)

    def __init__(self, palette: Palette, saver: Saver) -> None:
        super().__init__()
        self._palette = palette
        self._reading: Reading | None = None
        self._found: Flows
        self._starts: tuple[str, ...] = ("",)
        self._stage = ""
        self._trigger = ""
        self._start = ""
        self.start_choice, self.stage_choice = Choice(), Choice()
        self.move_choice, self.same_move = Choice(), Choice()
        self._columns, self._curve = Columns(palette), Curve(palette)
        self._histogram, self._waterfall = Histogram(palette), Waterfall(palette)
        self._map = FlowMap(palette)
        self.waterfall = ChartCard("leaks", _("Where leads are lost"), self._waterfall, saver)
        self.columns = ChartCard("volume", _("Volume by month"), self._columns, saver)
        self.curve = ChartCard("conversion", _("Conversion by age"), self._curve, saver)
        self.histogram = ChartCard("velocity", _("Velocity"), self._histogram, saver)
        self._aging = Aging(palette)
        self.aging = ChartCard("ages", _("How long leads have been there"), self._aging, saver)
        self.flow_map = ChartCard("as-is", _("The funnel as it is"), self._map, saver)
        self.waterfall.add_choice(_("Of leads that come into"), self.start_choice)
        self.draw_all = link(_("Draw what is missing"), self._on_draw)
        self.waterfall.head.insertWidget(1, self.draw_all)
        self._ways: tuple[tuple[str, str], ...] = ()
        self.columns.add_choice(_("Stage"), self.stage_choice)
        self.curve.add_choice(_("Trigger"), self.move_choice)
        self.histogram.add_choice(_("Trigger"), self.same_move)
        self.start_choice.activated.connect(self._on_start)
        self.stage_choice.activated.connect(self._on_stage)
        self.move_choice.activated.connect(self._on_move)
        self.same_move.activated.connect(self._on_move)

    @property
    def cards(self) -> tuple[ChartCard, ...]:
        """All cards."""
        return (
            *(self.waterfall, self.columns, self.curve, self.histogram),
            *(self.aging, self.flow_map),
        )

    def set_colours(self, palette: Palette) -> None:
        """Draw in another palette."""
        self._palette = palette
        for card in self.cards:
            card.chart.set_colours(palette)

    def show_leaks(self, reading: Reading, found: Flows) -> None:
        """Show where leads are lost; the choice stays where it still can."""
        self._reading, self._found = reading, found
        self._offer_starts(reading)
        self._show_leaks()

    def show_reading(self, reading: Reading) -> None:
        """Show the other pictures of a reading; choices stay where they still can."""
        self._reading = reading
        stages = [stage.stage for stage in reading.stages]
        if self._stage not in stages:
            self._stage = stages[0] if stages else ""
        triggers = [move.trigger for move in reading.moves]
        if self._trigger not in triggers:
            self._trigger = _most_telling(reading)
        _offer(self.stage_choice, [reading.name(one) for one in stages], stages, self._stage)
        arrows = [reading.arrow(move) for move in reading.moves]
        for choice in (self.move_choice, self.same_move):
            _offer(choice, arrows, triggers, self._trigger)
        self._show_map(reading)
        self._show_ages(reading)
        self._show_stage()
        self._show_move()

    def _offer_starts(self, reading: Reading) -> None:
        """Offer to follow all leads, or those that come into an open stage."""
        ids = [one.stage for one in reading.stages if reading.kind(one.stage) not in ENDS]
        if self._start not in ids:
            self._start = ""
        self._starts = ("", *ids)
        names = [_("the whole funnel"), *(reading.name(one) for one in ids)]
        _offer(self.start_choice, names, list(self._starts), self._start)

    def _on_draw(self) -> None:
        self.draw.emit(self._ways)

    def _on_start(self, at: int) -> None:
        self._start = self._starts[at]
        self._show_leaks()

    def _on_stage(self, at: int) -> None:
        if self._reading is not None:
            self._stage = self._reading.stages[at].stage
            self._show_stage()

    def _on_move(self, at: int) -> None:
        if self._reading is not None:
            self._trigger = self._reading.moves[at].trigger
            self.move_choice.setCurrentIndex(at)
            self.same_move.setCurrentIndex(at)
            self._show_move()

    def _show_leaks(self) -> None:
        reading = self._reading
        if reading is None:
            return
        found = flows(reading, self._start) if self._start else self._found
        falls = [
            Fall(
                reading.name(one.stage),
                reading.short(one.stage),
                one.nowhere,
                one.ended,
                one.elsewhere,
            )
            for one in found.losses
            if one.visits > 0
        ]
        self._waterfall.show_falls(found.leads, falls, found.won_leads)
        self._ways = ways_to_draw(reading, found)
        self.draw_all.setVisible(bool(self._ways))
        self.draw_all.setAccessibleDescription(
            listed([f"{reading.brief(start)} → {reading.brief(to)}" for start, to in self._ways])
        )
        self.draw_all.setToolTip(self.draw_all.accessibleDescription())
        self.waterfall.say(leaks_sentence(reading, found))

    def _show_map(self, reading: Reading) -> None:
        nodes = [self._node(reading, stage) for stage in _main_path_first(reading)]
        streams = [
            Stream(move.from_stage, move.to_stage, move.moved, move.naive, way(reading, move))
            for move in reading.moves
        ]
        self._map.show_flows(nodes, streams)
        ways = [one.way for one in streams if one.moves]
        text = _("What leads really did: {ways}; {skips}, {back}. Widths follow the moves.")
        rare = len(reading.baseline.rare) if not reading.segment_name else 0
        if rare:
            text += " " + ngettext(
                "{n} way that few took is not drawn.", "{n} ways that few took are not drawn.", rare
            ).format(n=number(rare))
        self.flow_map.say(
            text.format(
                ways=ngettext("{n} way", "{n} ways", len(ways)).format(n=number(len(ways))),
                skips=_skipping(ways.count("skip")),
                back=_leading_back(ways.count("back")),
            )
        )

    def _show_ages(self, reading: Reading) -> None:
        aged = measured_aging(reading)
        self._aging.show_aged(aged, reading.short)
        said = aging_sentence(aged, reading.name)
        if aged and all(one.low is None for one in aged):
            said = _("{said} Import again to see all ages.").format(said=said)
        self.aging.say(said)

    def _node(self, reading: Reading, stage: MeasuredStage) -> Node:
        known = reading.known.get(stage.stage)
        colour = self._palette.neutral
        if known is not None:
            colour = stage_colour(self._palette, reading.funnel, known)
        return Node(
            stage.stage,
            reading.name(stage.stage),
            reading.short(stage.stage),
            reading.kind(stage.stage),
            colour,
            stage.volume,
            stage.open_now,
        )

    def _show_stage(self) -> None:
        reading = self._reading
        stage = reading.by_id.get(self._stage) if reading is not None else None
        if reading is None or stage is None:
            self._columns.show_columns((), "")
            self.columns.say("")
            return
        columns = [
            _column(reading, at, text, value)
            for at, (text, value) in enumerate(
                zip(reading.baseline.months, stage.by_month, strict=True)
            )
        ]
        # After the window only leads met in it are followed: where none comes any more, the
        # months say nothing.
        while columns and columns[-1].is_part and not columns[-1].value:
            columns.pop()
        self._columns.show_columns(columns, reading.name(self._stage))
        whole = [one.value for one in columns if not one.is_part]
        if not whole:
            self.columns.say("")
            return
        text = _("{stage}: {mean} leads a month on average, between {low} and {high}.")
        self.columns.say(
            text.format(
                stage=reading.name(self._stage),
                mean=count(sum(whole) / len(whole)),
                low=number(min(whole)),
                high=number(max(whole)),
            )
        )

    def _show_move(self) -> None:
        reading = self._reading
        moves = reading.moves if reading is not None else ()
        move = next((one for one in moves if one.trigger == self._trigger), None)
        self._curve.show_move(move)
        self._histogram.show_move(move)
        if reading is None or move is None:
            self.curve.say("")
            self.histogram.say("")
            return
        arrow = reading.arrow(move)
        text = _("{arrow}: {share} move in the end; counted naively it would be {naive}.")
        self.curve.say(
            text.format(arrow=arrow, share=bounds(move.conversion), naive=rate(move.naive))
        )
        self.histogram.say(_pace(arrow, move))


def _main_path_first(reading: Reading) -> list[MeasuredStage]:
    """Return the stages with the whole main path on top, so that its steps run straight down."""
    path = {stage: at for at, stage in enumerate(main_path(reading.funnel))}
    return sorted(reading.stages, key=lambda stage: path.get(stage.stage, len(path)))


def _skipping(n: int) -> str:
    if not n:
        return _("none skips a stage")
    return ngettext("{n} skips a stage", "{n} skip stages", n).format(n=number(n))


def _leading_back(n: int) -> str:
    if not n:
        return _("none leads back")
    return ngettext("{n} leads back", "{n} lead back", n).format(n=number(n))


def _pace(arrow: str, move: MeasuredMove) -> str:
    if move.median_days is None:
        return _("{arrow}: nobody moved, so no time is known.").format(arrow=arrow)
    if move.ninth_days is None:
        text = _("{arrow}: half of those who move do so within {half}.")
        return text.format(arrow=arrow, half=days(move.median_days))
    text = _("{arrow}: half of those who move do so within {half}, nine in ten within {ninth}.")
    return text.format(arrow=arrow, half=days(move.median_days), ninth=days(move.ninth_days))


def _most_telling(reading: Reading) -> str:
    """Return the trigger with most moves: its pictures are the surest."""
    best = max(reading.moves, key=lambda move: move.moved, default=None)
    return best.trigger if best is not None else ""


def _offer(choice: Choice, texts: list[str], values: list[str], value: str) -> None:
    choice.clear()
    choice.addItems(texts)
    choice.setEnabled(bool(texts))
    if value in values:
        choice.setCurrentIndex(values.index(value))


def _column(reading: Reading, at: int, text: str, value: int) -> Column:
    try:
        first = date.fromisoformat(f"{text}-01")
    except ValueError:
        return Column(text, "", text, value)
    is_part = not _is_whole(reading, first)
    year = str(first.year) if at == 0 or first.month == 1 else ""
    return Column(month_name(first), year, month(first), value, is_part)


def _is_whole(reading: Reading, first: date) -> bool:
    """Say whether leads of every day of a month are measured: it lies within the window."""
    following = date(first.year + first.month // 12, first.month % 12 + 1, 1)
    try:
        begins = date.fromisoformat(reading.baseline.first)
        ends = date.fromisoformat(min(reading.baseline.last, reading.baseline.seen))
    except ValueError:
        return False
    return begins <= first and ends >= following - timedelta(days=1)
