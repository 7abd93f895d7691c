"""What was measured of how a funnel works today, and where the figures come from.

A document keeps it under `baseline`, so that the figures can be shown, compared and questioned
without the export they were taken from. Shares are 0–1, times are days, dates are ISO texts. An
`Estimate` states its central 80% interval.
"""

from pydantic import Field

from funnelcraft.funnel.values import Many, Text, Value
from funnelcraft.funnel.velocity import TimeDistribution

EVERY_SEGMENT = "all"


class Estimate(Value):
    """A figure as estimated, with the bounds that hold the true one with a chance of 80%."""

    value: float
    low: float
    high: float


class MeasuredFile(Value):
    """An export that was read: its name without a path, its SHA-256 in hex, its rows."""

    name: Text
    sha256: Text
    rows: int


class MeasuredRows(Value):
    """What became of the rows read: `read` = `kept` + all `dropped`; `repaired` are among the kept.

    Reasons are plain words; rows count as of the first reason that holds.
    """

    read: int
    kept: int
    dropped: dict[Text, int] = Field(default_factory=dict)
    repaired: dict[Text, int] = Field(default_factory=dict)


class MeasuredPromise(Value):
    """How an SLA of so many days was kept: visits that met it, missed it, and may still meet it.

    `kept` is the share of visits that meet it, with those still within their time censored.
    """

    days: float
    met: int
    missed: int
    waiting: int
    kept: Estimate


class MeasuredStage(Value):
    """A stage's volume, of one segment or of all.

    `volume` visits are those of the window's leads, `net_new` of them a lead's first to the stage;
    `by_month` has one count for each of the baseline's months. `open_now` leads were in it on the
    last day seen, for `median_age_days` in the middle. `leak` is the share of visits that goes
    nowhere within `watched_days`, the longest that enough visits could be watched.

    `leads_per_month` is how many visits the leads of a month of 365.25/12 days bring. Of the leads
    open now `zombies` have been there for longer than `zombie_days`, far longer than any that moved
    on; null: too few moved to say so. The central 80% of all open leads have been there for
    `low_age_days` to `high_age_days`. Of those who moved on by any way half did so within
    `usual_stay_days`, nine in ten within `long_stay_days`; `overdue` leads are open for longer.
    """

    stage: Text
    segment: Text = EVERY_SEGMENT
    volume: int
    net_new: int
    by_month: Many[int] = ()
    open_now: int = 0
    median_age_days: float | None = None
    leak: Estimate | None = None
    watched_days: int | None = None
    promise: MeasuredPromise | None = None
    leads_per_month: Estimate | None = None
    zombies: int = 0
    zombie_days: int | None = None
    low_age_days: float | None = None
    high_age_days: float | None = None
    usual_stay_days: float | None = None
    long_stay_days: float | None = None
    overdue: int = 0


class CurvePoint(Value):
    """The share of visits gone by a trigger within so many days, with its 80% bounds."""

    days: int
    share: float
    low: float
    high: float


class TimeBin(Value):
    """How many observed moves took at least `from_days` and less than `to_days`."""

    from_days: float
    to_days: float
    moves: int


class FittedTime(Value):
    """A time distribution fitted to the days of a move.

    `gap` is the largest difference between the measured and the fitted share gone within any number
    of days, among those who move; `fit` says it in a word, `good`, `fair` or `poor`. `aic` is
    Akaike's criterion above that of the best distribution tried (0: it is the best).
    """

    time: TimeDistribution
    aic: float
    gap: float
    fit: Text


class MeasuredMove(Value):
    """How leads leave a stage by a trigger, of one segment or of all.

    Of `entered` visits `moved` left by it so far; `naive` is their ratio, `conversion` the share
    that will within `end_days`, with open visits censored. Times are those of moves, open visits
    censored: their mean, and the days within which half and nine in ten of them happen. `fits` are
    distributions fitted to them, the best first.
    """

    trigger: Text
    from_stage: Text = Field(alias="from")
    to_stage: Text = Field(alias="to")
    segment: Text = EVERY_SEGMENT
    entered: int
    moved: int
    naive: float
    conversion: Estimate
    end_days: int
    mean_days: Estimate | None = None
    median_days: float | None = None
    ninth_days: float | None = None
    curve: Many[CurvePoint] = ()
    times: Many[TimeBin] = ()
    fits: Many[FittedTime] = ()


class UndrawnMove(MeasuredMove):
    """A way that leads took and for which the funnel had no trigger when it was measured.

    `trigger` is empty. So is `to` where the funnel has no such stage either: the log calls it
    `to_name`. `time`, and `rate` with `rate_moved` of `rate_entered` that are as uncertain as it
    is, are what a trigger that draws it is given.
    """

    trigger: Text = ""
    to_name: Text = ""
    rate: float = 0.0
    rate_entered: int = 0
    rate_moved: int = 0
    time: TimeDistribution | None = None


class RareMove(Value):
    """A way that too few leads take to be drawn: it counts as part of another trigger."""

    from_stage: Text = Field(alias="from")
    to_stage: Text = Field(alias="to")
    moves: int
    trigger: Text


class LeftTruncation(Value):
    """The log begins later than its leads: nothing of some kind is recorded before a day.

    `leads` of the window's were met before `first_day` and look as if they never moved to `stage`;
    `left_out` more of the log's were, and the window begins after them. `recorded` moves lie before
    that day (strays), the first on `first_record`, where about `expected` were due. `stage` is the
    term of the log's stage where the funnel has none.
    """

    stage: Text
    first_day: Text
    leads: int
    left_out: int = 0
    first_record: Text = ""
    recorded: int = 0
    expected: float = 0.0


class MeasuredDrift(Value):
    """How fast volume and conversion were seen to move, net of chance.

    Standard deviations of monthly steps on the log of volume and on the log odds of conversion, as
    in `drift`. Measured over so many months; of few months the estimate is mostly what is known of
    markets in general.
    """

    volume_per_month: Estimate
    volume_months: int
    conversion_per_month: Estimate
    conversion_months: int


class TestedCut(Value):
    """A forecast made from what was known on the evening before `cut`, beside what came.

    Counts of `target` over the `days` from `cut` on: the truth, the forecast's quantiles, and the
    naive forecasts that repeat the mean of the last 4, 8 and 12 weeks.
    """

    cut: Text
    days: int
    truth: float
    p2_5: float
    p10: float
    p25: float
    p50: float
    p75: float
    p90: float
    p97_5: float
    crps: float
    naive_4w: float
    naive_8w: float
    naive_12w: float


class Backtest(Value):
    """Forecasts of a stage's entries over rolling cuts of the same log."""

    target: Text
    days: int
    cuts: Many[TestedCut] = ()


class MeasuredBaseline(Value):
    """How the funnel worked: leads first met from `first` to `last`, as known on `seen`.

    `months` are the calendar months from `first` to `seen` as texts like 2027-01; the first and the
    last may be parts of one. `deal_value` is the mean of the `deals_with_value`. `notes` are plain
    sentences a reader must know.
    """

    files: Many[MeasuredFile] = ()
    form: Text = ""
    first: Text
    last: Text
    seen: Text
    leads: int
    rows: MeasuredRows
    months: Many[Text] = ()
    stages: Many[MeasuredStage] = ()
    moves: Many[MeasuredMove] = ()
    rare: Many[RareMove] = ()
    undrawn: Many[UndrawnMove] = ()
    truncated: Many[LeftTruncation] = ()
    drift: MeasuredDrift | None = None
    deals: int = 0
    deals_with_value: int = 0
    deal_value: Estimate | None = None
    notes: Many[Text] = ()
    backtests: Many[Backtest] = ()
