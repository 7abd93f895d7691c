"""What `sensitivity --two-way` does: the outcome over a grid of two figures."""

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from funnelcraft.cli.executing import stopping
from funnelcraft.cli.output import about, say, write_json, write_table
from funnelcraft.funnel.model import Funnel
from funnelcraft.funnel.text import _

if TYPE_CHECKING:
    from funnelcraft.simulation.forecast import Figure
    from funnelcraft.simulation.sensitivity import Parameter, TwoWay

_RANGE = re.compile(r"([^=]+)=(\d+(?:\.\d+)?)\.\.(\d+(?:\.\d+)?)")


def two_together(
    file: Path,
    funnel: Funnel,
    days: int,
    figure: "Figure",
    names: tuple[str, str],
    json_out: Path | None,
) -> int:
    """Write the outcome at every pair of values of two figures."""
    from funnelcraft.simulation.sensitivity import Stopped, two_way

    (across, xs), (up, ys) = (_named(funnel, name) for name in names)
    if across == up:
        raise typer.BadParameter(_("--two-way needs two different figures."))
    with about(file), stopping() as should_stop:
        try:
            found = two_way(funnel, days, figure, across, up, xs, ys, should_stop=should_stop)
        except Stopped:
            raise KeyboardInterrupt from None
    if json_out is not None:
        write_json(json_out, _plain(found))
    else:
        _show(funnel, found)
    return 0


def _named(funnel: Funnel, text: str) -> "tuple[Parameter, tuple[float, ...]]":
    """Return the figure of a text such as `rate:mql-sal=0.2..0.5`, and its values."""
    from funnelcraft.simulation.sensitivity import even_steps, parameters

    ranged = _RANGE.fullmatch(text)
    name = ranged.group(1) if ranged else text
    kind, _colon, part = name.partition(":")
    found = [one for one in parameters(funnel) if (one.kind, one.id) == (kind, part)]
    plain = [one for one in found if not one.segment]
    if not plain:
        raise typer.BadParameter(
            _(
                "“{name}” cannot be changed; there are rate:TRIGGER, time:TRIGGER, volume:SOURCE, "
                "capacity:STAGE and deal_value, each with =LOW..HIGH where a range is meant."
            ).format(name=text)
        )
    if ranged is None:
        return plain[0], even_steps(plain[0])
    try:
        return plain[0], even_steps(plain[0], float(ranged.group(2)), float(ranged.group(3)))
    except ValueError:
        raise typer.BadParameter(
            _("“{name}”: no such range; it goes up, and a rate lies between 0 and 1.").format(
                name=text
            )
        ) from None


def _plain(found: "TwoWay") -> dict[str, Any]:
    axes = {
        axis: {"kind": one.kind, "id": one.id, "now": one.value, "values": list(values)}
        for axis, one, values in (("across", found.across, found.xs), ("up", found.up, found.ys))
    }
    rows = [list(row) for row in found.values]
    return {"days": found.days, "base": found.base, **axes, "outcomes": rows}


def _show(funnel: Funnel, found: "TwoWay") -> None:
    from funnelcraft.simulation.sensitivity.naming import parameter_name
    from funnelcraft.simulation.sensitivity.sentences import (
        outcome_text,
        two_way_sentence,
        value_text,
    )

    say(two_way_sentence(funnel, found))
    text = _("Across: {across}. Down: {down}.")
    across, down = (parameter_name(funnel, one) for one in (found.across, found.up))
    say(text.format(across=across, down=down))
    heads = ("", *(value_text(funnel, found.across, x) for x in found.xs))
    rows = [
        (
            value_text(funnel, found.up, y),
            *(outcome_text(funnel, found.figure, value) for value in row),
        )
        for y, row in zip(found.ys, found.values, strict=True)
    ]
    write_table(heads, rows)
