"""What to call the parts of a funnel in a sentence."""

from funnelcraft.funnel.graph import stages_by_id
from funnelcraft.funnel.model import Funnel, Role, Source, Stage, Trigger
from funnelcraft.funnel.text import _


def stage_name(stage: Stage) -> str:
    """Return the stage's term, or what stands for it where it has none yet."""
    return stage.term.strip() or stage.abbreviation.strip() or _("Unnamed stage")


def short_stage_name(stage: Stage) -> str:
    """Return the stage's abbreviation, or its term where it has none."""
    return stage.abbreviation.strip() or stage_name(stage)


def arrow(stages: dict[str, Stage], trigger: Trigger) -> str:
    """Return `A → B` with the short names of the trigger's stages; `?` for one that is missing."""
    ends = (stages.get(trigger.from_stage), stages.get(trigger.to_stage))
    origin, target = (short_stage_name(end) if end else "?" for end in ends)
    return f"{origin} → {target}"


def trigger_name(funnel: Funnel, trigger: Trigger) -> str:
    """Return the trigger's name, or `A → B` where it has none."""
    return trigger.name.strip() or arrow(stages_by_id(funnel), trigger)


def source_name(source: Source) -> str:
    """Return the source's name, or what stands for it where it has none yet."""
    return source.name.strip() or _("Unnamed source")


def department_name(department: str) -> str:
    """Return a department as it stands in a sentence; the two every document has are translated."""
    usual = {"marketing": _("marketing"), "sales": _("sales")}
    return usual.get(department.strip(), department)


def role_name(role: Role) -> str:
    """Return the role's name, or what stands for it where it has none yet."""
    return role.name.strip() or _("Unnamed role")
