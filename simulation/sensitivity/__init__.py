"""What a forecast hangs on: the exact expectation with one figure changed at a time.

`parameters` lists the figures and between which bounds they lie, `tornado` ranks them by what
those bounds do, `worth` values a point of conversion and a day, `learning` says what to measure
first.
"""

from funnelcraft.simulation.sensitivity.learning import Lesson, lessons
from funnelcraft.simulation.sensitivity.outcome import Stopped, outcome
from funnelcraft.simulation.sensitivity.parameters import Parameter, parameters
from funnelcraft.simulation.sensitivity.tornado import Bar, Tornado, tornado
from funnelcraft.simulation.sensitivity.worth import Worth, worths

__all__ = [
    "Bar",
    "Lesson",
    "Parameter",
    "Stopped",
    "Tornado",
    "Worth",
    "lessons",
    "outcome",
    "parameters",
    "tornado",
    "worths",
]
