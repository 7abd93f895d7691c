"""What is said about a replay: its date, its totals, which run it is."""

from funnelcraft.funnel.text import _, count, day, money, number, short_month
from funnelcraft.simulation.forecast import Replay


def date_line(replay: Replay, at: int) -> str:
    """Write the date of a day."""
    return day(replay.date_of(at))


def day_line(replay: Replay, at: int) -> str:
    """Say which day of how many it is."""
    return _("day {day} of {days}").format(day=number(at + 1), days=number(replay.days))


def run_line(replay: Replay) -> str:
    """Say which run is shown: one of many that are possible."""
    return _("One possible course: run {run} of {runs}").format(
        run=number(replay.run + 1), runs=number(replay.runs)
    )


def short_run_line(replay: Replay) -> str:
    """Say which run is shown where there is little room."""
    return _("Run {run} of {runs}").format(run=number(replay.run + 1), runs=number(replay.runs))


def totals(replay: Replay, at: int, currency: str) -> tuple[tuple[str, str], ...]:
    """Return what has come by the end of a day, as (name, figure)."""
    until = slice(0, at + 1)
    found = [
        (_("Leads in"), count(replay.arrivals[:, until].sum())),
        (_("Won"), count(replay.wins[until].sum())),
    ]
    if replay.revenue.any():
        found.append((_("Revenue"), money(float(replay.revenue[until].sum()), currency)))
    return tuple(found)


def dots_line(sizes: tuple[int, ...]) -> str:
    """Say how many leads dots stand for, from small to large."""
    if sizes in ((), (1,)):
        return _("One dot is one lead")
    figures = " · ".join(number(size) for size in sizes)
    return _("Dots from small to large: {figures} leads").format(figures=figures)


def speed_line(days: float) -> str:
    """Write a speed."""
    return _("{days} days/s").format(days=number(days)) if days != 1 else _("1 day/s")


def month_marks(replay: Replay) -> tuple[tuple[int, str], ...]:
    """Return the days on which months begin, with a short name; January has its year."""
    days = (replay.date_of(at) for at in range(replay.days))
    return tuple((at, short_month(one)) for at, one in enumerate(days) if one.day == 1)
