"""Judge several tables together: leads beside the deals won from them."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol

from funnelcraft.funnel.text import _
from funnelcraft.io.imports.columns import Column, fit, key
from funnelcraft.io.imports.known_exports import KNOWN, Guess
from funnelcraft.io.imports.mapping import Form, Role
from funnelcraft.io.imports.proposal import Sureness


class Judged(Protocol):
    """A table with what was guessed of it alone."""

    there: tuple[Column, ...]
    guesses: tuple[Guess, ...]
    taken: Guess | None

    def take(self, guess: Guess) -> None:
        """Take the table for what a guess says."""
        ...


def agree(looks: Sequence[Judged]) -> None:
    """Judge files together: leads beside the deals won from them."""
    if len(looks) != 2:
        return
    vendor = any(look.taken and look.taken.score >= KNOWN for look in looks)
    if vendor:
        return
    for met, won in (looks, looks[::-1]):
        leads, deals = _guess(met, Form.LEADS), _guess(won, Form.DEALS)
        shared = _shared_id(met.there, won.there)
        if leads is None or deals is None or shared is None or _guess(met, Form.DEALS):
            continue
        theirs = next(one.heading for one in won.there if one.key == key(shared))
        why = _("Both tables have the column “{name}”.").format(name=shared)
        met.take(_joined_by(leads, shared, why))
        won.take(_joined_by(deals, theirs, why, only=(Role.TIME, Role.VALUE)))
        return


def _guess(look: Judged, form: Form) -> Guess | None:
    return next((guess for guess in look.guesses if guess.form is form), None)


def _joined_by(guess: Guess, heading: str, why: str, only: Sequence[Role] = tuple(Role)) -> Guess:
    """Return the guess with the shared id; of deals, nothing that is known of won leads alone."""
    roles = {role: name for role, name in guess.columns.items() if name != heading and role in only}
    return replace(
        guess, columns=roles | {Role.LEAD: heading}, why=why, sureness=Sureness.LIKELY, open_=()
    )


def _shared_id(first: Sequence[Column], second: Sequence[Column]) -> str | None:
    """Return the heading of an id that two tables share."""
    theirs = {one.key for one in second}
    shared = [one for one in first if one.key in theirs and fit(one, Role.LEAD) >= 1.0]
    ranked = sorted(shared, key=lambda one: -fit(one, Role.LEAD))
    return ranked[0].heading if ranked else None
