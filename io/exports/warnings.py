"""What an export has to change of a document's texts, told before somebody relies on it."""

from collections.abc import Iterator
from typing import Any

from funnelcraft.funnel.model import Funnel
from funnelcraft.funnel.text import ngettext, number
from funnelcraft.io.clean_text import clean


def warnings(funnel: Funnel) -> tuple[str, ...]:
    """Return a sentence for what no format can hold: control and half characters become �."""
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
