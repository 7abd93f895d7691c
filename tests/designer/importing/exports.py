"""Small exports of several forms, with known leads; and the wizard driven on them."""

import random
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from funnelcraft.designer.importing.dialog import ImportDialog
from funnelcraft.designer.window import MainWindow

PATIENCE = 60_000  # milliseconds; processes start slowly on a busy machine
STAGES = ("MQL", "SAL", "SQL", "Opportunity", "Closed Won")
FIRST = date(2024, 1, 1)


def visits(leads: int, seed: int = 1) -> Iterator[tuple[str, str, date]]:
    """Yield a lead, a stage and the day it was entered; most leads stop on the way."""
    draw = random.Random(seed)
    for lead in range(leads):
        day = FIRST + timedelta(days=draw.randrange(300))
        for stage in STAGES:
            yield f"L-{lead}", stage, day
            day += timedelta(days=draw.randrange(1, 15))
            if draw.random() < 0.35:
                break


def events(path: Path, leads: int = 400, written: str = "%Y-%m-%d", sign: str = ",") -> Path:
    """Write an event log: a row for each stage entered."""
    lines = [sign.join(("Lead ID", "Stage", "Entered at", "Channel"))]
    for lead, stage, day in visits(leads):
        channel = ("Web", "Fair")[int(lead[2:]) % 2]
        lines.append(sign.join((lead, stage, day.strftime(written), channel)))
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def two_tables(folder: Path, leads: int = 300) -> tuple[Path, Path]:
    """Write a table of leads and one of the deals won from them."""
    met: dict[str, date] = {}
    won: dict[str, date] = {}
    for lead, stage, day in visits(leads):
        met.setdefault(lead, day)
        if stage == STAGES[-1]:
            won[lead] = day
    first, second = folder / "leads.csv", folder / "deals.csv"
    rows = "".join(f"{lead},{day},web\n" for lead, day in met.items())
    first.write_text("contact_id,first_contact,origin\n" + rows, encoding="utf-8")
    rows = "".join(f"{lead},{day},{1000 + 7 * at}\n" for at, (lead, day) in enumerate(won.items()))
    second.write_text("contact_id,won_date,amount\n" + rows, encoding="utf-8")
    return first, second


def date_columns(path: Path, leads: int = 300) -> Path:
    """Write a row for each lead, with a date for each stage, as HubSpot does."""
    rows: dict[str, dict[str, date]] = {}
    for lead, stage, day in visits(leads):
        rows.setdefault(lead, {})[stage] = day
    head = ["Record ID", *(f"Date entered {stage}" for stage in STAGES)]
    lines = [",".join(head)]
    for lead, dates in rows.items():
        lines.append(",".join([lead[2:], *(str(dates.get(stage, "")) for stage in STAGES)]))
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def workbook(path: Path, leads: int = 200) -> Path:
    """Write an event log as a workbook of two sheets."""
    from openpyxl import Workbook

    book = Workbook()
    notes = book.active
    assert notes is not None
    notes.title = "About"
    notes.append(["Written by nobody"])
    sheet = book.create_sheet("History")
    sheet.append(["Lead ID", "Stage", "Entered at"])
    for row in visits(leads):
        sheet.append(row)
    book.save(path)
    return path


class Wizard:
    """Drives the wizard of a window as a user would."""

    def __init__(self, qtbot: QtBot, window: MainWindow) -> None:
        self._qtbot = qtbot
        self.window = window

    @property
    def dialog(self) -> ImportDialog:
        """The wizard that is open."""
        assert self.window.imports.dialog is not None
        return self.window.imports.dialog

    def look_at(self, *paths: Path) -> ImportDialog:
        """Open the wizard on files and wait until everything is looked at."""
        self.window.imports.open(paths)
        self.settle()
        return self.dialog

    def settle(self) -> None:
        """Wait until nothing is in work."""
        self._qtbot.waitUntil(lambda: not self.window.imports.jobs.is_busy, timeout=PATIENCE)
        QApplication.processEvents()

    def wait_until_shown(self, page: object) -> None:
        """Wait until a page of the wizard is shown."""
        self._qtbot.waitUntil(lambda: self.dialog.pages.currentWidget() is page, timeout=PATIENCE)
        QApplication.processEvents()

    def read(self) -> None:
        """Press the button, and wait for the summary."""
        from tests.designer.inspector.helpers import click

        click(self.dialog.page.read)
        self.wait_until_shown(self.dialog.summary)
