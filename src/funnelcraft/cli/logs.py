"""What all commands share that read a CRM's export: where it is and what its columns are."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from funnelcraft.cli.output import tell
from funnelcraft.funnel.text import _, number

if TYPE_CHECKING:
    from funnelcraft.io.event_log import Log

DATE = ["%Y-%m-%d"]

EventsArgument = Annotated[
    Path, typer.Argument(metavar="EVENTS", help=_("CSV: a row an event, or a row a lead."))
]


@dataclass(frozen=True)
class Reading:
    """How an export is read: options of commands."""

    won: Annotated[
        Path | None, typer.Option(metavar="DEALS", help=_("CSV of won deals: a second table."))
    ] = None
    lead: Annotated[str, typer.Option(metavar="COL", help=_("The lead's id."))] = "lead_id"
    stage: Annotated[str, typer.Option(metavar="COL", help=_("The stage entered."))] = "stage"
    time: Annotated[str, typer.Option(metavar="COL", help=_("When it was."))] = "entered_at"
    won_time: Annotated[
        str, typer.Option("--won-time", metavar="COL", help=_("When the deal was won."))
    ] = "won_at"
    segment: Annotated[str | None, typer.Option(metavar="COL", help=_("The segment."))] = None
    value: Annotated[str | None, typer.Option(metavar="COL", help=_("The deal's worth."))] = None
    first: Annotated[
        datetime | None,
        typer.Option("--from", metavar="DATE", formats=DATE, help=_("Leads first met from…")),
    ] = None
    last: Annotated[
        datetime | None, typer.Option("--to", metavar="DATE", formats=DATE, help=_("…to."))
    ] = None
    seen: Annotated[
        datetime | None,
        typer.Option("--seen", metavar="DATE", formats=DATE, help=_("The last day known.")),
    ] = None

    def log(self, events: Path) -> "Log":
        """Read the export, and tell what was left out or repaired. Raises FileProblem."""
        from funnelcraft.io.event_log import Columns, read_events, read_leads_and_deals

        columns = Columns(self.lead, self.stage, self.time, self.segment, self.value, self.won_time)
        if self.won is None:
            log = read_events(events, columns)
        else:
            log = read_leads_and_deals(events, self.won, columns)
        for note in log.notes:
            tell(note)
        for why, rows in log.dropped.items():
            tell(_("{n} rows left out: {why}.").format(n=number(rows), why=why))
        for why, rows in log.repaired.items():
            tell(_("{n} rows repaired: {why}.").format(n=number(rows), why=why))
        return log
