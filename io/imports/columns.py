"""Which column says what, judged by its heading and by what stands in it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from funnelcraft.io.imports import amounts, moments
from funnelcraft.io.imports.mapping import Role

SAMPLE = 2_000


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


# Headings in letters and digits alone, the plainest first.
NAMES: dict[Role, tuple[str, ...]] = {
    Role.LEAD: _words(
        "leadid caseid caseconceptname case recordid dealid opportunityid contactid prospectid "
        "mqlid lead deal opportunity contact recordidcontact recordiddeal hsobjectid customerid "
        "traceid personid accountid companyid email emailaddress leadno leadnumber key uuid guid "
        "applicationid ticketid kundennummer vorgang vorgangsid"
    ),
    Role.STAGE: _words(
        "stage stagename activity conceptname tostage newstage nextstage lifecyclestage dealstage "
        "leadstatus status phase event eventname activityname task action step state newvalue "
        "pipelinestage funnelstage nextstageid stageid aktivitat schritt"
    ),
    Role.TIME: _words(
        "enteredat timestamp timetimestamp time enteredon entered date datetime changedat "
        "changedate createddate createdat completetimestamp completiontime activitydate "
        "eventtime eventdate occurredat starttimestamp starttime start lastmodifieddate "
        "modifieddate createdate creationdate zeitstempel datum when at"
    ),
    Role.SEGMENT: _words(
        "segment companysize size tier industry region market country businesssegment leadtype"
    ),
    Role.SOURCE: _words(
        "source leadsource origin originalsource channel utmsource medium campaign herkunft"
    ),
    Role.VALUE: _words(
        "value amount dealvalue dealamount worth revenue price acv arr expectedrevenue betrag"
    ),
    Role.OWNER: _words(
        "owner ownerid orgresource resource ownername dealowner contactowner assignee user rep "
        "salesrep agent"
    ),
}
_PLAIN = {"id": Role.LEAD}


@dataclass(frozen=True)
class Column:
    """A column of a sample: shares (0–1) of its texts that are given, dates, amounts, different.

    `different` texts there are among `given` ones.
    """

    heading: str
    key: str
    given: int
    rows: int
    different: int
    dates: float
    amounts: float
    longest: int

    @property
    def unique(self) -> bool:
        """Whether no text is there twice."""
        return self.given > 1 and self.different == self.given

    @property
    def is_date(self) -> bool:
        """Whether it holds dates."""
        return self.given > 0 and self.dates >= 0.8


def key(heading: str) -> str:
    """Return a heading in small letters and digits alone."""
    return re.sub(r"[\W_]+", "", heading.casefold())


def columns(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> tuple[Column, ...]:
    """Return what a sample of rows shows of every column."""
    sample = rows[:SAMPLE]
    return tuple(
        _column(heading, [row[place].strip() for row in sample])
        for place, heading in enumerate(headings)
    )


def _column(heading: str, texts: list[str]) -> Column:
    given = [text for text in texts if text]
    seen = set(given)
    some = list(seen)[:200]
    numbers = amounts.Evidence()
    amounts.look(some, numbers)
    share = 1 / max(len(some), 1)
    return Column(
        heading=heading,
        key=key(heading),
        given=len(given),
        rows=len(texts),
        different=len(seen),
        dates=moments.readable(some) * share,
        amounts=numbers.read * share,
        longest=max(map(len, some), default=0),
    )


def name_score(column: Column, role: Role) -> float:
    """Return how well a heading names a role: 4 the plainest, 3 a known one, 1.5 a part of it."""
    names = NAMES.get(role, ())
    if column.key in names:
        return 4.0 if names.index(column.key) == 0 else 3.0
    if _PLAIN.get(column.key) is role:
        return 2.0
    words = {word for word in re.split(r"[\W_]+", column.heading.casefold()) if word}
    words |= {key(part) for part in re.findall(r"[A-Z]?[a-z]+", column.heading)}
    if role is Role.LEAD:
        return 1.5 if words & {"id", "key", "no", "number", "nr"} else 0.0
    if role is Role.TIME:
        return 1.5 if words & {"date", "time", "timestamp", "at", "datum"} else 0.0
    return 1.5 if words & set(names) else 0.0


def fit(column: Column, role: Role) -> float:
    """Return how well a column suits a role; below 0 where it can't."""
    score = name_score(column, role)
    if column.given == 0 and column.rows:
        return score - 3.0
    if not column.rows:
        return score
    if role is Role.TIME:
        if score >= 3.0:  # it plainly says so: what is no date is counted
            return score + 2.0 if column.dates > 0 else score - 2.0
        return score + 2.0 if column.is_date else -5.0
    if column.is_date:
        return -5.0
    if role is Role.STAGE:
        few = column.different <= 100 and column.different < column.given
        odd = score < 3.0 and (column.amounts > 0.9 or column.longest > 200)
        return score + (1.0 if few else -2.0) - (3.0 if odd else 0.0)
    if role is Role.LEAD:
        return score + (1.0 if column.different > 0.05 * column.given else -1.0)
    if role is Role.VALUE:
        return score if column.amounts >= (0.01 if score >= 3.0 else 0.8) else -5.0
    return score if column.different < column.given or column.rows < 20 else score - 2.0


def best(
    there: Sequence[Column], role: Role, taken: Sequence[str], least: float
) -> tuple[Column | None, tuple[Column, ...]]:
    """Return the column that suits a role best, and others that suit it as well."""
    ranked = sorted(
        ((fit(one, role), one) for one in there if one.heading not in taken),
        key=lambda pair: -pair[0],
    )
    if not ranked or ranked[0][0] < least:
        return None, ()
    top, column = ranked[0]
    return column, tuple(one for score, one in ranked[1:] if score >= top - 0.4)
