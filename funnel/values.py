"""The base of everything a funnel is made of: a frozen value that keeps what it does not know."""

from typing import Annotated, Any, Self, TypeVar

from pydantic import BaseModel, ConfigDict, Field, StringConstraints


class Value(BaseModel):
    """A frozen, strictly typed part of a document.

    Keys this version does not know are kept and written back. Numbers are finite; a boolean or a
    text is never taken for a number.
    """

    model_config = ConfigDict(
        frozen=True,
        extra="allow",
        strict=True,
        allow_inf_nan=False,
        validate_by_name=True,
        validate_by_alias=True,
        serialize_by_alias=True,
    )

    def replaced(self, **changes: Any) -> Self:
        """Return a copy with some fields changed. Field names and types are the caller's care."""
        return self.model_copy(update=changes)


T = TypeVar("T")
# A JSON list becomes a tuple; what is inside stays strict.
Many = Annotated[tuple[T, ...], Field(strict=False)]

# No name or text of a document is longer than this: 10 MB of a name is an attack, not a name.
LONGEST_TEXT = 10_000
Text = Annotated[str, StringConstraints(max_length=LONGEST_TEXT)]
