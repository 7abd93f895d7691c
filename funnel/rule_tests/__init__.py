"""Tests of rules: leads that just meet one and leads that just miss it."""

from funnelcraft.funnel.rule_tests.cases import Case, Untestable, cases
from funnelcraft.funnel.rule_tests.judging import Judgement, Verdict, judge
from funnelcraft.funnel.rule_tests.probes import Probe, firing, meets

__all__ = [
    "Case",
    "Judgement",
    "Probe",
    "Untestable",
    "Verdict",
    "cases",
    "firing",
    "judge",
    "meets",
]
