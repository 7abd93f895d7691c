"""Tests of rules: leads that just meet one and leads that just miss it."""

from funnelcraft.funnel.rule_tests.asking import Asked, asked
from funnelcraft.funnel.rule_tests.cases import Case, Untestable, cases
from funnelcraft.funnel.rule_tests.judging import Judge, Judgement, Verdict, judge
from funnelcraft.funnel.rule_tests.probes import Probe, firing, meets
from funnelcraft.funnel.rule_tests.reasons import Explained, Reason, explained, reasons

__all__ = [
    "Asked",
    "Case",
    "Explained",
    "Judge",
    "Judgement",
    "Probe",
    "Reason",
    "Untestable",
    "Verdict",
    "asked",
    "cases",
    "explained",
    "firing",
    "judge",
    "meets",
    "reasons",
]
