"""The page that describes the file, compared with the model that reads it."""

import json
import re
from pathlib import Path
from typing import get_args

import pytest

from funnelcraft.funnel import changes, measured, model, rules, velocity
from funnelcraft.funnel.checks import check
from funnelcraft.funnel.model import Funnel
from funnelcraft.funnel.rules import OPERATORS
from funnelcraft.funnel.values import Value
from funnelcraft.funnel.velocity import KNOWN_TIMES

PAGE = Path(__file__).resolve().parents[2] / "docs" / "format.md"


def parts_of_the_file() -> list[type[Value]]:
    found = {
        part
        for module in (changes, measured, model, rules, velocity)
        for part in vars(module).values()
        if isinstance(part, type) and issubclass(part, Value) and part is not Value
    }
    return sorted(found, key=lambda part: part.__name__)


@pytest.fixture(scope="module")
def page() -> str:
    return PAGE.read_text(encoding="utf-8")


@pytest.mark.parametrize("part", parts_of_the_file(), ids=lambda part: part.__name__)
def test_that_every_key_is_described(part: type[Value], page: str) -> None:
    keys = {field.alias or name for name, field in part.model_fields.items()}
    missing = [key for key in keys if f"`{key}`" not in page and f'"{key}":' not in page]
    assert missing == []


def test_that_every_kind_and_operator_is_described(page: str) -> None:
    words = (
        *model.STAGE_KINDS,
        *model.TRIGGER_KINDS,
        *model.CLOCKS,
        *model.CALENDARS,
        *KNOWN_TIMES,
        *OPERATORS,
    )
    assert [word for word in words if f"`{word}`" not in page] == []


def test_that_the_page_names_the_limits_of_rules_and_versions(page: str) -> None:
    assert f"{rules.MOST_CONDITIONS:,} conditions and {rules.DEEPEST_RULE} levels" in page
    assert get_args(Funnel.model_fields["version"].annotation) == (model.VERSION,)
    assert f"version {model.VERSION}" in page.splitlines()[0]


def test_that_the_example_of_the_page_opens_and_can_be_simulated(page: str) -> None:
    example = re.findall(r"```json\n(.*?)```", page, re.DOTALL)
    assert len(example) == 1
    funnel = Funnel.model_validate(json.loads(example[0]), by_alias=True, by_name=False)
    assert [finding.message for finding in check(funnel)] == []
