"""How far a lever must be moved for a goal to be met with a stated confidence."""

from funnelcraft.simulation.goals.goal import Goal, promise_goal, total_goal
from funnelcraft.simulation.goals.levers import Lever, all_sources, lever, people
from funnelcraft.simulation.goals.seeking import Answer, seek
from funnelcraft.simulation.goals.trials import Point

__all__ = [
    "Answer",
    "Goal",
    "Lever",
    "Point",
    "all_sources",
    "lever",
    "people",
    "promise_goal",
    "seek",
    "total_goal",
]
