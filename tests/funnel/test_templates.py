"""The templates as documents: complete, well worded, drawable, and a plausible business."""

import json
from collections import Counter
from collections.abc import Iterable
from datetime import date
from itertools import combinations, pairwise

import pytest

from funnelcraft import resources
from funnelcraft.funnel.checks import check
from funnelcraft.funnel.geometry import COLUMN, ROW, STAGE_HEIGHT, STAGE_WIDTH, snapped
from funnelcraft.funnel.graph import is_recycling, main_path, stages_by_id, triggers_from
from funnelcraft.funnel.model import CLOCKS, ENDS, Funnel, Stage
from funnelcraft.funnel.rates import leaving_rates
from funnelcraft.funnel.velocity import mean_days

NAMES = tuple(name.removesuffix(".funnel") for name in resources.names("templates", ".funnel"))
WIDEST_DRAWING = 1_500
LANE_GAP = ROW + 48  # room for a lane's title


def text_of(name: str) -> str:
    return resources.read_text(f"templates/{name}.funnel")


@pytest.fixture(params=NAMES)
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def funnel(name: str) -> Funnel:
    return Funnel.model_validate(json.loads(text_of(name)), by_alias=True, by_name=False)


def open_stages(funnel: Funnel) -> list[Stage]:
    return [stage for stage in funnel.stages if stage.kind not in ENDS]


def wins_a_year(funnel: Funnel) -> float:
    """Return the wins a year in the steady state: visits a year solve v = arrivals + v·rates."""
    visits = dict.fromkeys((stage.id for stage in funnel.stages), 0.0)
    arriving = visits.copy()
    for source in funnel.sources:
        volume = source.volume
        campaigns = sum(campaign.leads for campaign in volume.campaigns)
        arriving[source.into] += 12 * volume.leads_per_month + campaigns
    for _ in range(200):  # rounds of recycling shrink geometrically
        following = arriving.copy()
        for trigger in funnel.triggers:
            rate = trigger.conversion.rate if trigger.conversion else 0.0
            following[trigger.to_stage] += visits[trigger.from_stage] * rate
        visits = following
    return sum(visits[stage.id] for stage in funnel.stages if stage.kind == "won")


def repeated(values: Iterable[str]) -> list[str]:
    return [value for value, times in Counter(values).items() if times > 1]


def test_that_the_four_templates_are_there() -> None:
    assert NAMES == ("blank", "lead-process", "lead-to-revenue", "sales-funnel")


def test_that_a_template_is_written_in_the_canonical_form(name: str, funnel: Funnel) -> None:
    plain = funnel.model_dump(mode="json", by_alias=True)
    assert text_of(name) == json.dumps(plain, indent=2, ensure_ascii=False) + "\n"


def test_that_a_template_has_no_key_the_model_does_not_know(funnel: Funnel) -> None:
    parts = (
        funnel,
        funnel.drift,
        *funnel.roles,
        *funnel.stages,
        *funnel.triggers,
        *(t.conversion for t in funnel.triggers if t.conversion),
        *funnel.sources,
        *(source.volume for source in funnel.sources),
    )
    assert [part.model_extra for part in parts if part.model_extra] == []


def test_that_the_checks_find_nothing_wrong_with_a_template(name: str, funnel: Funnel) -> None:
    assert [f.message for f in check(funnel) if f.level in ("error", "warning")] == []


def test_that_ids_terms_and_names_are_unique(funnel: Funnel) -> None:
    for parts in (funnel.roles, funnel.stages, funnel.triggers, funnel.sources):
        assert repeated(part.id for part in parts) == []
    assert repeated(stage.term.casefold() for stage in funnel.stages) == []
    assert repeated(stage.abbreviation.casefold() for stage in funnel.stages) == []
    assert repeated(trigger.name.casefold() for trigger in funnel.triggers) == []


def test_that_everything_a_template_refers_to_exists(funnel: Funnel) -> None:
    stages, roles = {s.id for s in funnel.stages}, {r.id for r in funnel.roles}
    for trigger in funnel.triggers:
        assert {trigger.from_stage, trigger.to_stage} <= stages
    assert {source.into for source in funnel.sources} <= stages
    assert {stage.owner for stage in funnel.stages} <= roles
    assert {role.department for role in funnel.roles} == {"marketing", "sales"}
    assert {stage.owner for stage in funnel.stages} == roles, "a role that owns nothing"


def test_that_every_open_stage_is_completely_described(funnel: Funnel) -> None:
    for stage in open_stages(funnel):
        assert stage.term
        assert stage.abbreviation
        assert stage.definition.endswith(".")
        assert stage.definition.count(".") == 1, "one sentence"
        assert stage.entry_criteria
        assert stage.exit_criteria
        assert triggers_from(funnel, stage.id)
        assert sum(leaving_rates(triggers_from(funnel, stage.id), "all")) <= 1


def test_that_every_trigger_says_what_must_have_happened(funnel: Funnel) -> None:
    for trigger in funnel.triggers:
        assert trigger.name
        assert trigger.description.endswith(".")
        assert trigger.automation in ("manual", "automatic")
        assert trigger.system in ("CRM", "Marketing automation")
        assert trigger.velocity is not None
        assert (mean_days(trigger.velocity) or 0) > 0


def test_that_counts_agree_with_their_rates(funnel: Funnel) -> None:
    for trigger in funnel.triggers:
        conversion = trigger.conversion
        assert conversion is not None
        if conversion.entered is not None and conversion.moved is not None:
            assert conversion.rate == pytest.approx(conversion.moved / conversion.entered)


def test_that_the_lead_to_revenue_figures_are_unsure_and_the_reference_model_s() -> None:
    plain = json.loads(text_of("lead-to-revenue"))
    found = {}
    for trigger in plain["triggers"]:
        conversion, velocity = trigger["conversion"], trigger["velocity"]
        assert conversion["entered"] > 0, "ignorance must be visible"
        found[trigger["id"]] = (conversion["rate"], velocity["mean_days"], velocity["cv"])
    del found["anonymous-known"]
    # the reference model `act-on-8`: rate, mean days, coefficient of variation
    assert found == {
        "known-responded": (0.35, 12, 1.0),
        "responded-mql": (0.30, 20, 1.0),
        "mql-sal": (0.62, 3, 0.8),
        "mql-nurture": (0.25, 5, 1.0),
        "sal-sql": (0.55, 10, 0.8),
        "sal-nurture": (0.30, 14, 1.0),
        "sql-opportunity": (0.60, 15, 0.8),
        "sql-nurture": (0.20, 20, 0.8),
        "opportunity-won": (0.24, 45, 0.7),
        "opportunity-lost": (0.60, 40, 0.8),
        "opportunity-nurture": (0.16, 60, 0.8),
        "nurture-responded": (0.12, 60, 1.0),
    }


def test_that_a_template_uses_nothing_the_engine_does_not_simulate_yet(funnel: Funnel) -> None:
    assert all(s.capacity is None and s.wait_half_life_days is None for s in funnel.stages)
    assert all(trigger.kind != "sla_breach" for trigger in funnel.triggers)
    assert funnel.opening == ()
    assert all(stage.sla is None or stage.sla.clock in CLOCKS for stage in funnel.stages)


def test_that_the_figures_are_marked_as_examples(funnel: Funnel) -> None:
    assert "examples" in funnel.notes
    assert 0 < funnel.drift.volume_per_month < 0.1
    assert 0 < funnel.drift.conversion_per_month < 0.1


def test_that_a_year_is_a_business_a_team_recognises_and_earns_its_leads_cost(
    name: str, funnel: Funnel
) -> None:
    assert funnel.deal_value is not None
    assert funnel.currency == "USD"
    wins = wins_a_year(funnel)
    least, most = {"blank": (30, 100), "sales-funnel": (60, 120)}.get(name, (100, 180))
    assert least <= wins <= most
    cost = sum(
        (source.cost_per_lead or 0.0)
        * (12 * source.volume.leads_per_month + sum(c.leads for c in source.volume.campaigns))
        for source in funnel.sources
    )
    assert cost < wins * funnel.deal_value.mean


def test_that_campaigns_lie_in_the_first_year(funnel: Funnel) -> None:
    start = date.fromisoformat(funnel.start)
    assert start == date(2027, 1, 1)
    for source in funnel.sources:
        for campaign in source.volume.campaigns:
            assert 0 <= (date.fromisoformat(campaign.start) - start).days < 365


def test_that_boxes_lie_on_the_grid_and_do_not_overlap(funnel: Funnel) -> None:
    for stage in funnel.stages:
        assert stage.position == snapped(*stage.position)
    for one, other in combinations(funnel.stages, 2):
        across = abs(one.position[0] - other.position[0])
        down = abs(one.position[1] - other.position[1])
        assert across >= COLUMN or down >= ROW, (one.id, other.id)
    assert max(s.position[0] for s in funnel.stages) + STAGE_WIDTH <= WIDEST_DRAWING


def test_that_lanes_are_stacked_with_room_for_their_titles(funnel: Funnel) -> None:
    departments = {role.id: role.department for role in funnel.roles}
    lanes: dict[str, list[float]] = {"marketing": [], "sales": [], "recycling": []}
    for stage in funnel.stages:
        own = departments[stage.owner or ""]
        lanes["recycling" if is_recycling(funnel, stage.id) else own].append(stage.position[1])
    drawn = [tops for tops in lanes.values() if tops]
    for upper, lower in pairwise(drawn):
        assert min(lower) - max(upper) >= LANE_GAP
        assert min(lower) > max(upper) + STAGE_HEIGHT


def test_that_the_main_path_reads_left_to_right_and_ends_in_a_win(funnel: Funnel) -> None:
    stages = stages_by_id(funnel)
    path = [stages[stage_id] for stage_id in main_path(funnel)]
    assert path[-1].kind == "won"
    places = [stage.position for stage in path]
    for (x, y), (next_x, next_y) in pairwise(places):
        assert next_x > x or (next_x == x and next_y > y)
