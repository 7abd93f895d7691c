"""The texts of program and templates as Babel finds them, and catalogues up to date with them.

`python -m tests.funnel.catalogues` takes new texts into every catalogue, untranslated, and drops
those that are gone. `--new LANGUAGE` begins another.
"""

import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po

from funnelcraft.io.templates import template_names, texts_of

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "resources" / "locale"
SOURCES = ("funnel", "simulation", "io", "designer", "src/funnelcraft/cli")
KEYWORDS = {"_": None, "marked": None, "ngettext": (1, 2)}
WIDTH = 0  # texts are never wrapped: one that changes changes one line

BEGUN = datetime(2026, 11, 28, tzinfo=UTC)  # a date that moved would change the file every time
HEADER = """\
# The texts of Funnelcraft in another language; `python -m tests.funnel.catalogues` keeps it up to
# date with the source."""


def extracted(language: str) -> Catalog:
    """Return all texts of the source in its order, without translations.

    A text is told by the files it stands in, not by lines: those change with every edit.
    """
    found = Catalog(
        locale=language,
        header_comment=HEADER,
        project="Funnelcraft",
        version="1",
        msgid_bugs_address="-",
        creation_date=BEGUN,
        revision_date=BEGUN,
        last_translator="-",
        language_team="-",
        fuzzy=False,
    )
    for path in _sources():
        place = path.relative_to(ROOT).as_posix()
        with path.open("rb") as file:
            for _line, text, _comments, context in extract("python", file, KEYWORDS):
                found.add(text, locations=[(place, None)], context=context)  # type: ignore[list-item]
    for name in template_names():
        for text in texts_of(name):
            found.add(text, locations=[(f"resources/templates/{name}.funnel", None)])  # type: ignore[list-item]
    return found


def _sources() -> Iterator[Path]:
    for folder in SOURCES:
        yield from sorted((ROOT / folder).rglob("*.py"))


def catalogue(language: str) -> Catalog:
    """Return a catalogue as it is kept."""
    with (FOLDER / f"{language}.po").open("rb") as file:
        return read_po(file, locale=language)


def languages() -> tuple[str, ...]:
    """Return the languages there are catalogues of."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.po")))


def write(found: Catalog, language: str) -> None:
    """Write a catalogue, without what would change from one day to the next."""
    with (FOLDER / f"{language}.po").open("wb") as file:
        write_po(file, found, width=WIDTH, ignore_obsolete=True, include_lineno=False)


def updated(language: str) -> Catalog:
    """Return the texts of the source with the translations that the catalogue has of them."""
    known, fresh = catalogue(language), extracted(language)
    for message in fresh:
        if message.id and (before := known.get(message.id)) is not None:
            message.string = before.string
    return fresh


def main(arguments: list[str]) -> None:
    """Bring catalogues up to date, or begin one."""
    match arguments:
        case ["--new", language]:
            write(extracted(language), language)
        case _:
            for language in languages():
                write(updated(language), language)


if __name__ == "__main__":
    main(sys.argv[1:])
