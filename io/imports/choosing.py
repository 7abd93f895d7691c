"""A proposal with what a user named outright: columns by their headings, signs and orders."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from funnelcraft.io.imports.mapping import (
    NEEDED,
    DateOrder,
    Decimal,
    FileMapping,
    Form,
    Mapping,
    Role,
)
from funnelcraft.io.imports.opening import kind
from funnelcraft.io.imports.proposal import Proposal
from funnelcraft.io.imports.reading import no_column
from funnelcraft.io.problems import FileProblem

OPTIONAL = (Role.SEGMENT, Role.SOURCE, Role.VALUE, Role.OWNER)


@dataclass(frozen=True)
class Choice:
    """What was named: headings by role, and how dates and amounts are meant.

    `won` is the heading of the day a deal was won, in a second table. What isn't named is as
    proposed, but no segment, source, value or owner that isn't named is taken.
    """

    columns: dict[Role, str] = field(default_factory=dict)
    won: str | None = None
    date_order: DateOrder | None = None
    decimal: Decimal | None = None


def blank(*files: tuple[Path, Form]) -> Mapping:
    """Return a mapping that says no more than the forms of some files. Raises FileProblem."""
    return Mapping(
        files=tuple(FileMapping(name="", kind=kind(path), form=form) for path, form in files)
    )


def chosen(proposal: Proposal, choice: Choice) -> Mapping:
    """Return the mapping that is proposed, with what was named. Raises FileProblem.

    Naming a stage or a time makes the table an event log, unless it is a history known by its
    headings. A segment and the like may stand in any of several files.
    """
    files = [
        _file(Path(path), looked.headings, file, choice)
        for path, looked, file in zip(
            proposal.paths, proposal.files, proposal.mapping.files, strict=True
        )
    ]
    _all_found(proposal, choice, files, (Role.LEAD, Role.STAGE, Role.TIME, *OPTIONAL))
    return proposal.mapping.replaced(files=tuple(files))


def leads_and_deals(proposal: Proposal, choice: Choice) -> Mapping:
    """Return the mapping for a table of leads and one of won deals. Raises FileProblem.

    A deal's value is looked for among the deals first, then among the leads. The id and the times
    that weren't named are those proposed.
    """
    named = choice.columns
    met, won = (
        (Path(path), looked.headings)
        for path, looked in zip(proposal.paths, proposal.files, strict=True)
    )
    first, second = (file.columns for file in proposal.mapping.files)
    id_ = named.get(Role.LEAD) or first.get(Role.LEAD, "lead_id")
    leads = {
        Role.LEAD: found(*met, id_),
        Role.TIME: found(*met, named.get(Role.TIME) or first.get(Role.TIME, "entered_at")),
    }
    deals = {
        Role.LEAD: found(*won, id_),
        Role.TIME: found(*won, choice.won or second.get(Role.TIME, "won_at")),
    }
    for role in OPTIONAL:
        if role in named:
            among_deals = role is Role.VALUE and _heading(won[1], named[role])
            if among_deals:
                deals[role] = among_deals
            else:
                leads[role] = found(*met, named[role])
    forms = ((Form.LEADS, leads), (Form.DEALS, deals))
    return proposal.mapping.replaced(
        files=tuple(
            _settled(file.replaced(form=form, columns=columns), choice)
            for file, (form, columns) in zip(proposal.mapping.files, forms, strict=True)
        )
    )


def _file(path: Path, headings: Sequence[str], file: FileMapping, choice: Choice) -> FileMapping:
    columns = {role: name for role, name in file.columns.items() if role not in OPTIONAL}
    form = file.form
    made_log = {Role.STAGE, Role.TIME} & set(choice.columns)
    if made_log and not {Role.STAGE, Role.TIME} <= set(NEEDED[form]):
        form = Form.EVENTS
        columns = {role: name for role, name in columns.items() if role in NEEDED[form]}
    for role, name in choice.columns.items():
        heading = _heading(headings, name)
        if heading is not None:
            columns[role] = heading
        elif role in NEEDED[form]:
            raise FileProblem(path, no_column(name, headings))
    changed: dict[str, object] = {"form": form, "columns": columns}
    if form is not Form.DATES:
        changed |= {"stage_columns": {}, "exit_columns": {}}
    return _settled(file.replaced(**changed), choice)


def _settled(file: FileMapping, choice: Choice) -> FileMapping:
    return file.replaced(
        date_order=choice.date_order or file.date_order, decimal=choice.decimal or file.decimal
    )


def _all_found(
    proposal: Proposal, choice: Choice, files: Sequence[FileMapping], roles: Sequence[Role]
) -> None:
    """Refuse a heading that no file has."""
    for role in roles:
        name = choice.columns.get(role)
        if name is not None and not any(role in file.columns for file in files):
            raise FileProblem(Path(proposal.paths[0]), no_column(name, proposal.files[0].headings))


def found(path: Path, headings: Sequence[str], name: str) -> str:
    """Return the heading that is meant by a name. Raises FileProblem."""
    heading = _heading(headings, name)
    if heading is None:
        raise FileProblem(path, no_column(name, headings))
    return heading


def _heading(headings: Sequence[str], name: str) -> str | None:
    """Return the heading that is a name, or the only one that is but for case and spaces."""
    if name in headings:
        return name
    wanted = name.strip().casefold()
    alike = [one for one in headings if one.casefold() == wanted]
    return alike[0] if len(alike) == 1 else None
