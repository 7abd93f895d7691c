"""Any text at all: a history in which every row is counted, a question, or one sentence."""

from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from funnelcraft.io.imports import preview, propose, read
from funnelcraft.io.problems import FileProblem
from tests.io.imports import test_forms as exports
from tests.io.imports.helpers import balanced

SAMPLES = (
    exports.HUBSPOT,
    exports.OPPORTUNITIES,
    exports.CONVERTED,
    exports.LEAD_HISTORY,
    exports.MARKETO,
    exports.PARDOT,
    exports.PIPEDRIVE,
    exports.LEADS,
    exports.DEALS,
    exports.LOG,
    exports.XES,
)
PIECES = st.one_of(
    st.sampled_from(
        ["", ",", ";", "\t", '"', '""', "\n", "\r", "\r\n", "\0", "\ufeff", "\u2028", "é", "𐍈"]
    ),
    st.sampled_from(["2024-02-30", "1/2/2024", "13/13/2024", "9999-12-31T23:59:59-23:59", "-1"]),
    st.sampled_from(["1e999", "1,234", "{}", "<!DOCTYPE a>", "</event>", "=1+1", "created"]),
    st.text(max_size=8),
)


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    """Return an export with some pieces cut out or put in."""
    text = draw(st.sampled_from(SAMPLES))
    for _time in range(draw(st.integers(0, 6))):
        at = draw(st.integers(0, len(text)))
        to = draw(st.integers(at, min(at + 12, len(text))))
        text = text[:at] + draw(PIECES) + text[to:]
    encoding = draw(st.sampled_from(["utf-8", "utf-8", "utf-16", "cp1252"]))
    return text.encode(encoding, errors="replace")


@given(st.lists(damaged(), min_size=1, max_size=2))
@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_that_any_export_is_counted_asked_about_or_refused(
    tmp_path: Path, contents: list[bytes]
) -> None:
    paths = []
    for number, content in enumerate(contents):
        path = tmp_path / f"export{number}.csv"
        path.write_bytes(content)
        paths.append(path)
    said = ""
    try:
        proposal = propose(paths)
        log = read([Path(path) for path in proposal.paths], proposal.mapping)
        for looked, file in zip(proposal.files, proposal.mapping.files, strict=True):
            preview(looked, file, proposal.mapping)
    except FileProblem as problem:
        said = str(problem)
    if said:
        assert "\n" not in said
        return
    assert balanced(log)
    assert (log.history.stage < len(log.history.stages)).all()
    assert (log.history.stage >= 0).all()
