"""Finding parts of a funnel by what is written in them."""

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from funnelcraft.funnel.graph import stages_in_order
from funnelcraft.funnel.model import Funnel
from funnelcraft.funnel.names import role_name, source_name, stage_name, trigger_name


@dataclass(frozen=True)
class Match:
    """A part of a funnel in which a text stands."""

    kind: Literal["stage", "trigger", "source"]
    id: str


def search(funnel: Funnel, text: str) -> tuple[Match, ...]:
    """Return the parts in which all words of a text stand, large or small, with accents or without.

    Looked through: of stages the names, owner, definition and criteria; of triggers the name,
    description and system; of sources the name. What matches by name comes first, then the rest,
    each as the funnel runs.
    """
    words = bare(text).split()
    if not words:
        return ()
    by_name: list[Match] = []
    others: list[Match] = []
    for match, name, more in _texts(funnel):
        if holds_all(name, words):
            by_name.append(match)
        elif holds_all([*name, *more], words):
            others.append(match)
    return (*by_name, *others)


def _texts(funnel: Funnel) -> Iterator[tuple[Match, list[str], list[str]]]:
    """Yield every part with its names and with what else is written in it."""
    owners = {role.id: f"{role_name(role)} {role.department}" for role in funnel.roles}
    for stage in stages_in_order(funnel):
        names = [stage_name(stage), stage.abbreviation]
        more = [owners.get(stage.owner or "", ""), stage.definition]
        more += [*stage.entry_criteria, *stage.exit_criteria]
        yield Match("stage", stage.id), names, more
    for trigger in funnel.triggers:
        more = [trigger.description, trigger.system]
        yield Match("trigger", trigger.id), [trigger_name(funnel, trigger)], more
    for source in funnel.sources:
        yield Match("source", source.id), [source_name(source)], []


def holds_all(texts: Iterable[str], words: Iterable[str]) -> bool:
    """Say whether all words, which are bare, stand in these texts."""
    whole = bare(" ".join(texts))
    return all(word in whole for word in words)


def bare(text: str) -> str:
    """Return a text as it is compared: in small letters, without accents."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in apart if not unicodedata.combining(sign))
