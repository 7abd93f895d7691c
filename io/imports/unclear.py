"""What a table leaves open, in sentences that ask for it."""

from funnelcraft.funnel.text import _, number
from funnelcraft.io.imports.mapping import Role


class Unclear(Exception):  # noqa: N818 - it is a question
    """A date or an amount has two meanings, and the mapping doesn't say which."""


def unclear_date(text: str) -> str:
    """Say that a date has two meanings."""
    return _(
        "dates like “{example}” don't tell the day from the month; say which comes first, or write "
        "them as 2018-12-31."
    ).format(example=text[:40])


def unclear_amount(text: str) -> str:
    """Say that an amount has two meanings."""
    return _(
        "amounts like “{example}” don't tell whether their sign groups thousands or stands before "
        "the decimals; say which sign stands before the decimals."
    ).format(example=text[:40])


def too_many(role: Role, most: int) -> str:
    """Say that a column has too many different texts to be what it is taken for."""
    what = {Role.STAGE: _("stages"), Role.SEGMENT: _("segments"), Role.SOURCE: _("sources")}
    return _("the {what} are more than {n} different texts; is it the right column?").format(
        what=what.get(role, _("owners")), n=number(most)
    )
