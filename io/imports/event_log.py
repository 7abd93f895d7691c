"""Histories of leads from exports whose columns are known: for scripts and tests."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from funnelcraft.io.imports.choosing import Choice, blank, chosen, leads_and_deals
from funnelcraft.io.imports.labelling import NOT_GIVEN
from funnelcraft.io.imports.log import Log
from funnelcraft.io.imports.mapping import Form, Mapping, Role
from funnelcraft.io.imports.proposal import Proposal
from funnelcraft.io.imports.proposing import propose
from funnelcraft.io.imports.reading import read
from funnelcraft.io.problems import FileProblem

__all__ = ["NOT_GIVEN", "Columns", "Log", "read_events", "read_leads_and_deals"]


@dataclass(frozen=True)
class Columns:
    """The headings of the columns to read; None for one that isn't there."""

    lead: str = "lead_id"
    stage: str = "stage"
    time: str = "entered_at"
    segment: str | None = None
    value: str | None = None
    won_time: str = "won_at"

    def choice(self, *roles: Role) -> Choice:
        """Return the choice of these columns; of those that must be, some roles alone."""
        named = {
            Role.LEAD: self.lead,
            Role.STAGE: self.stage,
            Role.TIME: self.time,
            Role.SEGMENT: self.segment,
            Role.VALUE: self.value,
        }
        optional = (Role.SEGMENT, Role.VALUE)
        return Choice(
            {role: name for role, name in named.items() if name and role in (*roles, *optional)},
            won=self.won_time,
        )


def read_events(path: Path, columns: Columns) -> Log:
    """Read a table of one row an event: lead, stage, when it was entered. Raises FileProblem."""
    choice = columns.choice(Role.LEAD, Role.STAGE, Role.TIME)
    return _read((path,), (Form.EVENTS,), lambda proposal: chosen(proposal, choice))


def read_leads_and_deals(leads: Path, deals: Path, columns: Columns) -> Log:
    """Read a table of leads and a table of the deals won from them. Raises FileProblem.

    A deal's value is looked for among the deals first, then among the leads.
    """
    choice = columns.choice(Role.LEAD, Role.TIME)
    forms = (Form.LEADS, Form.DEALS)
    return _read((leads, deals), forms, lambda proposal: leads_and_deals(proposal, choice))


def _read(
    paths: tuple[Path, ...], forms: tuple[Form, ...], choose: Callable[[Proposal], Mapping]
) -> Log:
    mapping = choose(propose(paths, blank(*zip(paths, forms, strict=True))))
    proposal = propose(paths, mapping)
    for question in proposal.questions:
        raise FileProblem(paths[question.file], question.sentence)
    return read(paths, proposal.mapping)
