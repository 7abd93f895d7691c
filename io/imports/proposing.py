"""Look at exports and propose how they are to be read; decide nothing that is unclear."""

import hashlib
import json
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

import numpy as np

from funnelcraft.funnel.text import _
from funnelcraft.io.imports.agreeing import agree
from funnelcraft.io.imports.events import Gathering
from funnelcraft.io.imports.folders import is_folder, tables_of
from funnelcraft.io.imports.looking import Look
from funnelcraft.io.imports.mapping import Form, Mapping
from funnelcraft.io.imports.names import Names, names_for
from funnelcraft.io.imports.pace import Pace
from funnelcraft.io.imports.progress import OnProgress, ShouldStop
from funnelcraft.io.imports.proposal import FoundText, Proposal, Question
from funnelcraft.io.imports.texts import Codes, spelled_alike
from funnelcraft.io.problems import FileProblem
from funnelcraft.simulation.baseline.order import is_lost_name, is_won_name


def propose(
    paths: Sequence[Path],
    mapping: Mapping | None = None,
    on_progress: OnProgress | None = None,
    should_stop: ShouldStop | None = None,
) -> Proposal:
    """Look at files, or at all tables of a folder. Raises FileProblem, Stopped.

    With a mapping, the files are looked at as it says; what it leaves open (encoding "", delimiter
    "", sheet "", date order and decimal sign None) is guessed. So are the columns where it has none
    for a file: of the form it says, if the table can be of that form.
    """
    files = tables_of(paths)
    if mapping is not None and len(mapping.files) != len(files):
        raise FileProblem(files[0], _("the mapping is for other files."))
    pace = Pace(files, _("looking"), on_progress, should_stop, times=2)
    everything = looks = [
        Look(path, None if mapping is None else mapping.files[index], pace)
        for index, path in enumerate(files)
    ]
    try:
        for look in looks:
            look.open()
        if mapping is None:
            tables = [look for look in looks if look.guesses]
            looks = tables if tables and is_folder(paths) else looks
            agree(looks)
            # At ties the order of the files tells: a lead is met before its deal is won.
            looks = sorted(looks, key=lambda look: look.mapping.form is not Form.LEADS)
        names = names_for(None)
        gathered = Gathering()
        for index, look in enumerate(looks):
            look.scan(index, names, gathered)
    finally:
        for look in everything:
            look.close()
    notes = [
        _("“{name}” is left aside: it has no column for a lead and none for a time.").format(
            name=look.path.name
        )
        for look in everything
        if look not in looks
    ]
    return _proposal(looks, names, gathered, mapping, notes)


def _proposal(
    looks: Sequence[Look],
    names: Names,
    gathered: Gathering,
    given: Mapping | None,
    notes: Sequence[str],
) -> Proposal:
    events = gathered.done()
    stages = _found(names.stage, events.stage, named=True)
    segments = _found(names.segment, events.segment, named=False)
    mapping = Mapping(
        files=tuple(look.mapping for look in looks),
        stages={} if given is None else given.stages,
        segments={} if given is None else given.segments,
    )
    return Proposal(
        paths=tuple(str(look.path) for look in looks),
        files=tuple(look.found() for look in looks),
        mapping=mapping,
        questions=tuple(
            Question(file=index, settles=settles, sentence=sentence)
            for index, look in enumerate(looks)
            for settles, sentence in look.questions
        ),
        stages=stages,
        segments=segments,
        merges=_alike(stages),
        segment_merges=_alike(segments),
        rows=sum(look.rows for look in looks),
        complete=all(look.complete for look in looks),
        first=_day(events.day.min()) if events.day.size else "",
        last=_day(events.day.max()) if events.day.size else "",
        notes=tuple(notes),
        fingerprint=fingerprint([look.table.headings for look in looks]),
    )


def _found(
    codes: Codes, used: "np.ndarray[tuple[int], np.dtype[np.integer]]", *, named: bool
) -> tuple[FoundText, ...]:
    counts = np.bincount(used[used >= 0], minlength=len(codes.names))
    texts = [
        FoundText(name=name, rows=int(count), outcome=_outcome(name) if named else "")
        for name, count in zip(codes.names, counts, strict=True)
        if count
    ]
    return tuple(texts if named else sorted(texts, key=lambda one: -one.rows)[:1000])


def _alike(texts: Sequence[FoundText]) -> tuple[tuple[str, ...], ...]:
    """Return groups of names that are spelt alike, of each the one with the most rows first."""
    return spelled_alike(one.name for one in sorted(texts, key=lambda one: -one.rows))


def _outcome(name: str) -> str:
    return "won" if is_won_name(name) else "lost" if is_lost_name(name) else ""


def _day(number: int) -> str:
    return (date(1970, 1, 1) + timedelta(days=int(number))).isoformat()


def fingerprint(headings: Sequence[Sequence[str]]) -> str:
    """Return a hash of the headings of some files: equal for exports of one kind."""
    return hashlib.sha256(json.dumps([list(one) for one in headings]).encode()).hexdigest()
