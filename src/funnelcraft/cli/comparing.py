"""The command that plays two designs against each other."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from funnelcraft.cli.arguments import ScenarioOption
from funnelcraft.cli.changing import play_change, show_change
from funnelcraft.cli.contributing import show_contributions, weighed
from funnelcraft.cli.executing import (
    Computing,
    JsonOption,
    progress,
    stopping,
    with_computing,
)
from funnelcraft.cli.forecasting import tell_what_is_left_out, terms
from funnelcraft.cli.mapping import (
    GuessMapOption,
    KeepMapOption,
    MapOption,
    keep_mapping,
    kept_or_guessed,
    with_pairs,
)
from funnelcraft.cli.output import Refused, about, opened, say, write_json, write_table
from funnelcraft.cli.scenarios import with_scenario
from funnelcraft.funnel.mapping import Mapping, guessed_mapping
from funnelcraft.funnel.model import Funnel
from funnelcraft.funnel.text import _, count, day, listed, money, number, percent

if TYPE_CHECKING:
    from funnelcraft.simulation.comparison import Comparison, Contributions, Difference
    from funnelcraft.simulation.comparison.changeover import Changeover
    from funnelcraft.simulation.engine import Executor
    from funnelcraft.simulation.forecast import Figure


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("compare", help=_("Play two designs on the same luck, and say what differs."))(
        compare
    )


@with_computing
def compare(
    a: Annotated[Path, typer.Argument(metavar="A", help=_("The design to begin from."))],
    computing: Computing,
    b: Annotated[
        Path | None,
        typer.Argument(metavar="B", help=_("The design to compare with it."), show_default=False),
    ] = None,
    scenario: ScenarioOption = None,
    pairs: MapOption = None,
    keep_map: KeepMapOption = False,
    guess_map: GuessMapOption = False,
    contributions: Annotated[
        bool, typer.Option("--contributions", help=_("Say what each single change adds."))
    ] = False,
    switch: Annotated[
        str | None,
        typer.Option(
            "--switch", metavar="DATE", help=_("Also play the change from A to B on a day.")
        ),
    ] = None,
    begin_anew: Annotated[
        bool,
        typer.Option(
            "--begin-anew", help=_("With --switch: leads in flight begin anew in their new stages.")
        ),
    ] = False,
    json_out: JsonOption = None,
) -> int:
    """Compare two designs: totals over the horizon, B minus A, as JSON or as a table.

    B is another document, or A as one of its scenarios has it.
    """
    if (b is None) == (scenario is None):
        raise typer.BadParameter(_("Name a second document, or a scenario of the first."))
    if keep_map and b is None:
        raise typer.BadParameter(_("--keep-map needs a second document."))
    on = _date(switch)
    first = opened(a)
    second = opened(b) if b is not None else with_scenario(a, first, scenario)
    found_map = guessed_mapping if guess_map or b is None else kept_or_guessed
    mapping = with_pairs(first, second, found_map(first, second), pairs or [])
    if keep_map:
        keep_mapping(a, first, second, mapping)
    executor = computing.executor()
    shares, change = None, None
    with _about_both((a, first), (b or a, second), computing.days):
        found = _played(first, second, mapping, computing, executor)
        if contributions:
            shares = weighed(first, second, mapping, computing, executor)
        if on is not None:
            change = play_change(first, second, on, mapping, computing, executor, not begin_anew)
    for funnel in (first, second) if first != second else (first,):
        tell_what_is_left_out(funnel)
    if json_out is not None:
        write_json(json_out, _summary(found, shares, change))
        return 0
    _show(found, first, second, shares)
    if change is not None:
        show_change(change, first, second)
    return 0


def _summary(
    found: "Comparison", shares: "Contributions | None", change: "Changeover | None"
) -> dict[str, Any]:
    """Return everything that was found out, as plain values."""
    from funnelcraft.simulation.comparison import comparison_summary
    from funnelcraft.simulation.comparison.changeover import changeover_summary
    from funnelcraft.simulation.comparison.summaries import contributions_summary

    whole: dict[str, Any] = comparison_summary(found)
    if shares is not None:
        whole["contributions"] = contributions_summary(shares)
    if change is not None:
        whole["changeover"] = changeover_summary(change)
    return whole


@contextmanager
def _about_both(a: tuple[Path, Funnel], b: tuple[Path, Funnel], days: int) -> Iterator[None]:
    """Name the file that cannot be simulated; or both, where they cannot be compared."""
    from funnelcraft.simulation.plan import plan
    from funnelcraft.simulation.problems import CannotSimulate

    for file, funnel in (a, b):
        with about(file):
            plan(funnel, days)
    try:
        yield
    except CannotSimulate as refusal:
        files = listed([str(file) for file in dict.fromkeys((a[0], b[0]))])
        raise Refused(f"{files}: {one.message}" for one in refusal.findings) from refusal


def _date(text: str | None) -> date | None:
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        message = _("“{text}” is no date: write it as 2027-03-31.")
        raise typer.BadParameter(message.format(text=text)) from None


def _played(
    a: Funnel, b: Funnel, mapping: Mapping, computing: Computing, executor: "Executor"
) -> "Comparison":
    from funnelcraft.simulation.comparison import ComparisonStopped
    from funnelcraft.simulation.comparison import compare as run

    with stopping() as should_stop, progress(computing.runs) as on_block:
        try:
            return run(a, b, computing.settings(), on_block, should_stop, executor, mapping)
        except ComparisonStopped:
            raise KeyboardInterrupt from None


def _show(found: "Comparison", a: Funnel, b: Funnel, shares: "Contributions | None") -> None:
    from funnelcraft.simulation.comparison.telling import comparison_sentences
    from funnelcraft.simulation.forecast import entries, revenue, wins

    for sentence in comparison_sentences(found, b, shares):
        say(sentence)
    names_a, names = terms(a), terms(b)
    rows = [
        _row(found, _both(found, stage, names_a, names), entries(stage))
        for stage in found.stage_ids()
    ]
    rows = [
        _written(_("All leads"), found.leads(), (None, None), count),
        *rows,
        _row(found, _("Deals won"), wins()),
    ]
    if a.deal_value is not None or b.deal_value is not None:
        rows.append(_row(found, _("Revenue"), revenue(), partial(money, currency=b.currency)))
    columns = (
        *(_("A"), _("B"), _("B − A"), _("80%"), _("95%"), _("more in")),
        *(_("shows from"), _("alone from")),
    )
    write_table((_("entries"), *columns), rows)
    if waiting := _about_waiting(found, names):
        write_table((_("queues and SLAs"), *columns), waiting)
    for name, missing, called in (
        (_("A"), found.only_in_a(), names_a),
        (_("B"), found.only_in_b(), names),
    ):
        if missing:
            stages = ", ".join(called.get(stage, stage) for stage in missing)
            say(_("Only in {design}: {stages}.").format(design=name, stages=stages))
    if shares is not None:
        show_contributions(shares, a, b)


def _both(found: "Comparison", stage: str, names_a: dict[str, str], names_b: dict[str, str]) -> str:
    """Return what a stage is called, in A as well where it is called otherwise there."""
    name = names_b.get(stage, stage)
    merged = [names_a.get(one, one) for one in found.pairs.stages[stage]]
    return name if merged == [name] else f"{' + '.join(merged)} → {name}"


def _about_waiting(found: "Comparison", names: dict[str, str]) -> list[tuple[str, ...]]:
    from funnelcraft.simulation.forecast import queue

    rows = []
    for stage in found.queued_stages():
        name = names.get(stage, stage)
        rows.append(_row(found, _("{stage}: waiting at the end").format(stage=name), queue(stage)))
        title = _("{stage}: days waited").format(stage=name)
        rows.append(_written(title, found.mean_wait(stage), (None, None), _days))
    for stage in found.promised_stages():
        title = _("{stage}: SLA breached").format(stage=names.get(stage, stage))
        rows.append(_written(title, found.breach_share(stage), (None, None), _share))
    return rows


def _days(days: float) -> str:
    return number(days, 1 if abs(days) >= 1 else 2)


def _share(share: float) -> str:
    return percent(share, 1)


def _row(
    found: "Comparison", name: str, figure: "Figure", write: Callable[[float], str] = count
) -> tuple[str, ...]:
    seen = found.visibility(figure)
    return _written(name, found.difference(figure), (seen.paired_80, seen.alone_80), write)


def _written(
    name: str,
    difference: "Difference",
    since: Sequence[date | None],
    write: Callable[[float], str],
) -> tuple[str, ...]:
    total = difference.total
    return (
        name,
        write(difference.a.mean),
        write(difference.b.mean),
        write(total.mean),
        _("{low} to {high}").format(low=write(total.p10), high=write(total.p90)),
        _("{low} to {high}").format(low=write(total.p2_5), high=write(total.p97_5)),
        percent(difference.more),
        *("–" if one is None else day(one) for one in since),
    )
