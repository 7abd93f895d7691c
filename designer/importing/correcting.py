"""What a user corrects in a mapping: pure changes, and what a column can be taken for."""

from collections.abc import Sequence
from typing import Any

from funnelcraft.designer.importing.preview import Column
from funnelcraft.funnel.text import _
from funnelcraft.io.imports.mapping import (
    MAY_HAVE,
    NEEDED,
    FileMapping,
    Form,
    Mapping,
    Role,
    role_name,
)
from funnelcraft.io.imports.proposal import LookedAtFile

DATE = "date"  # a column of dates, one for each lead that entered its stage


def columns(looked: LookedAtFile, file: FileMapping) -> tuple[Column, ...]:
    """Return the columns of a file and what each is taken for."""
    roles = {heading: str(role) for role, heading in file.columns.items()}
    return tuple(
        Column(heading, DATE if heading in file.stage_columns else roles.get(heading, ""))
        for heading in looked.headings
    )


def role_words(file: FileMapping) -> tuple[tuple[str, str], ...]:
    """Return what a column of the file can be, as keys and words."""
    roles = dict.fromkeys((*NEEDED[file.form], *MAY_HAVE[file.form]))
    dates = ((DATE, _("A stage’s date")),) if file.form is Form.DATES else ()
    return (*dates, *((str(role), role_name(role)) for role in roles))


def with_role(file: FileMapping, heading: str, key: str) -> FileMapping:
    """Take a column for something else; a role moves away from the column that had it."""
    kept = {
        role: column
        for role, column in file.columns.items()
        if column != heading and str(role) != key
    }
    dates = {column: stage for column, stage in file.stage_columns.items() if column != heading}
    if key == DATE:
        dates[heading] = file.stage_columns.get(heading, heading)
    elif key:
        kept[Role(key)] = heading
    return file.replaced(columns=kept, stage_columns=dates)


def with_setting(file: FileMapping, name: str, value: Any) -> FileMapping:
    """Read a file otherwise. Where that may make other columns, they are guessed anew."""
    changed = file.replaced(**{name: value})
    return _without_columns(changed) if name in ("encoding", "delimiter", "sheet") else changed


def with_form(file: FileMapping, form: Form, looked: LookedAtFile) -> FileMapping:
    """Take a table for another one: as guessed where that is likely, else as far as columns fit."""
    if any(other.form is form for other in looked.alternatives):
        return _without_columns(file.replaced(form=form))
    possible = {*NEEDED[form], *MAY_HAVE[form]}
    kept = {role: column for role, column in file.columns.items() if role in possible}
    changed = file.replaced(form=form, columns=kept)
    if form is not Form.DATES:
        changed = changed.replaced(stage_columns={}, exit_columns={})
    return changed


def _without_columns(file: FileMapping) -> FileMapping:
    return file.replaced(
        columns={}, stage_columns={}, exit_columns={}, date_order=None, decimal=None
    )


def with_column(file: FileMapping, role: Role, heading: str | None) -> FileMapping:
    """Give a role another column, or none."""
    if heading is not None:
        return with_role(file, heading, str(role))
    return file.replaced(columns={r: c for r, c in file.columns.items() if r is not role})


def with_file(mapping: Mapping, index: int, file: FileMapping) -> Mapping:
    """Put another file's mapping in the place of one."""
    files = tuple(file if at == index else one for at, one in enumerate(mapping.files))
    return mapping.replaced(files=files)


def segment_file(mapping: Mapping) -> int:
    """Return which file's columns segments are looked for in: the one that has them, or leads."""
    for at, file in enumerate(mapping.files):
        if Role.SEGMENT in file.columns:
            return at
    for at, file in enumerate(mapping.files):
        if file.form in (Form.LEADS, Form.DATES):
            return at
    return 0


def free_headings(looked: LookedAtFile, file: FileMapping, role: Role) -> Sequence[str]:
    """Return the headings a role can have without taking another's column."""
    taken = {column for one, column in file.columns.items() if one is not role}
    return [h for h in looked.headings if h not in taken and h not in file.stage_columns]
