"""The JSON Schema of the portable file, generated from the model."""

from typing import Any

from funnelcraft.funnel.model import VERSION, Funnel
from funnelcraft.funnel.velocity import KNOWN_TIMES, UnknownTime
from funnelcraft.io.json_text import json_text

RESOURCE = f"schema/funnel-{VERSION}.schema.json"


def schema() -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of a version-1 document."""
    generated = Funnel.model_json_schema(by_alias=True, mode="validation")
    for name in KNOWN_TIMES.values():
        part = generated["$defs"][name.__name__]
        part["required"] = ["kind", *part.get("required", ())]
    # A known kind must have its own shape; any other text is a kind of a later version.
    later = generated["$defs"][UnknownTime.__name__]["properties"]["kind"]
    later["not"] = {"enum": list(KNOWN_TIMES)}
    generated["required"] = sorted({*generated["required"], "format", "version"})
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$comment": "Generated from funnel/model.py by `python -m funnelcraft.io.json_schema`.",
        **_any_of(generated),
    }


def _any_of(schema: Any) -> Any:
    """Say `anyOf` for `oneOf`: a rule with two of its names is read as the first of them."""
    if isinstance(schema, dict):
        return {
            ("anyOf" if key == "oneOf" else key): _any_of(inner) for key, inner in schema.items()
        }
    return [_any_of(inner) for inner in schema] if isinstance(schema, list) else schema


def schema_text() -> str:
    """Return the schema as the text of its file in resources/."""
    return json_text(schema())


def main() -> None:
    """Write the schema into the checkout's resources/."""
    from pathlib import Path

    from funnelcraft.io.files import write_bytes

    resources = Path(__file__).resolve().parent.parent / "resources"
    write_bytes(resources / RESOURCE, schema_text().encode())


if __name__ == "__main__":
    main()
