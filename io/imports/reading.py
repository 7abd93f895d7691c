"""Read exports as a mapping says: to a history, with all rows kept or counted by reason."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from funnelcraft.funnel.measured import MeasuredFile
from funnelcraft.funnel.text import _, listed, number, quoted
from funnelcraft.io.imports import reasons
from funnelcraft.io.imports.assembling import Assembled, TooManyStages, assemble
from funnelcraft.io.imports.events import Gathering
from funnelcraft.io.imports.log import Log
from funnelcraft.io.imports.mapping import (
    DateOrder,
    Decimal,
    FileMapping,
    Form,
    Mapping,
    Role,
    form_name,
    role_name,
)
from funnelcraft.io.imports.names import MOST_NAMES, Names, names_for
from funnelcraft.io.imports.pace import Pace
from funnelcraft.io.imports.progress import OnProgress, ShouldStop
from funnelcraft.io.imports.rows import RowReader
from funnelcraft.io.imports.tables import Table, open_table
from funnelcraft.io.imports.texts import TooMany
from funnelcraft.io.imports.unclear import Unclear, too_many
from funnelcraft.io.problems import FileProblem
from funnelcraft.simulation.arrays import Ints

MOST_LABELS = 100_000


@dataclass
class _Reading:
    """What has been read so far."""

    names: Names
    pace: Pace
    events: Gathering = field(default_factory=Gathering)
    remarks: reasons.Remarking = field(default_factory=reasons.Remarking)
    links: list[tuple[Ints, Ints]] = field(default_factory=list)
    files: list[MeasuredFile] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    zoned: int = 0
    unzoned: int = 0


def read(
    paths: Sequence[Path],
    mapping: Mapping,
    on_progress: OnProgress | None = None,
    should_stop: ShouldStop | None = None,
) -> Log:
    """Read files as their mapping says. Raises FileProblem, Stopped.

    Within a lead, events are sorted by time; those at the same time, or on a day on which one has
    no time, stay in the files' order.
    """
    if not paths or len(paths) != len(mapping.files):
        raise FileProblem(_("the import"), _("the mapping is for other files."))
    state = _Reading(
        names_for(mapping, MOST_LABELS), Pace(paths, _("reading"), on_progress, should_stop)
    )
    for index, (path, file) in enumerate(zip(paths, mapping.files, strict=True)):
        _read_file(path, index, file, state)
    state.pace.what = _("sorting")
    state.pace.tell()
    events = state.events.done()
    try:
        found = assemble(events, mapping, state.names, state.links, state.remarks)
    except TooManyStages as error:
        raise FileProblem(
            paths[0],
            _("the stages are {n} different texts; is it the right column?").format(
                n=number(int(str(error)))
            ),
        ) from error
    dropped = state.remarks.counts(reasons.DROPPED)
    if found is None:
        said = ", ".join(f"{why}: {number(count)}" for why, count in dropped.items())
        raise FileProblem(
            paths[0], _("no row can be used ({reasons}).").format(reasons=said or _("no rows"))
        )
    return _log(paths, mapping, state, found, dropped)


def _log(
    paths: Sequence[Path],
    mapping: Mapping,
    state: _Reading,
    found: Assembled,
    dropped: dict[str, int],
) -> Log:
    rows = sum(file.rows for file in state.files)
    notes = [*state.notes, *found.notes]
    if state.zoned and state.unzoned:
        notes.append(
            _(
                "{zoned} times say how far they are from UTC and {unzoned} don't; these were taken "
                "as they stand, so neighbours may be out of order."
            ).format(zoned=number(state.zoned), unzoned=number(state.unzoned))
        )
    return Log(
        history=found.history,
        read=rows,
        kept=rows - sum(dropped.values()),
        dropped=dropped,
        repaired=state.remarks.counts(reasons.REPAIRED),
        notes=tuple(dict.fromkeys(notes)),
        files=tuple(state.files),
        form=listed(list(dict.fromkeys(form_name(file.form) for file in mapping.files))),
        source=found.source,
        owner=found.owner,
        remarks=state.remarks.done(),
        paths=tuple(paths),
        mapping=mapping,
    )


def _read_file(path: Path, index: int, file: FileMapping, state: _Reading) -> None:
    table = open_table(path, file, state.pace.tick)
    try:
        check_columns(path, file, table.headings)
        rows = _read_rows(path, index, file, table, state)
        state.notes.extend((*table.notes, *notes_on(file)))
        state.files.append(MeasuredFile(name=path.name, sha256=table.digest(), rows=rows))
    finally:
        table.close()


def _read_rows(path: Path, index: int, file: FileMapping, table: Table, state: _Reading) -> int:
    reader = RowReader(index, table.headings, file, state.names, state.remarks)
    rows = 0
    for batch in table.batches():
        rows += batch.read
        state.pace.rows += batch.read
        try:
            reader.take(batch, state.events)
        except Unclear as error:
            raise FileProblem(path, str(error)) from error
        except TooMany as error:
            raise FileProblem(path, _too_many(state.names)) from error
        if Role.DEAL in file.columns and batch.rows:
            deals, leads = reader.cells.leads(batch, Role.DEAL), reader.cells.leads(batch)
            known = (deals != 0) & (leads != 0)
            state.links.append((deals[known], leads[known]))
    state.zoned += reader.cells.zoned
    state.unzoned += reader.cells.unzoned
    return rows


def _too_many(names: Names) -> str:
    for role, codes, most in (
        (Role.SEGMENT, names.segment, MOST_LABELS),
        (Role.SOURCE, names.source, MOST_LABELS),
        (Role.OWNER, names.owner, MOST_LABELS),
    ):
        if len(codes.names) >= most:
            return too_many(role, most)
    return too_many(Role.STAGE, MOST_NAMES)


def check_columns(path: Path, file: FileMapping, headings: Iterable[str]) -> None:
    """Refuse a mapping that names columns the table hasn't, or lacks some. Raises FileProblem."""
    check_headings(path, file, headings)
    lacking = what_lacks(file)
    if lacking:
        raise FileProblem(path, lacking)


def check_headings(path: Path, file: FileMapping, headings: Iterable[str]) -> None:
    """Refuse a mapping that names columns the table hasn't. Raises FileProblem."""
    there = tuple(headings)
    for heading in (*file.columns.values(), *file.stage_columns, *file.exit_columns):
        if heading not in there:
            raise FileProblem(path, no_column(heading, there))


def what_lacks(file: FileMapping) -> str:
    """Say which columns a mapping still has to name; empty where it has all it needs."""
    if file.missing():
        lacking = listed([quoted(role_name(role)) for role in file.missing()])
        return _("it isn't said which column is {lacking}.").format(lacking=lacking)
    dated = Role.STAGE in file.columns and Role.TIME in file.columns
    if file.form is Form.DATES and not file.stage_columns and not dated:
        return _("it isn't said which columns are the dates of the stages.")
    return ""


def no_column(heading: str, there: Sequence[str]) -> str:
    """Say that a table has no such column, and which it has."""
    twice = [one for one in there if one.startswith(f"{heading} (") and one[:-1][-1:].isdigit()]
    if len(twice) > 1:
        return _("there are two columns “{name}”; give them names.").format(name=heading)
    names = listed([quoted(one[:40]) for one in there[:40]])
    return _("there is no column “{name}”; the columns are {there}.").format(
        name=heading, there=names
    )


def notes_on(file: FileMapping) -> tuple[str, ...]:
    """Say what was decided about how a file is read, where it isn't plain."""
    notes = []
    if file.encoding == "cp1252":
        notes.append(_("The text is not UTF-8 and was read as Windows-1252."))
    if file.form is Form.DATES:
        notes.append(
            _("The table has one date a stage: what leads did again, and loops, are lost.")
        )
    if file.date_order is DateOrder.DAY_FIRST:
        notes.append(_("Dates like 3/4/2024 are read with the day first."))
    elif file.date_order is DateOrder.MONTH_FIRST:
        notes.append(_("Dates like 3/4/2024 are read with the month first."))
    if file.decimal is Decimal.COMMA:
        notes.append(_("Amounts are read with a decimal comma."))
    return tuple(notes)
