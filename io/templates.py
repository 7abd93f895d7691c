"""The templates a new document begins with: complete funnels with example figures."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from funnelcraft import resources
from funnelcraft.funnel.model import Funnel
from funnelcraft.funnel.text import _
from funnelcraft.io.problems import FileProblem
from funnelcraft.io.project_file.reading import parse

_FOLDER = "templates"
_SUFFIX = ".funnel"
# Where the others are known, this order; `blank` comes last.
_ORDER = ("lead-to-revenue", "sales-funnel", "lead-process", "blank")


# Keys whose texts people read. The fields of rules are those of a CRM; departments are named where
# they are shown.
_TOLD = frozenset(
    (
        *("title", "notes", "decision", "name", "term", "abbreviation", "definition"),
        *("entry_criteria", "exit_criteria", "description", "system", "value", "currency"),
    )
)


@dataclass(frozen=True)
class Template:
    """A template of the gallery: its name for `template`, its title, one line about it."""

    name: str
    title: str
    description: str


def template_names() -> tuple[str, ...]:
    """Return the names of all templates, the reference funnel first, the blank one last."""
    names = (name.removesuffix(_SUFFIX) for name in resources.names(_FOLDER, _SUFFIX))
    rank = {name: place for place, name in enumerate(_ORDER)}
    return tuple(sorted(names, key=lambda name: (rank.get(name, len(rank) - 1.5), name)))


def templates() -> tuple[Template, ...]:
    """Return all templates with titles and descriptions for a gallery."""
    descriptions = _descriptions()
    return tuple(
        Template(name, _read(name).title, descriptions.get(name, "")) for name in template_names()
    )


def template(name: str, today: date | None = None) -> Funnel:
    """Return a template as a new document, its texts in the language spoken.

    Its start is the first day of the month after `today` (the current date where none is given):
    a plan begins in the future, and with a whole month. Campaigns keep their distance in whole
    months, and their day of the month where the month has it. Raises FileProblem where there is
    no such template; the sentence names those there are.
    """
    if name not in template_names():
        there = ", ".join(template_names())
        raise FileProblem(
            name, _("there is no such template; the templates are {names}.").format(names=there)
        )
    return _moved(_read(name), month_after(today or date.today()))


def month_after(day: date) -> date:
    """Return the first day of the month after a day."""
    return _in_months(day.replace(day=1), 1)


def texts_of(name: str) -> tuple[str, ...]:
    """Return the texts of a template that are translated, in its order, each once."""
    found: dict[str, None] = {}
    _each_text(_english(name).model_dump(mode="json", by_alias=True), _noting(found))
    return tuple(found)


def _english(name: str) -> Funnel:
    return parse(resources.read_bytes(f"{_FOLDER}/{name}{_SUFFIX}"), name).funnel


def _read(name: str) -> Funnel:
    """Return a template in the language spoken."""
    english = _english(name)
    plain = english.model_dump(mode="json", by_alias=True)
    said = _each_text(plain, _)
    return english if said == plain else Funnel.model_validate(said)


def _noting(found: dict[str, None]) -> Callable[[str], str]:
    def note(text: str) -> str:
        found.setdefault(text)
        return text

    return note


def _each_text(value: Any, act: Callable[[str], str], key: str = "") -> Any:
    """Return the JSON values of a template with what `act` makes of its texts."""
    if isinstance(value, dict):
        return {name: _each_text(one, act, name) for name, one in value.items()}
    if isinstance(value, list):
        return [_each_text(one, act, key) for one in value]
    return act(value) if isinstance(value, str) and key in _TOLD and value.strip() else value


def _moved(funnel: Funnel, start: date) -> Funnel:
    old = date.fromisoformat(funnel.start)
    months = (start.year - old.year) * 12 + start.month - old.month
    sources = tuple(
        source.replaced(
            volume=source.volume.replaced(
                campaigns=tuple(
                    campaign.replaced(
                        start=_in_months(date.fromisoformat(campaign.start), months).isoformat()
                    )
                    for campaign in source.volume.campaigns
                )
            )
        )
        for source in funnel.sources
    )
    return funnel.replaced(start=start.isoformat(), sources=sources)


def _in_months(day: date, months: int) -> date:
    """Return the same day so many months on, or the month's 28th where it may have none such."""
    years, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return day.replace(year=years, month=month + 1, day=min(day.day, 28))


def _descriptions() -> dict[str, str]:
    return {
        "lead-to-revenue": _("Eight stages from the first visit to the deal, with recycling."),
        "sales-funnel": _("Six stages for a smaller team, from a contact to a customer."),
        "lead-process": _("A lead's way to sales and back: returns, recycling and SLAs."),
        "blank": _("One lead stage and a won stage, to start afresh."),
    }
