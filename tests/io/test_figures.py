"""The comparison of texts with figures: as strict as can be where machines round differently."""

import pytest

from tests.io.figures import difference


@pytest.mark.parametrize(
    ("was", "told"),
    [
        ("expect 120 deals (98–143)", "expect 121 deals (98–143)"),
        ("$2.6M", "$2.7M"),
        ("323,778", "323,900"),
        ("0.000123 1.2e-05", "0.000124 1.3e-05"),
        ("12 x", "12 x"),
    ],
)
def test_that_a_step_of_the_last_digit_is_no_difference(was: str, told: str) -> None:
    assert difference(was, told) == ""


@pytest.mark.parametrize(
    ("was", "told"),
    [
        ("expect 120 deals", "expect 122 deals"),
        ("$2.6M", "$2.8M"),
        ("$2.6M", "$2.6K"),
        ("323,778", "326,778"),
        ("1.2e-05", "1.2e-04"),
        ("a\nb", "a"),
        ("a", "a\nb"),
        ("1 2", "1"),
    ],
)
def test_that_anything_else_is_one(was: str, told: str) -> None:
    assert difference(was, told)
