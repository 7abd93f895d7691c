"""Refuse XML that declares a document type before anything in it is expanded or fetched."""

from pathlib import Path
from typing import BinaryIO
from xml.parsers import expat

from funnelcraft.funnel.text import _, number
from funnelcraft.io.problems import FileProblem

_CHUNK = 1 << 14
_LONGEST = 1 << 20  # bytes before the first element


class _Begun(Exception):  # noqa: N818 - it ends the look
    """The first element was met."""


def refusing_parser(path: Path, part: str = "") -> expat.XMLParserType:
    """Return a parser that expands no entity and opens no other file: it refuses both."""
    parser = expat.ParserCreate()
    parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)

    def refuse(*_arguments: object) -> int:
        raise FileProblem(
            path,
            _("line {line}{part} declares entities, which are refused.").format(
                line=number(parser.CurrentLineNumber),
                part=_of(part),
            ),
        )

    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    parser.ExternalEntityRefHandler = refuse
    return parser


def _of(part: str) -> str:
    return _(" of {part}").format(part=part) if part else ""


def broken(path: Path, error: expat.ExpatError, part: str = "") -> FileProblem:
    """Say where XML is damaged."""
    return FileProblem(
        path,
        _("line {line}{part} is damaged XML.").format(line=number(error.lineno), part=_of(part)),
    )


def check_prolog(path: Path, part: str, source: BinaryIO) -> None:
    """Refuse a part of an archive that declares a document type. Raises FileProblem."""
    parser = refusing_parser(path, part)

    def begin(*_arguments: object) -> None:
        raise _Begun

    parser.StartElementHandler = begin
    read = 0
    try:
        while chunk := source.read(_CHUNK):
            parser.Parse(chunk)
            read += len(chunk)
            if read > _LONGEST:
                raise FileProblem(path, _("{part} is damaged XML.").format(part=part))
    except _Begun:
        return
    except expat.ExpatError as error:
        raise broken(path, error, part) from error
