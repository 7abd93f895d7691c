"""Films without a window: for scripts and documents."""

from pathlib import Path

from funnelcraft.designer.app import application_without_screen
from funnelcraft.designer.canvas.play.film import Cut, Film
from funnelcraft.designer.canvas.play.shooting import write_film
from funnelcraft.designer.canvas.play.theatre import Theatre
from funnelcraft.designer.look.tokens import DARK, LIGHT
from funnelcraft.funnel.model import Funnel
from funnelcraft.simulation.forecast import Replay


def film_replay(funnel: Funnel, replay: Replay, cut: Cut, out: Path, dark: bool = False) -> None:
    """Write a film of a replay: a GIF where the name ends so, else a folder of pictures.

    Raises FileProblem.
    """
    app = application_without_screen()
    theatre = Theatre(funnel, DARK if dark else LIGHT, replay)
    write_film(out, Film(theatre, cut, funnel.currency))
    app.processEvents()
