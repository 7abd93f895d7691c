"""Arguments and options that many commands take."""

from pathlib import Path
from typing import Annotated

import typer

from funnelcraft.funnel.text import _

FileArgument = Annotated[
    Path, typer.Argument(metavar="FILE", help=_("A .funnel file."), show_default=False)
]

ScenarioOption = Annotated[
    str | None,
    typer.Option("--scenario", metavar="NAME", help=_("Take the funnel as this scenario has it.")),
]
