"""The JSON Schema in resources/ says what the reader says."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from funnelcraft import resources
from funnelcraft.io.json_schema import RESOURCE, schema, schema_text
from funnelcraft.io.project_file import FileProblem, dump, parse
from funnelcraft.io.templates import template, template_names


@pytest.fixture(scope="module")
def validator() -> Draft202012Validator:
    Draft202012Validator.check_schema(schema())
    return Draft202012Validator(schema())


def test_that_the_schema_in_resources_is_up_to_date() -> None:
    assert resources.read_text(RESOURCE) == schema_text(), (
        "run: python -m funnelcraft.io.json_schema"
    )


@pytest.mark.parametrize("name", template_names())
def test_that_every_template_validates(name: str, validator: Draft202012Validator) -> None:
    validator.validate(json.loads(resources.read_bytes(f"templates/{name}.funnel")))
    validator.validate(json.loads(dump(template(name))))


def test_that_the_example_of_the_format_validates(validator: Draft202012Validator) -> None:
    guide = Path(__file__).parents[2] / "docs" / "format.md"
    examples = re.findall(r"```json\n(.*?)```", guide.read_text(encoding="utf-8"), re.DOTALL)
    assert len(examples) == 1
    validator.validate(json.loads(examples[0]))


BASE: dict[str, Any] = {"format": "funnelcraft", "version": 1, "start": "2027-01-01"}
STAGE = {"id": "a", "term": "A"}


@pytest.mark.parametrize(
    ("more", "fine"),
    [
        ({}, True),
        ({"x": 1}, True),
        ({"version": 2}, False),
        ({"title": 5}, False),
        ({"stages": [STAGE]}, True),
        ({"stages": [{"id": "a"}]}, False),
        ({"stages": [{**STAGE, "leak_time": {"kind": "cauchy", "x": 1}}]}, True),
        ({"stages": [{**STAGE, "leak_time": {"kind": "gamma", "mean_days": 1.0}}]}, False),
        ({"stages": [{**STAGE, "leak_time": {"mean_days": 1.0}}]}, False),
        ({"stages": [{**STAGE, "position": [1]}]}, False),
        ({"triggers": [{"id": "t", "from": "a", "to": "a", "rule": {"x": 1}}]}, False),
        ({"triggers": [{"id": "t", "from": "a", "to": "a", "rule": {"event": "x"}}]}, True),
    ],
)
def test_that_schema_and_reader_agree(
    more: dict[str, Any], fine: bool, validator: Draft202012Validator
) -> None:
    document = {**BASE, **more}
    assert validator.is_valid(document) is fine
    try:
        parse(json.dumps(document).encode())
        opens = True
    except FileProblem:
        opens = False
    assert opens is fine
