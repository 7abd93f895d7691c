"""Which stages of two documents are the same, on the command line."""

from pathlib import Path
from typing import Annotated

import typer

from funnelcraft.cli.output import Refused, tell
from funnelcraft.cli.scenarios import name_key
from funnelcraft.funnel.mapping import (
    Mapping,
    guessed_mapping,
    mapping_problems,
    restored,
    with_kept,
    with_pair,
)
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

KeepMapOption = Annotated[
    bool,
    typer.Option(
        "--keep-map", help=_("Keep which stages are the same in A, for the next comparison.")
    ),
]
GuessMapOption = Annotated[
    bool,
    typer.Option("--guess-map", help=_("Guess which stages are the same, whatever is kept.")),
]

MOST_NAMED = 20


def kept_or_guessed(a: Funnel, b: Funnel) -> Mapping:
    """Return the mapping that A keeps for B, or B for A, telling what of it is left out.

    Without any it is guessed.
    """
    found = restored(a, b) or restored(a, b, own_is_b=True)
    if found is None:
        return guessed_mapping(a, b)
    for note in found.notes:
        tell(_("warning: {text}").format(text=note))
    return found.mapping


def keep_mapping(file: Path, a: Funnel, b: Funnel, mapping: Mapping) -> None:
    """Keep a mapping in the document of A, unless it is kept there already. Raises FileProblem."""
    from funnelcraft.io.project_file import read, save

    document = read(file)
    kept = with_kept(document.funnel, a, b, mapping)
    if kept != document.funnel:
        save(file, kept, document.sha256)


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
