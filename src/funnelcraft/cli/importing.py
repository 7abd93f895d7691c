"""How commands read exports: recognised by themselves, or by the columns that were named."""

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from funnelcraft.cli.executing import stopping
from funnelcraft.cli.output import Refused, tell
from funnelcraft.funnel.text import _, listed, number, quoted

if TYPE_CHECKING:
    from funnelcraft.io.imports import Log, Mapping, OnProgress, Progress, Proposal, ShouldStop
    from funnelcraft.io.imports.choosing import Choice

MOST_NAMED = 20  # spellings of one name


@dataclass(frozen=True)
class Named:
    """What the command line says of the exports; None for what is to be recognised."""

    lead: str | None = None
    stage: str | None = None
    time: str | None = None
    won_time: str | None = None
    segment: str | None = None
    value: str | None = None
    date_order: str | None = None
    decimal: str | None = None

    def choice(self) -> "Choice":
        """Return it as the reader of exports takes it. Raises BadParameter."""
        from funnelcraft.io.imports import DateOrder, Decimal, Role
        from funnelcraft.io.imports.choosing import Choice

        columns = {
            Role.LEAD: self.lead,
            Role.STAGE: self.stage,
            Role.TIME: self.time,
            Role.SEGMENT: self.segment,
            Role.VALUE: self.value,
        }
        try:
            return Choice(
                {role: name for role, name in columns.items() if name is not None},
                won=self.won_time,
                date_order=DateOrder(self.date_order) if self.date_order else None,
                decimal=Decimal(self.decimal) if self.decimal else None,
            )
        except ValueError as error:
            raise typer.BadParameter(
                _("--date-order is day-first or month-first, --decimal is . or ,")
            ) from error


def read_exports(
    events: Sequence[Path],
    won: Path | None,
    named: Named,
    left_out: Path | None = None,
    *,
    join_alike: bool = False,
) -> "Log":
    """Read exports in a process of its own, telling what they were taken for.

    `left_out` is a file for the rows left out and repaired, `join_alike` takes names that are spelt
    alike for one. Raises FileProblem, Refused, and
    KeyboardInterrupt when it was stopped.
    """
    from funnelcraft.io.imports import Stopped, read_in_child, write_left_out_in_child
    from funnelcraft.io.imports.spellings import with_all_joined

    choice = named.choice()
    if won is not None and len(events) != 1:
        raise typer.BadParameter(_("--won goes with one table of leads."))
    try:
        with stopping() as should_stop, _progress() as on_progress:
            proposal = _settled(events, won, choice, on_progress, should_stop)
            tell_spellings = _spellings(proposal, join_alike)
            if join_alike:
                proposal = proposal.replaced(mapping=with_all_joined(proposal))
            paths = [Path(path) for path in proposal.paths]
            log = read_in_child(paths, proposal.mapping, on_progress, should_stop)
            rows = left_out and write_left_out_in_child(log, left_out, on_progress, should_stop)
    except Stopped:
        raise KeyboardInterrupt from None
    for said in tell_spellings:
        tell(said)
    if won is None:
        _tell_what_it_is(proposal, named)
    if left_out is not None:
        tell(_("{file}: {n} rows.").format(file=left_out, n=number(rows or 0)))
    return log


def _settled(
    events: Sequence[Path],
    won: Path | None,
    choice: "Choice",
    on_progress: "OnProgress | None",
    should_stop: "ShouldStop",
) -> "Proposal":
    """Return the proposal with what was named and nothing open. Raises FileProblem, Refused."""
    from funnelcraft.io.imports import Form, propose_in_child
    from funnelcraft.io.imports.choosing import blank, chosen, leads_and_deals

    if won is None:
        proposal = propose_in_child(events, None, on_progress, should_stop)
        mapping = chosen(proposal, choice)
    else:
        (leads,) = events
        forms = blank((leads, Form.LEADS), (won, Form.DEALS))
        proposal = propose_in_child((leads, won), forms, on_progress, should_stop)
        mapping = leads_and_deals(proposal, choice)
    if _differ(mapping, proposal.mapping) or proposal.questions:
        paths = [Path(path) for path in proposal.paths]
        proposal = propose_in_child(paths, mapping, on_progress, should_stop)
        mapping = proposal.mapping
    if proposal.questions:
        raise Refused(_with_options(proposal))
    return proposal.replaced(mapping=mapping)


def _differ(mapping: "Mapping", proposed: "Mapping") -> bool:
    """Say whether a mapping reads anything that wasn't looked at before."""
    return any(
        one.form is not other.form or not one.columns.items() <= other.columns.items()
        for one, other in zip(mapping.files, proposed.files, strict=True)
    )


def _with_options(proposal: "Proposal") -> list[str]:
    """Return the questions, each with the option that settles it."""
    from funnelcraft.io.imports import Settles

    options = {
        Settles.DATE_ORDER: "--date-order",
        Settles.DECIMAL: "--decimal",
        Settles.COLUMNS: "--lead, --stage, --time",
        Settles.FORM: "--lead, --stage, --time",
    }
    return [
        _("{file}: {sentence} (Settled by {option}.)").format(
            file=proposal.paths[one.file], sentence=one.sentence, option=options[one.settles]
        )
        for one in proposal.questions
    ]


def _spellings(proposal: "Proposal", join_alike: bool) -> list[str]:
    """Say which names are spelt alike, and what they are taken for."""
    from funnelcraft.io.imports.spellings import segments_alike, stages_alike

    joined = _("{names} are spelt alike, and taken for one.")
    apart = (
        _("{names} are spelt alike, and taken for different stages (--join-alike joins them)."),
        _("{names} are spelt alike, and taken for different segments (--join-alike joins them)."),
    )
    return [
        (joined if join_alike else text).format(names=listed(list(map(quoted, names[:MOST_NAMED]))))
        for text, groups in zip(
            apart, (stages_alike(proposal), segments_alike(proposal)), strict=True
        )
        for names in groups
    ]


def _tell_what_it_is(proposal: "Proposal", named: Named) -> None:
    """Tell what the files were taken for, where the columns weren't all named."""
    from funnelcraft.io.imports import form_name, role_name

    for note in proposal.notes:
        tell(note)
    if named.lead and named.stage and named.time:
        return
    for file in proposal.mapping.files:
        columns = [
            _("{role}: “{heading}”").format(role=role_name(role), heading=heading)
            for role, heading in file.columns.items()
        ]
        columns += [f"{stage}: {quoted(heading)}" for heading, stage in file.stage_columns.items()]
        tell(
            _("{file}: {form}. {columns}.").format(
                file=file.name, form=form_name(file.form), columns=listed(columns)
            )
        )


@contextmanager
def _progress() -> "Iterator[OnProgress | None]":
    """Show progress on standard error where somebody looks at it."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import Progress as Bar

    with Bar(console=Console(file=sys.stderr), transient=True) as bar:
        task = bar.add_task("", total=1.0)

        def show(progress: "Progress") -> None:
            bar.update(task, completed=progress.share, description=progress.what.capitalize())

        yield show
