"""What a funnel is: the version-1 document as frozen values.

The fields stand in the order in which the file writes them. `docs/format.md` of the portable file
is the contract; units are in the names.
"""

from typing import Literal

from pydantic import Field

from funnelcraft.funnel.changes import Scenario
from funnelcraft.funnel.matches import KeptMapping
from funnelcraft.funnel.measured import MeasuredBaseline
from funnelcraft.funnel.rules import Rule
from funnelcraft.funnel.values import Many, Text, Value
from funnelcraft.funnel.velocity import ExponentialTime, TimeDistribution

FORMAT = "funnelcraft"
VERSION = 1

DAYS_PER_MONTH = 365.25 / 12

# Of a kind that is not among these, a later version wrote the file: it is kept and reported.
STAGE_KINDS = ("open", "gate", "won", "lost")
ENDS = ("won", "lost")
TRIGGER_KINDS = ("progress", "recycle", "disqualify", "sla_breach")
CLOCKS = ("first_touch", "stage")
CALENDARS = ("weekdays", "every_day")

# The one segment of a funnel that names none.
ALL = "all"

Position = tuple[float, float]


class Segment(Value):
    """A group of leads with rates and times of its own."""

    id: Text
    name: Text


class Role(Value):
    """Who owns a stage. Departments are the lanes of the canvas."""

    id: Text
    name: Text
    department: Text


class Sla(Value):
    """A promise: follow up (`first_touch`) or finish (`stage`) within so many days."""

    days: float
    clock: Text = "first_touch"


class Capacity(Value):
    """How many leads can be begun on a working day, and by how many people."""

    leads_per_day: float
    calendar: Text = "weekdays"
    people: float | None = None


class Stage(Value):
    """A place in the funnel where a lead stays: one term, one definition, one owner."""

    id: Text
    term: Text
    abbreviation: Text = ""
    kind: Text = "open"
    definition: Text = ""
    entry_criteria: Many[Text] = ()
    exit_criteria: Many[Text] = ()
    owner: Text | None = None
    sla: Sla | None = None
    capacity: Capacity | None = None
    wait_half_life_days: float | None = None
    leak_time: TimeDistribution = ExponentialTime(mean_days=60.0)
    agreed_by: Many[Text] = ()
    position: tuple[float, float] = Field(default=(0.0, 0.0), strict=False)


class Conversion(Value):
    """The share of visits that leave by a trigger. With counts, the share is uncertain."""

    rate: float
    entered: int | None = None
    moved: int | None = None


class Override(Value):
    """What a segment does differently at a trigger; null keeps the trigger's own."""

    conversion: Conversion | None = None
    velocity: TimeDistribution | None = None


class Trigger(Value):
    """What moves a lead from one stage to another."""

    id: Text
    from_stage: Text = Field(alias="from")
    to_stage: Text = Field(alias="to")
    name: Text = ""
    kind: Text = "progress"
    description: Text = ""
    rule: Rule | None = None
    automation: Text = "manual"
    system: Text = ""
    conversion: Conversion | None = None
    velocity: TimeDistribution | None = None
    by_segment: dict[Text, Override] = Field(default_factory=dict)
    to_segment: Text | None = None


class Campaign(Value):
    """Extra leads, spread evenly over some days."""

    name: Text
    start: Text
    days: int
    leads: float


class Volume(Value):
    """How many leads a source brings, and when.

    A month is 365.25/12 days. Weights are relative and normalised so that the yearly total holds.
    """

    leads_per_month: float
    trend_per_month: float = 0.0
    weekday_weights: Many[float] = (1.0,) * 7
    month_weights: Many[float] = (1.0,) * 12
    dispersion: float = 1.0
    months_observed: float | None = None
    campaigns: Many[Campaign] = ()


class Source(Value):
    """Where leads come from."""

    id: Text
    name: Text
    into: Text
    segment: Text = ALL
    volume: Volume
    cost_per_lead: float | None = None


class Opening(Value):
    """Leads that are in a stage already, each with its age there in days."""

    stage: Text
    segment: Text = ALL
    ages_days: Many[float]


class DealValue(Value):
    """What a won deal is worth, in the document's currency."""

    kind: Text = "lognormal"
    mean: float
    cv: float = 0.0


class Drift(Value):
    """How fast markets move: standard deviations of monthly steps.

    `volume_per_month` on the log of volume, `conversion_per_month` on the log odds of conversion.
    """

    volume_per_month: float = 0.0
    conversion_per_month: float = 0.0


class AcceptedFinding(Value):
    """A finding of the checks that the team knows and accepts, and why.

    `code` says what kind of finding; `kind`, `id` and `field` where.
    """

    code: Text
    kind: Text
    id: Text = ""
    field: Text = ""
    reason: Text = ""


class Funnel(Value):
    """A whole document. Every edit makes a new one."""

    format: Literal["funnelcraft"] = "funnelcraft"
    version: Literal[1] = 1
    title: Text = ""
    notes: Text = ""
    decision: Text = ""
    language: Text = ""
    currency: Text = "USD"
    start: Text
    segments: Many[Segment] = ()
    roles: Many[Role] = ()
    stages: Many[Stage] = ()
    triggers: Many[Trigger] = ()
    sources: Many[Source] = ()
    opening: Many[Opening] = ()
    deal_value: DealValue | None = None
    drift: Drift = Drift()
    holidays: Many[Text] = ()
    accepted_findings: Many[AcceptedFinding] = ()
    baseline: MeasuredBaseline | None = None
    scenarios: Many[Scenario] = ()
    mappings: Many[KeptMapping] = ()
