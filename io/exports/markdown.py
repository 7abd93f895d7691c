"""Markdown as text: whatever a funnel's texts say, they show as they are."""

import re
from collections.abc import Iterable, Sequence

from funnelcraft.io.clean_text import one_line

# What means something in Markdown or in the HTML it may hold, wherever it stands.
_MEANING = re.compile(r"([\\`*_{}\[\]()#+\-.!|<>~&$@:])")


def escaped(text: str) -> str:
    """Return a text on one line in which no sign means anything to Markdown."""
    return _MEANING.sub(_unmeant, one_line(text))


def _unmeant(found: re.Match[str]) -> str:
    sign, text = found.group(), found.string
    if sign in "-+.:@&$()!{}":
        return _in_place(sign, text, found.start())
    return "&lt;" if sign == "<" else f"\\{sign}"


def _in_place(sign: str, text: str, at: int) -> str:
    """Escape only where the sign would mean something: most stand amid a sentence."""
    before, after = text[:at], text[at + 1 :]
    starts = not before.strip() or (sign == "." and before.strip().isdigit())
    if sign in "-+." and starts and after[:1] in ("", " "):
        return f"\\{sign}"
    if sign == "(" and before.endswith("]"):
        return "\\("
    if sign == "!" and after.startswith("["):
        return "\\!"
    if sign in ":@" and after[:1] not in ("", " "):
        return f"{sign}\u2060"  # no address is made a link of
    return "&amp;" if sign == "&" and re.match(r"#?\w+;", after) else sign


def code(text: str) -> str:
    """Return a text on one line as code, whatever backticks it holds."""
    plain = one_line(text).replace("|", "\\|")
    fence = "`" * (max((len(run) for run in re.findall("`+", plain)), default=0) + 1)
    pad = " " if plain.startswith("`") or plain.endswith("`") or not plain.strip() else ""
    return f"{fence}{pad}{plain}{pad}{fence}"


def heading(level: int, text: str) -> str:
    """Return a heading of a level from 1 on, with the blank line that follows it."""
    return f"{'#' * level} {escaped(text)}\n"


def table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table of cells that are Markdown already; the headings are plain text."""
    lines = [
        _row([escaped(one) for one in headings]),
        _row(["---"] * len(headings)),
        *(_row(row) for row in rows),
    ]
    return "\n".join(lines) + "\n"


def _row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cell or " " for cell in cells) + " |"


def bullets(items: Iterable[str]) -> str:
    """Return a list of items that are Markdown already."""
    return "".join(f"- {item}\n" for item in items)


def numbered(items: Iterable[str]) -> str:
    """Return a numbered list of items that are Markdown already."""
    return "".join(f"{n}. {item}\n" for n, item in enumerate(items, 1))
