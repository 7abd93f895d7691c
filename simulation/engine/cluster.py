"""Blocks over the machines of a Dask cluster (`pip install funnelcraft[cluster]`).

The scheduler gives the blocks of a worker that was lost to others. What is sent with every task is
the funnel and the settings, a few kilobytes; so a worker that joins late needs nothing from others.
"""

import pickle
import queue
import uuid
import zlib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import Any

import numpy as np

from funnelcraft import __version__
from funnelcraft.funnel.text import _
from funnelcraft.simulation.engine.executors import (
    AHEAD,
    PATIENCE,
    B,
    ShouldStop,
    Work,
    raise_if,
)
from funnelcraft.simulation.problems import CannotSimulate, refuse

# Blocks a task: enough to make the way there and back worth it.
SHARE = 4

# Seconds until a scheduler that does not answer is given up.
CONNECT = 10


@dataclass(frozen=True)
class Tls:
    """Certificate files (PEM) for an encrypted cluster, as `dask scheduler --tls-…` takes them."""

    ca: str | None = None
    cert: str | None = None
    key: str | None = None


@dataclass(frozen=True)
class Cluster:
    """The workers of a Dask scheduler at an address, `tcp://HOST:PORT` or `tls://HOST:PORT`.

    Without `tls`, Dask's own configuration decides (`distributed.comm.tls` in its YAML files).
    """

    address: str
    tls: Tls | None = None

    def blocks(self, work: Work[B], should_stop: ShouldStop | None) -> Iterator[B]:
        """Yield blocks as they finish, in any order; leave no task behind however it ends."""
        client = self._connected()
        call = _Call(client, work)
        try:
            yield from call.blocks(should_stop)
        finally:
            call.end()
            client.close(timeout=1)

    def _connected(self) -> Any:
        try:
            import distributed
        except ImportError:
            message = _("A cluster needs Dask: install it with pip install funnelcraft[cluster].")
            raise refuse("cluster", message) from None
        # Dask's own types are incomplete.
        dask: Any = distributed
        security: dict[str, Any] = {}
        if self.tls is not None:
            files = {
                "tls_ca_file": self.tls.ca,
                "tls_client_cert": self.tls.cert,
                "tls_client_key": self.tls.key,
            }
            given = {key: value for key, value in files.items() if value is not None}
            security["security"] = dask.Security(require_encryption=True, **given)
        try:
            return dask.Client(self.address, timeout=CONNECT, set_as_default=False, **security)
        except (OSError, TimeoutError, ValueError, RuntimeError, TypeError) as error:
            text = _("The cluster at {address} cannot be reached: {reason}")
            raise refuse("cluster", text.format(address=self.address, reason=str(error))) from None


class _Call:
    """One simulation on a cluster: its tasks, and the answers that came."""

    def __init__(self, client: Any, work: Work[Any]) -> None:
        self._client = client
        self._total = work.total
        # The token tells this simulation from an earlier one of the same funnel that was stopped.
        content = (uuid.uuid4().bytes, _versions(), work)
        self._payload = zlib.compress(pickle.dumps(content))
        self._answers: queue.SimpleQueue[Any] = queue.SimpleQueue()
        self._open: set[Any] = set()

    def blocks(self, should_stop: ShouldStop | None) -> Iterator[Any]:
        """Yield blocks as they finish."""
        to_do = iter(range(self._total))
        limit = max(AHEAD, 2 * sum(self._client.nthreads().values()) * SHARE) // SHARE
        while True:
            while len(self._open) < limit and (indices := tuple(islice(to_do, SHARE))):
                self._submit(indices)
            if not self._open:
                return
            raise_if(should_stop)
            with suppress(queue.Empty):
                future = self._answers.get(timeout=PATIENCE)
                self._open.discard(future)
                yield from self._result(future)

    def _submit(self, indices: tuple[int, ...]) -> None:
        future = self._client.submit(blocks_of, self._payload, indices, pure=False)
        self._open.add(future)
        future.add_done_callback(self._answers.put)

    def _result(self, future: Any) -> Any:
        try:
            return future.result()
        except CannotSimulate:
            raise
        except Exception as error:  # whatever a worker may raise: its own, or of code it lacks
            text = _("The cluster could not simulate: {reason}. Has it the same Funnelcraft?")
            reason = f"{type(error).__name__}: {error}"[:500]
            raise refuse("cluster", text.format(reason=reason)) from error

    def end(self) -> None:
        """Take back what is not done, and have what is in work end."""
        if not self._open:
            return
        with suppress(OSError, TimeoutError, RuntimeError):
            self._client.cancel(list(self._open), force=True)
            self._client.run(halt, self._payload, on_error="ignore")


def _versions() -> dict[str, str]:
    """Return the versions that decide about every bit of the results."""
    from importlib.metadata import version

    return {"funnelcraft": __version__, "numpy": np.__version__, "numba": version("numba")}


def blocks_of(payload: bytes, indices: tuple[int, ...]) -> list[Any]:
    """Compute blocks. Runs on a worker of the cluster."""
    work = _work(payload)
    return [work.block(index) for index in indices]


def halt(payload: bytes) -> None:
    """End what is in work for a simulation. Runs on a worker of the cluster."""
    _work(payload).halt()


@lru_cache(maxsize=4)
def _work(payload: bytes) -> Any:
    """Return the work of a payload, made ready once a worker."""
    _token, versions, work = pickle.loads(zlib.decompress(payload))
    here = _versions()
    if versions != here:
        text = _("a worker of the cluster has {theirs}, this program {ours}")
        raise RuntimeError(text.format(theirs=here, ours=versions))
    return work
