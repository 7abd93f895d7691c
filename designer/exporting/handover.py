"""Everything at once: all documents of a funnel in one folder, with a list of what is where."""

from collections.abc import Iterator
from dataclasses import replace

from funnelcraft.funnel.model import Funnel
from funnelcraft.funnel.text import _, day
from funnelcraft.io.exports import Context, Format, chosen_options, made
from funnelcraft.io.exports.markdown import bullets, code, escaped, heading
from funnelcraft.io.exports.paths import file_name
from funnelcraft.io.exports.words import document_title
from funnelcraft.io.exports.year import first_year
from funnelcraft.simulation.problems import CannotSimulate

# What would only repeat another: the drawing is there as SVG.
_LEFT_OUT = ("png", "pdf")
_FOLDERS = {"picture": "diagrams", "diagram": "diagrams", "kit": "launch", "deck": "executives"}


def whole_handover(funnel: Funnel, context: Context) -> dict[str, bytes]:
    """Return every export in folders by topic, and a README that lists them.

    What needs a forecast is there where the context has one, or has it made already. What cannot
    be made without one is left out, and the README says so and why. Raises Stopped.
    """
    kinds = tuple(_wanted())
    files: dict[str, bytes] = {}
    listed: list[tuple[Format, str]] = []
    left_out: list[tuple[Format, str]] = []
    stem = file_name(document_title(funnel, context))
    for at, kind in enumerate(kinds):
        place = _place(kind, stem)
        try:
            _refuse_without_forecast(funnel, context, kind)
            result = made(funnel, kind, _within(context, kind, at, len(kinds)))
        except _NoForecast:
            left_out.append((kind, _("it takes a forecast, and none was made for this.")))
            continue
        except CannotSimulate as refusal:
            left_out.append((kind, refusal.findings[0].message))
            continue
        listed.append((kind, place))
        if isinstance(result, bytes):
            files[place] = result
        else:
            files |= {f"{place}/{name}": data for name, data in result.items()}
    return {"README.md": _readme(funnel, context, listed, left_out), **files}


def _wanted() -> Iterator[Format]:
    from funnelcraft.designer.exporting.formats import all_formats

    for kind in all_formats():
        if kind.group != "all" and kind.name not in _LEFT_OUT:
            yield kind


class _NoForecast(Exception):  # noqa: N818 - it is told, and no fault
    """Nobody made a forecast of a funnel that could be forecast."""


def _refuse_without_forecast(funnel: Funnel, context: Context, kind: Format) -> None:
    """Raise CannotSimulate, or _NoForecast, where a format needs a forecast and there is none."""
    if kind.forecast == "required" and context.forecast is None and kind.name not in context.ready:
        first_year(funnel)
        raise _NoForecast


def _place(kind: Format, stem: str) -> str:
    folder = _FOLDERS.get(kind.group, kind.group)
    return f"{folder}/{kind.name}" if kind.is_folder else f"{folder}/{stem}{kind.suffix}"


def _within(context: Context, kind: Format, at: int, of: int) -> Context:
    """Return the context of one export among all: its own options, its part of the progress."""

    def on_step(share: float, _what: str) -> None:
        context.step((at + share) / of, kind.marked_title)

    return replace(context, options=chosen_options(kind), on_step=on_step)


def _readme(
    funnel: Funnel,
    context: Context,
    listed: list[tuple[Format, str]],
    left_out: list[tuple[Format, str]],
) -> bytes:
    made_of = _("Made from {file} on {day}.").format(
        file=code(context.file_name), day=escaped(day(context.day))
    )
    lines = [
        heading(1, _("{title}: hand-over").format(title=document_title(funnel, context))),
        made_of + "\n",
        bullets(
            f"{code(place)}: **{escaped(kind.title)}**. {escaped(kind.sentence)}"
            for kind, place in listed
        ),
    ]
    if left_out:
        lines.append(heading(2, _("Left out")))
        lines.append(
            bullets(f"**{escaped(kind.title)}**: {escaped(why)}" for kind, why in left_out)
        )
    return "\n".join(lines).encode()
