"""Answers at random to what the window asks."""

import random
from collections.abc import Collection
from pathlib import Path

from PySide6.QtWidgets import QWidget

from funnelcraft import resources
from funnelcraft.designer.dialogs import Changed, Dialogs, Unsaved
from funnelcraft.designer.importing.desk import EXAMPLE


class RandomAnswers(Dialogs):
    """Answers what the window asks, at random; files stay in one folder."""

    def __init__(self, parent: QWidget, dice: random.Random, folder: Path) -> None:
        super().__init__(parent)
        self._dice = dice
        self._folder = folder

    def _file(self) -> Path:
        return self._folder / f"{self._dice.randrange(4)}.funnel"

    def path_to_open(self, folder: Path) -> Path | None:
        return self._dice.choice((None, self._file()))

    def path_to_compare(self, folder: Path) -> Path | None:
        return self._dice.choice((None, self._file()))

    def exports_to_open(self, folder: Path) -> tuple[Path, ...]:
        example = resources.path(EXAMPLE)
        assert example is not None
        return self._dice.choice(((), (example,), (example,), (self._file(),)))

    def leads_to_open(self, folder: Path) -> Path | None:
        return self._dice.choice((None, resources.path(EXAMPLE), self._file()))

    def export_folder(self, folder: Path) -> Path | None:
        return self._dice.choice((None, self._folder))

    def choose_export_again(self, files: str) -> bool:
        return self._dice.random() < 0.7

    def leave_import(self) -> bool:
        return self._dice.random() < 0.7

    def path_to_save(self, title: str, suggested: Path, kinds: str) -> Path | None:
        path = self._dice.choice((None, self._file()))
        return path.with_suffix(suggested.suffix or ".funnel") if path else None

    def folder_to_make(self, title: str, parent: Path, name: str) -> Path | None:
        return self._dice.choice((None, self._folder / name))

    def unsaved(self, title: str) -> Unsaved:
        answers: tuple[Unsaved, ...] = ("save", "discard", "cancel")
        return self._dice.choice(answers)

    def changed_on_disk(self, name: str) -> Changed:
        answers: tuple[Changed, ...] = ("overwrite", "save_as", "cancel")
        return self._dice.choice(answers)

    def view_locked(self, name: str, holder: str) -> bool:
        return self._dice.random() < 0.5

    def overwrite_repaired(self, name: str) -> bool:
        return self._dice.random() < 0.5

    def new_role(self) -> tuple[str, str] | None:
        return self._dice.choice((None, ("Somebody", "sales"), ("", "marketing")))

    def scenario_name(self, title: str, suggested: str, taken: Collection[str]) -> str | None:
        return self._dice.choice((None, suggested, "Two more reps"))

    def tell(self, title: str, text: str) -> None:
        pass
