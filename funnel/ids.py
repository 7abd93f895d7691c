"""Ids: short, readable, unique among their kind, never shown to users."""

import re
import unicodedata
from collections.abc import Collection

LONGEST_ID = 64


def new_id(text: str, taken: Collection[str]) -> str:
    """Return an id made from a text, `[a-z0-9][a-z0-9-]{0,63}`, that is not taken yet."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    base = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[: LONGEST_ID - 6].rstrip("-") or "x"
    candidate, number = base, 1
    while candidate in taken:
        number += 1
        candidate = f"{base}-{number}"
    return candidate
