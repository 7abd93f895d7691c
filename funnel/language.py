"""Which language texts and figures are in: the program's own, or a document's for a while.

`_` marks every text a user sees; Babel extracts it into the catalogues of `resources/locale/`. A
document may be in another language than the program: what writes it does so inside `speaking`.
That holds for the thread that says it, and for no other.
"""

import os
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import lru_cache
from gettext import c2py

from funnelcraft import resources

CATALOGUES = "locale"
VARIABLE = "FUNNELCRAFT_LANGUAGE"  # says the program's language before all others


@dataclass(frozen=True)
class Speech:
    """The locale of texts and that of figures: many read English texts, but write 1.000,50."""

    texts: str
    figures: str


ENGLISH = Speech("en_US", "en_US")


@lru_cache(maxsize=1)
def programs_speech() -> Speech:
    """Return what the program speaks, as its environment says."""
    if is_spoken(wanted := known_locale(os.environ.get(VARIABLE, ""))):
        return Speech(wanted, wanted)
    texts, figures = _from_environment("LC_MESSAGES"), _from_environment("LC_NUMERIC")
    return Speech(texts if is_spoken(texts) else ENGLISH.texts, figures)


def _from_environment(category: str) -> str:
    """Return the locale the environment asks for; English where it names none that is known."""
    for variable in ("LC_ALL", category, "LANG"):
        name = os.environ.get(variable, "").partition(".")[0]
        if "-" not in name and (found := known_locale(name)):
            return found
    return ENGLISH.texts


# A language, its script and its region, as in RFC 5646; what is longer is nobody's language.
_TAG = re.compile(r"[A-Za-z]{2,3}([-_][A-Za-z]{4})?([-_]([A-Za-z]{2}|[0-9]{3}))?")


@lru_cache(maxsize=64)
def known_locale(tag: str) -> str:
    """Return a language's tag (`de`, `de-AT`, `de_AT`) as a locale; empty where there is none."""
    if not _TAG.fullmatch(tag):
        return ""
    from babel import Locale, UnknownLocaleError

    try:
        return str(Locale.parse(tag.replace("-", "_")))
    except (ValueError, TypeError, UnknownLocaleError):
        return ""


def let_program_speak(tag: str) -> None:
    """Let the program speak a language from now on, and the processes it starts."""
    os.environ[VARIABLE] = tag
    programs_speech.cache_clear()


_now: ContextVar[Speech | None] = ContextVar("speech", default=None)


def speech() -> Speech:
    """Return what is spoken here and now."""
    return _now.get() or programs_speech()


@contextmanager
def speaking(wanted: Speech) -> Iterator[None]:
    """Speak so for a while, in this thread."""
    token = _now.set(wanted)
    try:
        yield
    finally:
        _now.reset(token)


def documents_speech(tag: str) -> Speech:
    """Return what a document is written in by the language it names; the program's where it is "".

    A language without a catalogue is English, figures and all: half a translation is worse than
    none.
    """
    if not tag:
        return programs_speech()
    locale = known_locale(tag)
    return Speech(locale, locale) if is_spoken(locale) else ENGLISH


# What can be chosen for a document; others can be written into its file.
OFFERED = ("en-US", "en-GB", "de-DE", "de-AT", "de-CH")


def language_name(tag: str) -> str:
    """Return what the people of a language call it: `Deutsch (Schweiz)`; the tag where unknown."""
    from babel import Locale

    locale = known_locale(tag)
    name = Locale.parse(locale).get_display_name() if locale else None
    return name[0].upper() + name[1:] if name else tag


def is_spoken(locale: str) -> bool:
    """Say whether there are texts in the language of a locale."""
    return _base(locale) == "en" or _base(locale) in catalogues()


@lru_cache(maxsize=1)
def catalogues() -> tuple[str, ...]:
    """Return the languages there are catalogues of, besides English."""
    return tuple(name.removesuffix(".po") for name in resources.names(CATALOGUES, ".po"))


def _base(locale: str) -> str:
    return locale.partition("_")[0]


@dataclass(frozen=True, eq=False)
class _Catalogue:
    """The texts of a language by the English ones, and which form of several goes with a number."""

    texts: Mapping[str, str]
    forms: Mapping[str, tuple[str, ...]]
    form: Callable[[int], int]


@lru_cache(maxsize=8)
def _catalogue(language: str) -> _Catalogue:
    """Return the texts of a language; none where it is English.

    Catalogues are read as translators write them, in some 40 ms: no compiled file can be older
    than its source.
    """
    if language not in catalogues():
        return _Catalogue({}, {}, lambda n: n != 1)
    from babel.messages.pofile import read_po

    found = read_po(resources.read_text(f"{CATALOGUES}/{language}.po").splitlines(True))
    texts: dict[str, str] = {}
    forms: dict[str, tuple[str, ...]] = {}
    for message in found:
        if not message.id:
            continue  # what the file says of itself is no translation of an empty text
        if isinstance(message.id, str) and isinstance(message.string, str) and message.string:
            texts[message.id] = message.string
        elif isinstance(message.string, tuple) and all(message.string):
            forms[message.id[0]] = message.string
    return _Catalogue(texts, forms, c2py(found.plural_expr))


def marked(text: str) -> str:
    """Return a text as it is: it goes into the catalogues, and is translated where it is read."""
    return text


def _(text: str) -> str:
    """Return a text in the language spoken now."""
    return _catalogue(_base(speech().texts)).texts.get(text, text)


def ngettext(one: str, many: str, n: int) -> str:
    """Return a text of one or several in the language spoken now."""
    catalogue = _catalogue(_base(speech().texts))
    return catalogue.forms.get(one, (one, many))[catalogue.form(n)]
