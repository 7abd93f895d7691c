"""What a forecast hangs on: the exact expectation with one figure changed at a time.

`parameters` lists the figures and between which bounds they lie, `tornado` ranks them by what
those bounds do, `worth` values a point of conversion, a day and a lead, `learning` says what to
measure first, `two_way` changes two figures together, `sentences` says it all in words.
"""

from funnelcraft.simulation.sensitivity.learning import Lesson, lessons
from funnelcraft.simulation.sensitivity.outcome import Stopped, outcome
from funnelcraft.simulation.sensitivity.parameters import Parameter, parameters
from funnelcraft.simulation.sensitivity.tornado import Bar, Tornado, tornado
from funnelcraft.simulation.sensitivity.two_way import TwoWay, even_steps, two_way
from funnelcraft.simulation.sensitivity.worth import Gain, Worth, gains, worths

__all__ = [
    "Bar",
    "Gain",
    "Lesson",
    "Parameter",
    "Stopped",
    "Tornado",
    "TwoWay",
    "Worth",
    "even_steps",
    "gains",
    "lessons",
    "outcome",
    "parameters",
    "tornado",
    "two_way",
    "worths",
]
