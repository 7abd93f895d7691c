"""How the columns of exports are meant: everything that is guessed, and that a user may correct."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from funnelcraft.funnel.text import _
from funnelcraft.funnel.values import Many, Text, Value


class Kind(StrEnum):
    """How a file is written."""

    CSV = "csv"
    XLSX = "xlsx"
    PARQUET = "parquet"
    XES = "xes"


class Form(StrEnum):
    """What a row of a table is."""

    EVENTS = "events"  # a stage entered
    DATES = "dates"  # a lead, with a date for every stage: HubSpot, Pipedrive
    LEADS = "leads"  # a lead, when it was first met
    DEALS = "deals"  # a deal that was won
    STAGE_HISTORY = "stage-history"  # Salesforce's OpportunityHistory
    FIELD_HISTORY = "field-history"  # Salesforce's OpportunityFieldHistory and LeadHistory
    MARKETO = "marketo"  # an activity
    PARDOT = "pardot"  # a change of the lifecycle


class Role(StrEnum):
    """What a column says."""

    LEAD = "lead"
    STAGE = "stage"
    TIME = "time"
    SEGMENT = "segment"
    SOURCE = "source"
    VALUE = "value"
    OWNER = "owner"
    DEAL = "deal"  # the id by which another file knows the lead
    BEFORE = "before"  # the stage left
    WHAT = "what"  # what kind of a row it is: a field's name, a number of an activity
    DETAILS = "details"  # JSON that says the stage
    ELAPSED = "elapsed"  # seconds spent in the stage left


class DateOrder(StrEnum):
    """How dates like 3/4/2024 are meant. Those like 2024-04-03 and 03.04.2024 mean one thing."""

    DAY_FIRST = "day-first"
    MONTH_FIRST = "month-first"


class Decimal(StrEnum):
    """What stands before the cents."""

    POINT = "."
    COMMA = ","


NotEmpty = Annotated[Text, Field(min_length=1)]

NEEDED: dict[Form, tuple[Role, ...]] = {
    Form.EVENTS: (Role.LEAD, Role.STAGE, Role.TIME),
    Form.DATES: (Role.LEAD,),
    Form.LEADS: (Role.LEAD, Role.TIME),
    Form.DEALS: (Role.LEAD, Role.TIME),
    Form.STAGE_HISTORY: (Role.LEAD, Role.STAGE, Role.TIME),
    Form.FIELD_HISTORY: (Role.LEAD, Role.WHAT, Role.STAGE, Role.TIME),
    Form.MARKETO: (Role.LEAD, Role.WHAT, Role.DETAILS, Role.TIME),
    Form.PARDOT: (Role.LEAD, Role.STAGE, Role.TIME),
}
MAY_HAVE: dict[Form, tuple[Role, ...]] = {
    form: (
        *((Role.STAGE, Role.TIME) if form is Form.DATES else ()),
        *((Role.BEFORE,) if form in (Form.FIELD_HISTORY, Form.PARDOT) else ()),
        *((Role.ELAPSED,) if form is Form.PARDOT else ()),
        *((Role.DEAL,) if form in (Form.LEADS, Form.DATES) else ()),
        Role.SEGMENT,
        Role.SOURCE,
        Role.VALUE,
        Role.OWNER,
    )
    for form in Form
}


def form_name(form: Form) -> str:
    """Say what a table is, in plain words."""
    return {
        Form.EVENTS: _("event log: a row for each stage entered"),
        Form.DATES: _("a row for each lead, with a date for each stage"),
        Form.LEADS: _("leads: a row for each, with the day it was first met"),
        Form.DEALS: _("won deals: a row for each, with the day it was won"),
        Form.STAGE_HISTORY: _("Salesforce: history of opportunities"),
        Form.FIELD_HISTORY: _("Salesforce: history of fields"),
        Form.MARKETO: _("Marketo: activities"),
        Form.PARDOT: _("Pardot: history of the lifecycle"),
    }[form]


def role_name(role: Role) -> str:
    """Say what a column tells, in a word or two."""
    return {
        Role.LEAD: _("Lead’s id"),
        Role.STAGE: _("Stage"),
        Role.TIME: _("When"),
        Role.SEGMENT: _("Segment"),
        Role.SOURCE: _("Source"),
        Role.VALUE: _("Deal value"),
        Role.OWNER: _("Owner"),
        Role.DEAL: _("Deal’s id"),
        Role.BEFORE: _("Stage before"),
        Role.WHAT: _("Kind of row"),
        Role.DETAILS: _("Details (JSON)"),
        Role.ELAPSED: _("Seconds in the stage before"),
    }[role]


class FileMapping(Value):
    """How one file is read.

    `columns` gives the heading of each role's column. Of the form `dates` alone: `stage_columns`
    gives the stage that a column of dates stands for, `exit_columns` the one left on that date.
    `date_order` and `decimal` are None while the column doesn't tell and nobody said so. `encoding`
    and `delimiter` are those of CSV, `sheet` that of a workbook.
    """

    name: Text
    kind: Kind
    form: Form
    columns: dict[Role, Text] = Field(default_factory=dict)
    stage_columns: dict[Text, Text] = Field(default_factory=dict)
    exit_columns: dict[Text, Text] = Field(default_factory=dict)
    date_order: DateOrder | None = None
    decimal: Decimal | None = None
    encoding: Text = ""
    delimiter: Text = ""
    sheet: Text = ""

    def missing(self) -> tuple[Role, ...]:
        """Return the roles that still need a column."""
        return tuple(role for role in NEEDED[self.form] if role not in self.columns)


class Mapping(Value):
    """How some files are read together, and what the stages of the log are called.

    `stages` gives a name of the log its name in the history; None leaves the stage out. A name
    that isn't in it keeps its own. Two names that become one are merged. `segments` alike.
    """

    files: Many[FileMapping]
    stages: dict[Text, NotEmpty | None] = Field(default_factory=dict)
    segments: dict[Text, NotEmpty] = Field(default_factory=dict)

    def to_json(self) -> str:
        """Return the mapping as JSON."""
        return self.model_dump_json()

    @classmethod
    def from_json(cls, text: str | bytes) -> "Mapping":
        """Return the mapping that JSON says. Raises ValueError."""
        return cls.model_validate_json(text)
