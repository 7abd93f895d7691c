"""What several parts have in common: one value, or that they differ."""

from collections.abc import Iterable
from typing import Any, Final

from funnelcraft.designer.inspector.fields import ChoiceField, Field
from funnelcraft.designer.inspector.writing import Writing
from funnelcraft.funnel.text import _


class _Mixed:
    """Stands for a value that differs between the parts."""

    def __repr__(self) -> str:
        return "MIXED"


MIXED: Final = _Mixed()


def common(values: Iterable[Any]) -> Any:
    """Return the value all have, or MIXED; None where there are none."""
    found = iter(values)
    first = next(found, None)
    return first if all(value == first for value in found) else MIXED


def mixable(writing: Writing) -> Writing:
    """Let a field show that the parts differ, as an empty field that says so."""
    return Writing(
        show=lambda value: "" if value is MIXED else writing.show(value),
        read=writing.read,
        unit=writing.unit,
        example=writing.example,
    )


def show_common(field: Field, value: Any, example: str = "") -> None:
    """Show a common value in a field, or that it is mixed."""
    field.editor.setPlaceholderText(_("mixed") if value is MIXED else example)
    field.editor.setAccessibleDescription(_("mixed") if value is MIXED else "")
    field.show_draft(None, value)


def show_common_choice(field: ChoiceField, options: Iterable[tuple[Any, str]], value: Any) -> None:
    """Show a common value in a list to choose from, or that it is mixed."""
    mixed = ((MIXED, _("mixed")),) if value is MIXED else ()
    field.set_options((*mixed, *options))
    field.show_value(value)
