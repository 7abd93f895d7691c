"""What an export has to change of a document's texts, told before somebody relies on it."""

from collections.abc import Iterator
from typing import Any

from funnelcraft.funnel.language import is_spoken, known_locale
from funnelcraft.funnel.model import Funnel
from funnelcraft.funnel.text import _, ngettext, number
from funnelcraft.io.clean_text import clean


def warnings(funnel: Funnel) -> tuple[str, ...]:
    """Return a sentence each for what an export cannot say as the document does.

    No format can hold control and half characters, which become �; and a language may have no
    catalogue.
    """
    return (*_unspoken(funnel), *_unwritable(funnel))


def _unspoken(funnel: Funnel) -> tuple[str, ...]:
    """Say that a document's language is one nobody has translated the texts into."""
    tag = funnel.language
    if not tag or is_spoken(known_locale(tag)):
        return ()
    said = _("There are no texts in the language “{tag}” yet: documents are in English.")
    return (said.format(tag=clean(tag)[:40]),)


def _unwritable(funnel: Funnel) -> tuple[str, ...]:
    bad = [text for text in _texts(funnel.model_dump(mode="python")) if clean(text) != text]
    if not bad:
        return ()
    said = ngettext(
        "{n} text holds control characters, which are written as � (the first is “{text}”).",
        "{n} texts hold control characters, which are written as � (the first is “{text}”).",
        len(bad),
    )
    return (said.format(n=number(len(bad)), text=clean(bad[0])[:40]),)


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for one in value.values():
            yield from _texts(one)
    elif isinstance(value, list | tuple):
        for one in value:
            yield from _texts(one)
