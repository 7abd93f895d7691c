"""The benchmark of paired comparisons, played quickly: its promises hold."""

import pytest
from benchmarks.compare import Case, broken, cases, widths

CASES = list(cases())


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_that_pairing_narrows_as_promised(case: Case) -> None:
    found = widths(case, 96)
    assert broken([(case, one) for one in found]) == []
    if not case.has_queues:
        # Far beyond the threefold of the promise, however few runs there are.
        assert all(one.narrower > 5 for one in found)
