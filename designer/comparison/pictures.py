"""What the charts of the comparison show: the difference over time, and designs on one scale."""

from collections.abc import Callable, Sequence
from functools import partial

from funnelcraft.designer.charts.fans import Mark, Series, Shown, Stroke
from funnelcraft.designer.comparison.controls import teller
from funnelcraft.designer.comparison.events import Answer
from funnelcraft.designer.comparison.figures import signed
from funnelcraft.designer.forecast.events import Question
from funnelcraft.funnel.text import _, month_day
from funnelcraft.simulation.comparison.telling import Topic
from funnelcraft.simulation.forecast import Bands

# How designs are told apart: by stroke as well as by colour.
LOOKS: tuple[tuple[Stroke, str], ...] = (("dash", "muted"), ("line", "accent"), ("dots", "ink"))


def difference_fan(answer: Answer, topic: Topic) -> Shown:
    """Return the fan of the paired difference, with the week from which on it shows."""
    marks: tuple[Mark, ...] = ()
    if answer.since is not None:
        text = _("visible from {date}").format(date=month_day(answer.since))
        marks = (Mark(answer.since, text),)
    return shown(
        answer.question,
        (Series(_("B − A"), answer.bands.difference, "line", "accent"),),
        partial(signed, topic.write),
        teller(topic),
        around_zero=True,
        marks=marks,
    )


def both_fans(answer: Answer, topic: Topic, names: tuple[str, str]) -> Shown:
    """Return the fans of both designs on one scale."""
    return design_fans(answer.question, names, (answer.bands.a, answer.bands.b), topic)


def design_fans(
    question: Question, names: Sequence[str], bands: Sequence[Bands], topic: Topic
) -> Shown:
    """Return the fans of up to three designs on one scale."""
    series = tuple(
        Series(name, one, *look) for name, one, look in zip(names, bands, LOOKS, strict=False)
    )
    return shown(question, series, topic.write, topic.write)


def shown(
    question: Question,
    series: tuple[Series, ...],
    write: Callable[[float], str],
    tell: Callable[[float], str],
    around_zero: bool = False,
    marks: tuple[Mark, ...] = (),
) -> Shown:
    """Return fans as a question asks for them."""
    return Shown(
        series,
        question.period,
        question.cumulative,
        question.figure.is_level,
        write,
        tell,
        around_zero,
        marks,
    )
