"""JSON as text, to be written whole."""

import json


def json_text(value: object) -> str:
    """Return a value as JSON that people can read; NaN and infinities raise ValueError."""
    return json.dumps(value, indent=2, ensure_ascii=False, allow_nan=False) + "\n"
