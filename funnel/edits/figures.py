"""Edits of figures that depend on each other: rates with counts, people with capacity."""

from funnelcraft.funnel.model import Capacity, Conversion


def with_rate(conversion: Conversion | None, rate: float | None) -> Conversion | None:
    """Give a rate. Counts go with the old one: they would contradict the new one."""
    if rate is None:
        return None
    before = conversion or Conversion(rate=rate)
    return before.replaced(rate=rate, entered=None, moved=None)


def with_counts(
    conversion: Conversion | None, *, entered: int | None, moved: int | None
) -> Conversion:
    """Give counts, or take them away; with both the rate is theirs."""
    before = conversion or Conversion(rate=0.0)
    after = before.replaced(entered=entered, moved=moved)
    if entered and moved is not None and moved <= entered:
        after = after.replaced(rate=moved / entered)
    return after


def with_people(capacity: Capacity | None, people: float | None) -> Capacity | None:
    """Say how many people begin leads: what each begins stays, so the stage takes more or fewer.

    Where nothing said how many there are, the leads a day stay as they are.
    """
    if capacity is None:
        return None
    each = leads_per_person(capacity)
    if people is None or each is None:
        return capacity.replaced(people=people)
    return capacity.replaced(people=people, leads_per_day=_readable(each * people))


def with_leads_per_person(capacity: Capacity | None, people: float, each: float) -> Capacity:
    """Say how many leads each of so many people begins a day."""
    before = capacity or Capacity(leads_per_day=0.0)
    return before.replaced(people=people, leads_per_day=_readable(each * people))


def with_leads_per_day(capacity: Capacity | None, leads: float | None) -> Capacity | None:
    """Say how many leads are begun a day in all; None: any number. The people stay."""
    if leads is None:
        return None
    return (capacity or Capacity(leads_per_day=leads)).replaced(leads_per_day=leads)


def leads_per_person(capacity: Capacity | None) -> float | None:
    """Return how many leads a person begins a day; None where nobody said how many people."""
    if capacity is None or not capacity.people or capacity.people < 0:
        return None
    return capacity.leads_per_day / capacity.people


def _readable(value: float) -> float:
    """Drop the noise of multiplying: 5 people × 1.1 are 5.5, not 5.500000000000001."""
    return float(f"{value:.12g}")
