"""Take the picture of `docs/scenarios.md`: a scenario of a template, its changes beside the canvas.

From the project's root: `python -m tests.end_to_end.scenarios docs`.
"""

import os
import sys
import tempfile
import time
from pathlib import Path

from PySide6.QtCore import QCoreApplication

from funnelcraft.funnel import edits
from funnelcraft.funnel.model import Campaign, Capacity, Conversion, Funnel
from funnelcraft.funnel.scenarios import add_scenario
from funnelcraft.io.templates import template
from tests.end_to_end.importing import _take

SIZE = (1440, 900)
PATIENCE = 120.0  # seconds


def with_scenario() -> tuple[Funnel, str]:
    """Return a funnel with a scenario of several changes, and its id."""
    base = template("lead-to-revenue")
    funnel = edits.change_stage(base, "mql", capacity=Capacity(leads_per_day=60.0, people=4.0))
    funnel = edits.change_trigger(funnel, "mql-sal", conversion=Conversion(rate=0.7))
    funnel = edits.remove(funnel, triggers=["opportunity-nurture"])
    fairs = funnel.sources[-1]
    partners = Campaign(name="Partner fair", start="2027-06-01", days=3, leads=400.0)
    volume = fairs.volume.replaced(campaigns=(*fairs.volume.campaigns, partners))
    funnel = edits.change_source(funnel, fairs.id, volume=volume)
    return add_scenario(base, "Two more reps", like=funnel)


def main(docs: Path) -> None:
    """Open a funnel with a scenario, forecast it, and write a picture into a folder."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    os.environ["LC_ALL"] = "C.UTF-8"
    from funnelcraft.designer.app import application
    from funnelcraft.designer.look.theme import Theme
    from funnelcraft.designer.settings import Settings
    from funnelcraft.designer.window import MainWindow

    app = application([])
    funnel, scenario = with_scenario()
    with tempfile.TemporaryDirectory() as folder:
        window = MainWindow(Settings(Path(folder)), Theme(app, "light"))
        window.resize(*SIZE)
        window.fill(funnel)
        window.show()
        window.findings.set_expanded(False)
        QCoreApplication.processEvents()
        window.document.show_scenario(scenario)
        window.canvas.fit()
        window.forecasts.begin()
        end = time.monotonic() + PATIENCE
        while not window.forecasts.is_settled and time.monotonic() < end:
            QCoreApplication.processEvents()
            time.sleep(0.01)
        _take(window, docs / "pictures" / "scenario.png")
        window.shut()


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "docs"))
