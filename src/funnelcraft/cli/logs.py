"""What all commands share that read a CRM's export: where it is and what its columns are."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from funnelcraft.cli.importing import Named, read_exports
from funnelcraft.funnel.text import _

if TYPE_CHECKING:
    from funnelcraft.io.imports import Log

DATE = ["%Y-%m-%d"]

EventsArgument = Annotated[
    list[Path],
    typer.Argument(
        metavar="EVENTS...",
        help=_("Exports (CSV, XLSX, Parquet, XES), or a folder of them; recognised."),
    ),
]


@dataclass(frozen=True)
class Reading:
    """How exports are read: options of commands."""

    won: Annotated[
        Path | None, typer.Option(metavar="DEALS", help=_("CSV of won deals: a second table."))
    ] = None
    lead: Annotated[str | None, typer.Option(metavar="COL", help=_("The lead's id."))] = None
    stage: Annotated[str | None, typer.Option(metavar="COL", help=_("The stage entered."))] = None
    time: Annotated[str | None, typer.Option(metavar="COL", help=_("When it was."))] = None
    won_time: Annotated[
        str | None, typer.Option("--won-time", metavar="COL", help=_("When the deal was won."))
    ] = None
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
    date_order: Annotated[
        str | None,
        typer.Option("--date-order", help=_("How 3/4/2024 is meant: day-first, month-first.")),
    ] = None
    decimal: Annotated[
        str | None, typer.Option(help=_("What stands before the decimals: . or ,"))
    ] = None
    join_alike: Annotated[
        bool, typer.Option("--join-alike", help=_("Take names that are spelt alike for one."))
    ] = False

    def log(self, events: Sequence[Path], left_out: Path | None = None) -> "Log":
        """Read the exports, telling what they were taken for; see `read_exports`."""
        named = Named(
            self.lead,
            self.stage,
            self.time,
            self.won_time,
            self.segment,
            self.value,
            self.date_order,
            self.decimal,
        )
        return read_exports(events, self.won, named, left_out, join_alike=self.join_alike)
