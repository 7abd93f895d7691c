"""Work in slices between events."""

from collections.abc import Iterator

from pytestqt.qtbot import QtBot

from funnelcraft.designer.gradual import Gradual


def test_that_work_is_done_between_events_and_can_be_finished_at_once(qtbot: QtBot) -> None:
    gradual = Gradual()
    seen: list[int] = []

    def steps(n: int) -> Iterator[None]:
        for at in range(n):
            seen.append(at)
            yield

    with qtbot.waitSignal(gradual.done, timeout=2000):
        gradual.add("first", steps(50))
        assert seen == []
    assert seen == list(range(50))
    gradual.add("second", steps(3))
    gradual.finish()
    assert seen == [*range(50), 0, 1, 2]
    assert gradual.is_done
    gradual.close()
