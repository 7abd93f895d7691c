"""Cut a Mermaid flowchart into statements, and statements into nodes and arrows."""

import json
import re
from dataclasses import dataclass

from funnelcraft.funnel.text import _
from funnelcraft.io.diagrams.sketch import NotUnderstood

_ID = re.compile(r"(?:[^\W]|[!#$%'*+.?\\/]|-(?=[^>\-.\s])|=(?!=))+")
_ARROW = re.compile(r"(?P<left>[xo<])?(?:--+[-xo>]|==+[=xo>]|-\.+-[xo>]?|~~~+)")
_BEGIN = re.compile(r"(?P<left>[xo<])?(?P<body>--|==|-\.)")
_FINISH = {
    "--": re.compile(r"--+[-xo>]"),
    "==": re.compile(r"==+[=xo>]"),
    "-.": re.compile(r"\.+-[xo>]?"),
}
_STYLE = re.compile(r":::([\w-]+)")
_LINK_ID = re.compile(r"[\w-]+@(?=[-=.xo<~])")
_SHAPE_WORD = re.compile(r"\bshape\s*:\s*([\w-]+)")
_LABEL_WORD = re.compile(r"\blabel\s*:\s*(\"[^\"]*\"|[^,}]+)")

_CODE_BEFORE = re.compile(r"#\w{1,10}$")  # its semicolon ends no statement
LONGEST_LINE = 50_000

# Longest first. What closes a slanted box may slant either way.
_SHAPES = (
    ("(((", (")))",)),
    ("((", ("))",)),
    ("([", ("])",)),
    ("(", (")",)),
    ("[[", ("]]",)),
    ("[(", (")]",)),
    ("[/", ("/]", "\\]")),
    ("[\\", ("\\]", "/]")),
    ("[", ("]",)),
    ("{{", ("}}",)),
    ("{", ("}",)),
    (">", ("]",)),
)
_ROUND = ("((", "(((")
_GATES = ("diam", "diamond", "decision", "question", "rhombus")
_CIRCLES = ("circle", "circ", "sm-circ", "small-circle", "start")


@dataclass(frozen=True)
class Statement:
    """A statement, with the line on which it begins."""

    line: int
    text: str


@dataclass(frozen=True)
class Arrow:
    """An arrow: what stands at it, what it means, whether it shows and points both ways."""

    label: str
    kind: str
    is_drawn: bool = True
    is_both: bool = False


@dataclass(frozen=True)
class Drawn:
    """A node where it is named: its label if it has one there, and its class."""

    id: str
    label: str | None = None
    kind: str = ""
    is_round: bool = False
    style: str = ""


def statements(text: str) -> tuple[str, list[Statement]]:
    """Return the title of the front matter, if any, and the statements without empty ones."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    title, first = _front_matter(lines)
    found: list[Statement] = []
    for number, line in enumerate(lines[first:], start=first + 1):
        if len(line) > LONGEST_LINE:
            raise NotUnderstood(number, _("the line is longer than anybody draws."))
        stripped = line.strip()
        if stripped.startswith("%%"):
            found.append(Statement(number, stripped))
            continue
        found += [Statement(number, one) for one in _cut(stripped) if one]
    while found and found[0].text.startswith("%%"):
        del found[0]  # before the header stands nothing of ours
    return title, found


def _front_matter(lines: list[str]) -> tuple[str, int]:
    """Return its title, and the place of the first line behind it."""
    start = next((at for at, line in enumerate(lines) if line.strip()), None)
    if start is None or lines[start].strip() != "---":
        return "", 0
    title = ""
    for at in range(start + 1, len(lines)):
        line = lines[at]
        if line.strip() == "---":
            return title, at + 1
        key, _colon, value = line.partition(":")
        if key.strip() == "title" and not line[:1].isspace():
            title = _yaml_text(value.strip())
    raise NotUnderstood(start + 1, _("the title's “---” is not closed."))


def _yaml_text(value: str) -> str:
    """Return a text of one line as YAML writes it: bare, or in either quotation marks."""
    if value.startswith('"'):
        try:
            return str(json.loads(value))
        except ValueError:
            return value.strip('"')
    return value[1:-1].replace("''", "'") if value.startswith("'") else value


def _cut(line: str) -> list[str]:
    """Cut a line at semicolons that are in no quotation marks."""
    if ";" not in line:
        return [line]
    parts, start, is_quoted = [], 0, False
    for at, sign in enumerate(line):
        if sign == '"':
            is_quoted = not is_quoted
        elif sign == ";" and not is_quoted and not _CODE_BEFORE.search(line[max(at - 12, 0) : at]):
            parts.append(line[start:at].strip())
            start = at + 1
    return [*parts, line[start:].strip()]


class Scan:
    """Goes through one statement of nodes and arrows."""

    def __init__(self, one: Statement) -> None:
        self.line = one.line
        self._text = one.text
        self._at = 0

    @property
    def is_done(self) -> bool:
        """Whether nothing is left."""
        self._space()
        return self._at >= len(self._text)

    def skips(self, sign: str) -> bool:
        """Go past a sign if it comes next, and say whether it did."""
        self._space()
        if self._text.startswith(sign, self._at):
            self._at += len(sign)
            return True
        return False

    def node(self) -> Drawn:
        """Return the node that comes next."""
        self._space()
        name = _ID.match(self._text, self._at)
        if name is None:
            raise self._refused()
        self._at = name.end()
        drawn = self._described(name[0]) if self.skips("@{") else self._shaped(name[0])
        style = _STYLE.match(self._text, self._at)
        if style is None:
            return drawn
        self._at = style.end()
        return Drawn(drawn.id, drawn.label, drawn.kind, drawn.is_round, style[1])

    def _shaped(self, name: str) -> Drawn:
        for left, rights in _SHAPES:
            if self._text.startswith(left, self._at):
                self._at += len(left)
                label = self._until(rights)
                return Drawn(name, label, "gate" if left == "{" else "", left in _ROUND)
        return Drawn(name)

    def _described(self, name: str) -> Drawn:
        """Return a node written as `id@{ shape: diamond, label: "text" }`."""
        inside = self._until(("}",))
        shape, label = _SHAPE_WORD.search(inside), _LABEL_WORD.search(inside)
        word = shape[1] if shape else ""
        said = label[1] if label else name
        return Drawn(name, said, "gate" if word in _GATES else "", word in _CIRCLES)

    def arrow(self) -> Arrow:
        """Return the arrow that comes next, with its label."""
        self._space()
        if named := _LINK_ID.match(self._text, self._at):
            self._at = named.end()
        whole = _ARROW.match(self._text, self._at)
        if whole is not None:
            self._at = whole.end()
            label = self._until(("|",)) if self.skips("|") else ""
            return _arrow(whole[0], label, whole["left"])
        begun = _BEGIN.match(self._text, self._at)
        if begun is None:
            raise self._refused()
        finish = _FINISH[begun["body"]].search(self._text, begun.end())
        if finish is None:
            raise self._refused()
        label = self._text[begun.end() : finish.start()]
        self._at = finish.end()
        return _arrow(begun[0] + finish[0], label, begun["left"])

    def _until(self, rights: tuple[str, ...]) -> str:
        """Return what stands before a closing sign, quoted or not, and go past it."""
        self._space()
        start = self._at
        if self._text.startswith('"', start):
            end = self._text.find('"', start + 1)
            if end < 0:
                raise NotUnderstood(self.line, _("a quotation mark is not closed."))
            self._at = end + 1
        ends = [(at, one) for one in rights if (at := self._text.find(one, self._at)) >= 0]
        if not ends:
            text = _("“{sign}” is missing.")
            raise NotUnderstood(self.line, text.format(sign=rights[0]))
        at, right = min(ends)
        self._at = at + len(right)
        return self._text[start:at]

    def _space(self) -> None:
        while self._at < len(self._text) and self._text[self._at].isspace():
            self._at += 1

    def _refused(self) -> NotUnderstood:
        rest = self._text[self._at :][:40]
        if not rest:
            return NotUnderstood(self.line, _("the arrow leads nowhere."))
        return NotUnderstood(self.line, _("“{text}” is not understood.").format(text=rest))


def _arrow(body: str, label: str, left: str | None) -> Arrow:
    if body.startswith("~"):
        return Arrow("", "", is_drawn=False)
    kind = {"x": "disqualify", "o": "sla_breach"}.get(body[-1], "")
    if not kind and "." in body:
        kind = "recycle"
    return Arrow(label, kind, is_both=left == "<" and body.endswith(">"))
