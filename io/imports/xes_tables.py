"""XES (IEEE 1849), packed by gzip or not, as a table of an event a row.

The XML is parsed as it streams by; nothing of it stays. Attributes of the trace stand under `case:`
and their key, like process mining's flat tables; what is nested in attributes is left aside.
"""

import gzip
import zlib
from collections.abc import Iterator
from pathlib import Path
from xml.parsers import expat

from funnelcraft.funnel.text import _, number
from funnelcraft.io.imports.opening import CHUNK, Counted, Tick, nothing
from funnelcraft.io.imports.prologs import broken, refusing_parser
from funnelcraft.io.imports.streams import BufferedReader
from funnelcraft.io.imports.tables import BATCH, LONGEST_FIELD, Batch, headings
from funnelcraft.io.problems import FileProblem

CASE, ACTIVITY, TIME = "case:concept:name", "concept:name", "time:timestamp"
DEPTH = 64
MOST_KEYS = 200
FIRST_EVENTS = 1_000  # whose keys become the headings
_VALUES = {"string", "date", "int", "float", "boolean", "id"}
_LIKELY_RATIO, _HARMLESS = 200, 100 << 20  # of what gzip unpacks to what it takes; bytes


class XesTable:
    """An XES log opened as a table. Raises FileProblem."""

    def __init__(self, path: Path, tick: Tick = nothing) -> None:
        self.path = path
        self._raw = Counted(path, tick, lines=False)
        packed = self._raw.read(2) == b"\x1f\x8b"
        self._raw.close()
        self._raw = Counted(path, tick, lines=False)
        self._source: BufferedReader | gzip.GzipFile = BufferedReader(self._raw, CHUNK)
        if packed:
            self._source = gzip.GzipFile(fileobj=self._source)
        self._packed = packed
        self._unpacked = 0
        self._log = _Log(path)
        self._events: list[tuple[dict[str, str], dict[str, str], int]] = []
        self._ended = False
        try:
            while len(self._events) < FIRST_EVENTS and not self._ended:
                self._more()
        except FileProblem:
            self.close()
            raise
        if not self._events:
            self.close()
            raise FileProblem(path, _("there is no event in it; is it an XES log?"))
        found = headings(path, self._keys())
        self.headings = found.texts
        self.notes = found.notes

    def _keys(self) -> list[str]:
        keys = dict.fromkeys((CASE, ACTIVITY, TIME))
        for trace, event, _line in self._events:
            keys.update(dict.fromkeys((*event, *trace)))
        return list(keys)

    def _more(self) -> None:
        """Parse another part of the file."""
        try:
            chunk = self._source.read(CHUNK)
        except (OSError, EOFError, zlib.error) as error:
            raise FileProblem(self.path, _("the archive is damaged.")) from error
        self._unpacked += len(chunk)
        if (
            self._packed
            and self._unpacked > _HARMLESS
            and self._unpacked > _LIKELY_RATIO * self._raw.done
        ):
            raise FileProblem(self.path, _("it unpacks to far more than an export would."))
        try:
            self._log.parser.Parse(chunk, not chunk)
        except expat.ExpatError as error:
            raise broken(self.path, error) from error
        self._ended = not chunk
        self._events.extend(self._log.taken())

    def batches(self) -> Iterator[Batch]:
        """Yield all events once, in the file's order. Raises FileProblem."""
        names = self.headings
        while self._events or not self._ended:
            while len(self._events) < BATCH and not self._ended:
                self._more()
            events, self._events = self._events[:BATCH], self._events[BATCH:]
            if events:
                rows = [
                    [event.get(name) or trace.get(name) or "" for name in names]
                    for trace, event, _line in events
                ]
                yield Batch(rows, [line for _trace, _event, line in events])

    def digest(self) -> str:
        """Return the SHA-256 of the whole file in hex."""
        return self._raw.digest()

    def close(self) -> None:
        """Close the file."""
        self._source.close()
        self._raw.close()


class _Log:
    """What the parser has met: the trace it is in, the event, and the events that are complete."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.parser = refusing_parser(path)
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self._open: list[str] = []
        self._trace: dict[str, str] = {}
        self._event: dict[str, str] = {}
        self._complete: list[tuple[dict[str, str], dict[str, str], int]] = []
        self._keys: set[str] = set()

    def taken(self) -> list[tuple[dict[str, str], dict[str, str], int]]:
        """Return the events that are complete since the last time: trace, event, line."""
        complete, self._complete = self._complete, []
        return complete

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        tag = name.rpartition(":")[2]
        inside = self._open[-1] if self._open else ""
        if len(self._open) > DEPTH:
            raise FileProblem(
                self.path,
                _("line {line} is nested too deeply.").format(
                    line=number(self.parser.CurrentLineNumber)
                ),
            )
        if tag == "trace":
            self._trace = {}
        elif tag == "event":
            self._event = {}
        elif tag in _VALUES and inside in ("trace", "event"):
            self._take(inside, attributes)
        self._open.append(tag)

    def _take(self, inside: str, attributes: dict[str, str]) -> None:
        key, value = attributes.get("key", ""), attributes.get("value", "")
        if len(value) > LONGEST_FIELD:
            raise FileProblem(
                self.path,
                _("a field of line {line} is longer than {most} characters.").format(
                    line=number(self.parser.CurrentLineNumber), most=number(LONGEST_FIELD)
                ),
            )
        if inside == "trace":
            key = f"case:{key}"
        if key not in self._keys:
            if len(self._keys) >= MOST_KEYS:
                return
            self._keys.add(key)
        (self._trace if inside == "trace" else self._event)[key] = value

    def _end(self, name: str) -> None:
        self._open.pop()
        if name.rpartition(":")[2] == "event":
            self._complete.append((self._trace, self._event, self.parser.CurrentLineNumber))
            self._event = {}
