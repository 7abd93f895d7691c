"""Which stages of two documents are the same, on the command line."""

from typing import Annotated

import typer

from funnelcraft.cli.output import Refused, tell
from funnelcraft.cli.scenarios import name_key
from funnelcraft.funnel.mapping import Mapping, mapping_problems, with_pair
from funnelcraft.funnel.model import Funnel, Stage
from funnelcraft.funnel.text import _, listed, quoted

MapOption = Annotated[
    list[str] | None,
    typer.Option(
        "--map",
        metavar="A_STAGE=B_STAGE",
        help=_("Which stage of A is which of B; repeat it. Without a stage of B: none."),
        show_default=False,
    ),
]

MOST_NAMED = 20


def with_pairs(a: Funnel, b: Funnel, mapping: Mapping, pairs: list[str]) -> Mapping:
    """Return a mapping with the pairs a user names; stages by id, term or abbreviation.

    What cannot be meant is told on standard error. Raises Refused where there is no such stage.
    """
    for pair in pairs:
        one, sign, other = pair.partition("=")
        if not sign:
            message = _("“{pair}” is no pair of stages: write --map A_STAGE=B_STAGE.")
            raise typer.BadParameter(message.format(pair=pair))
        stage = _stage(a, one, _("A")).id
        mapping = with_pair(mapping, stage, _stage(b, other, _("B")).id if other.strip() else None)
    for problem in mapping_problems(a, b, mapping) if pairs else ():
        tell(_("warning: {text}").format(text=problem))
    return mapping


def _stage(funnel: Funnel, name: str, design: str) -> Stage:
    wanted = name_key(name)
    for key in ("id", "term", "abbreviation"):
        found = [one for one in funnel.stages if name_key(getattr(one, key)) == wanted]
        if len(found) == 1:
            return found[0]
    there = listed([quoted(one.term or one.id) for one in funnel.stages[:MOST_NAMED]])
    message = _("Design {design} has no stage “{name}”; there is {there}.")
    raise Refused([message.format(design=design, name=name.strip(), there=there)])
