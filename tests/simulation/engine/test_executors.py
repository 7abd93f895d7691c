"""Threads, processes and a cluster: the same bits, dead workers replaced, quick to stop."""

import multiprocessing
import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from funnelcraft.simulation.comparison import compare
from funnelcraft.simulation.engine import Executor, Settings, Stopped, Threads, simulate
from funnelcraft.simulation.engine.blocks import Block
from funnelcraft.simulation.engine.cluster import Cluster, Tls
from funnelcraft.simulation.engine.executors import ShouldStop, Work
from funnelcraft.simulation.engine.giving_way import NICENESS
from funnelcraft.simulation.engine.processes import Processes
from funnelcraft.simulation.engine.simulating import Simulation
from funnelcraft.simulation.forecast import Runs
from funnelcraft.simulation.problems import CannotSimulate
from tests.simulation.engine.test_engine import DEALS, bits
from tests.simulation.reference import act_on_8

ROOT = Path(__file__).resolve().parents[3]
MODEL = act_on_8(deal_value=DEALS, opening=[{"stage": "sql", "ages_days": [1.0, 2.0, 40.0]}])
SMALL = Settings(runs=200, days=60)


@pytest.fixture(scope="module")
def by_threads() -> list[bytes]:
    return bits(simulate(MODEL, SMALL))


@pytest.fixture(scope="module", autouse=True)
def paths() -> Iterator[None]:
    """Let new processes import what this one imports."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", os.pathsep.join([str(ROOT / "src"), str(ROOT)]))
        yield


def free_port() -> int:
    with closing(socket.socket()) as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@contextmanager
def dask_cluster(
    workers: int, *options: str, scheme: str = "tcp"
) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """Start a scheduler and so many workers, as the documentation says, and end them after."""
    pytest.importorskip("distributed", reason="distributed is not installed")
    dask = [sys.executable, "-m", "dask"]
    address = f"{scheme}://127.0.0.1:{free_port()}"
    limits = ["--no-dashboard", "--death-timeout", "60"]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    environment = os.environ | {"DASK_DISTRIBUTED__WORKER__DAEMON": "False"}
    scheduler = subprocess.Popen(
        [*dask, "scheduler", "--host", address, "--no-dashboard", "--no-show", *options],
        env=environment,
        **quiet,  # type: ignore[call-overload]
    )
    crew = [
        subprocess.Popen(
            [*dask, "worker", address, "--nthreads", "1", "--no-nanny", *limits, *options],
            env=environment,
            **quiet,  # type: ignore[call-overload]
        )
        for _worker in range(workers)
    ]
    try:
        yield address, crew
    finally:
        for process in (*crew, scheduler):
            process.kill()
            process.wait()


@pytest.fixture(scope="module")
def cluster() -> Iterator[str]:
    with dask_cluster(2) as (address, _crew):
        yield address


class Shuffled:
    """An executor that computes blocks in an order nobody expects."""

    def blocks(self, work: Work[Block], _should_stop: ShouldStop | None) -> Iterator[Block]:
        order = list(range(work.total))
        random.Random(8).shuffle(order)
        for index in order:
            yield work.block(index)


@pytest.mark.parametrize(
    "executor", [Threads(1), Threads(2), Threads(7), Processes(1), Processes(2), Shuffled()]
)
def test_that_who_computes_does_not_change_a_bit(
    executor: Executor, by_threads: list[bytes]
) -> None:
    assert bits(simulate(MODEL, SMALL, executor=executor)) == by_threads


def test_that_seven_processes_give_the_same_bits_under_another_hash_seed(
    by_threads: list[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONHASHSEED", "12345")
    assert bits(simulate(MODEL, SMALL, executor=Processes(7))) == by_threads


def test_that_a_cluster_gives_the_same_bits(cluster: str, by_threads: list[bytes]) -> None:
    seen: list[Runs] = []
    assert bits(simulate(MODEL, SMALL, seen.append, executor=Cluster(cluster))) == by_threads
    assert seen[-1].runs == 200


def test_that_comparisons_are_the_same_everywhere(cluster: str) -> None:
    found = []
    for executor in (Threads(1), Threads(2), Processes(2), Cluster(cluster)):
        paired = compare(MODEL, act_on_8(90.0), SMALL, executor=executor)
        found.append((bits(paired.a), bits(paired.b)))
    assert all(part == found[0] for part in found)


def test_that_the_blocks_of_a_killed_process_are_rerun() -> None:
    settings = Settings(runs=4_000, days=60)
    killed: list[int] = []

    def kill_one(_partial: Runs) -> None:
        if not killed:
            child = multiprocessing.active_children()[0]
            child.kill()
            killed.append(child.pid or 0)

    runs = simulate(MODEL, settings, kill_one, executor=Processes(2))
    assert killed
    assert bits(runs) == bits(simulate(MODEL, settings))


def test_that_the_blocks_of_a_killed_cluster_worker_are_rerun() -> None:
    settings = Settings(runs=4_000, days=60)
    with dask_cluster(2) as (address, crew):
        killed: list[int] = []

        def kill_one(_partial: Runs) -> None:
            if not killed:
                crew[0].kill()
                killed.append(crew[0].wait())

        runs = simulate(MODEL, settings, kill_one, executor=Cluster(address))
    assert killed
    assert bits(runs) == bits(simulate(MODEL, settings))


class Deadly(Simulation):
    """A simulation whose third block kills whoever computes it."""

    def block(self, index: int) -> Block:
        if index == 3:
            os.kill(os.getpid(), signal.SIGKILL)
        return super().block(index)


def test_that_a_block_that_kills_every_worker_is_told() -> None:
    with pytest.raises(CannotSimulate, match="again and again"):
        list(Processes(1).blocks(Deadly(MODEL, SMALL), None))
    assert multiprocessing.active_children() == []


@pytest.mark.parametrize("kind", ["processes", "cluster"])
def test_that_stopping_takes_less_than_a_second(kind: str, request: pytest.FixtureRequest) -> None:
    executor: Executor = (
        Processes(2) if kind == "processes" else Cluster(request.getfixturevalue("cluster"))
    )
    threads = threading.active_count()
    asked: list[float] = []

    def should_stop() -> bool:
        if seen and not asked:
            asked.append(time.perf_counter())
        return bool(asked)

    seen: list[Runs] = []
    # A block of this takes a quarter of a second; all of it would take minutes.
    with pytest.raises(Stopped) as caught:
        simulate(act_on_8(5e4), Settings(runs=20_000, days=365), seen.append, should_stop, executor)
    assert time.perf_counter() - asked[0] < 1
    assert caught.value.runs is not None
    assert caught.value.runs.runs >= 32
    if kind == "processes":
        assert threading.active_count() == threads


def test_that_a_stopped_cluster_simulates_the_same_funnel_again(cluster: str) -> None:
    seen: list[Runs] = []
    settings = Settings(runs=2_000, days=60)
    with pytest.raises(Stopped):
        simulate(MODEL, settings, seen.append, lambda: bool(seen), Cluster(cluster))
    assert bits(simulate(MODEL, settings, executor=Cluster(cluster))) == bits(
        simulate(MODEL, settings)
    )


def test_that_a_cluster_that_is_not_there_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("distributed", reason="distributed is not installed")
    monkeypatch.setattr("funnelcraft.simulation.engine.cluster.CONNECT", 0.5)
    with pytest.raises(CannotSimulate, match="cannot be reached"):
        simulate(MODEL, SMALL, executor=Cluster(f"tcp://127.0.0.1:{free_port()}"))
    with pytest.raises(CannotSimulate, match="cannot be reached"):
        simulate(MODEL, SMALL, executor=Cluster("no address"))


def test_that_an_encrypted_cluster_wants_the_certificates(
    tmp_path: Path, by_threads: list[bytes]
) -> None:
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("openssl is not there to make certificates")
    key, cert = tmp_path / "key.pem", tmp_path / "cert.pem"
    made = [openssl, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"]
    made += ["-subj", "/CN=localhost", "-keyout", str(key), "-out", str(cert)]
    subprocess.run(made, check=True, capture_output=True)
    files = {"--tls-ca-file": cert, "--tls-cert": cert, "--tls-key": key}
    options = [str(part) for pair in files.items() for part in pair]
    with dask_cluster(1, *options, scheme="tls") as (address, _crew):
        tls = Tls(str(cert), str(cert), str(key))
        assert bits(simulate(MODEL, SMALL, executor=Cluster(address, tls))) == by_threads
        plain = Cluster(address.replace("tls:", "tcp:"), Tls())
        with pytest.raises(CannotSimulate, match="cannot be reached"):
            simulate(MODEL, SMALL, executor=plain)


@pytest.mark.skipif(sys.platform != "linux", reason="niceness is counted by thread on Linux only")
def test_that_threads_give_way_to_a_window_beside_them() -> None:
    class Asking:
        total = 4

        def block(self, index: int) -> "Asked":
            return Asked(index, os.getpriority(os.PRIO_PROCESS, threading.get_native_id()))

        def halt(self) -> None:
            pass

    @dataclass(frozen=True)
    class Asked:
        index: int
        niceness: int

    ours = os.getpriority(os.PRIO_PROCESS, threading.get_native_id())
    assert {one.niceness for one in Threads(2).blocks(Asking(), None)} == {max(ours, NICENESS)}
    assert os.getpriority(os.PRIO_PROCESS, threading.get_native_id()) == ours
