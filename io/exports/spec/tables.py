"""The specification as tables, for the formats that are made of them."""

from collections.abc import Sequence

from funnelcraft.funnel.text import _, day
from funnelcraft.io.exports.crm.words import PLAIN, filter_cells
from funnelcraft.io.exports.spec.content import Spec, StageSpec, TriggerSpec

Row = tuple[str, str]


def overview_rows(found: Spec) -> list[Row]:
    """Return what is to be known of the document as a whole."""
    return [
        (_("Document"), found.file),
        (_("Date"), day(found.day)),
        (_("Version"), found.version),
        (_("Agreement"), found.agreement),
        (_("Figures"), found.figures),
        *([(_("Notes"), found.notes)] if found.notes.strip() else []),
    ]


def stage_rows(stage: StageSpec) -> list[Row]:
    """Return the facts of a stage that have one line each; none is left out where it is empty."""
    none = _("none")
    return [
        (_("Kind"), stage.kind),
        (_("Owner"), _owner(stage)),
        (_("SLA"), stage.sla or none),
        (_("Capacity"), stage.capacity or _("not limited")),
        (_("Agreed by"), stage.agreed or _("nobody yet")),
        *((metric.name, metric.value or "–") for metric in stage.metrics),
    ]


def _owner(stage: StageSpec) -> str:
    if not stage.owner:
        return _("nobody yet")
    return f"{stage.owner} ({stage.department})" if stage.department else stage.owner


def trigger_rows(trigger: TriggerSpec) -> list[Row]:
    """Return the facts of a trigger that have one line each."""
    return [
        (_("Kind"), trigger.kind),
        (_("Moved"), trigger.automation),
        (_("System"), trigger.system or _("not said")),
        *((metric.name, metric.value or "–") for metric in trigger.metrics),
    ]


def filter_rows(trigger: TriggerSpec) -> Sequence[tuple[str, str, str, str]]:
    """Return the filters of a trigger: number, field or event, comparison, value."""
    if trigger.filters is None:
        return []
    return [(str(line.number), *filter_cells(line.test, PLAIN)) for line in trigger.filters.lines]


def filter_headings() -> tuple[str, str, str, str]:
    """Return the headings of `filter_rows`."""
    return "#", _("Field or event"), _("Comparison"), _("Value")


def logic_words(trigger: TriggerSpec) -> str:
    """Say how the filters are joined, or '' where there is nothing to join."""
    found = trigger.filters
    if found is None or (found.is_plain and len(found.lines) < 2):
        return ""
    return _("Joined as: {logic}").format(logic=found.logic)


def duty_headings() -> tuple[str, str, str, str]:
    """Return the headings of `duty_rows`."""
    return _("Role"), _("Department"), _("Answers for"), _("Decides by hand")


def duty_rows(found: Spec) -> Sequence[tuple[str, str, str, str]]:
    """Return who does what; several stages or triggers stand on lines of their own."""
    return [
        (duty.role, duty.department, "\n".join(duty.stages), "\n".join(duty.decides))
        for duty in found.duties
    ]


def test_headings() -> tuple[str, str, str, str]:
    """Return the headings of a trigger's tests."""
    return _("Lead"), _("What is tested"), _("The lead has"), _("Expected")


test_headings.__test__ = False  # type: ignore[attr-defined]  # no test of pytest's
