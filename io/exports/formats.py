"""What a format of an export is, and what its writer is told.

A writer is a function of a funnel and a `Context` that returns the bytes of a file, or the bytes of
every file of a folder by relative path. It opens no file, asks no clock and draws no chance, so the
same funnel and context give the same bytes. It is named, not imported: a document's writer may
need packages that take a second to import.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from importlib import import_module
from typing import TYPE_CHECKING, Literal, TypeAlias

from funnelcraft.funnel.language import Speech, programs_speech, speaking, speech
from funnelcraft.funnel.model import Funnel
from funnelcraft.funnel.text import _
from funnelcraft.io.imports.progress import ShouldStop, Stopped

if TYPE_CHECKING:
    from funnelcraft.simulation.forecast import Runs

Made: TypeAlias = bytes | dict[str, bytes]
Setting: TypeAlias = bool | str
Group: TypeAlias = Literal["all", "picture", "diagram", "specification", "crm", "kit", "deck"]
Need: TypeAlias = Literal["none", "optional", "required"]
OnStep: TypeAlias = Callable[[float, str], None]


Point: TypeAlias = tuple[float, float]
Rect: TypeAlias = tuple[float, float, float, float]  # left, top, width, height


@dataclass(frozen=True)
class Drawing:
    """Where the canvas draws everything, in its units (y grows downwards), by id.

    `ways` lead from stage to stage, `pills` hold a source's box and the way to its stage, `lanes`
    the department of every band and its box.
    """

    boxes: Mapping[str, Rect]
    ways: Mapping[str, tuple[Point, ...]]
    pills: Mapping[str, tuple[Rect, tuple[Point, ...]]]
    lanes: tuple[tuple[str, Rect], ...]


@dataclass(frozen=True)
class Option:
    """What can be chosen of a format: one of some `choices` (value, title), or yes and no.

    Where the default is a text and there are no choices, any text can be given. Titles are kept as
    they are marked in the source, and read in the language spoken.
    """

    name: str
    marked_title: str
    default: Setting
    marked_choices: tuple[tuple[str, str], ...] = ()

    @property
    def title(self) -> str:
        """What people read."""
        return _(self.marked_title)

    @property
    def choices(self) -> tuple[tuple[str, str], ...]:
        """Every value with what people read."""
        return tuple((value, _(title)) for value, title in self.marked_choices)


@dataclass(frozen=True)
class Format:
    """A format as the table has it.

    `suffix` is that of its file, or empty where it is a folder. `forecast` says whether the writer
    takes figures of a forecast, `is_drawn` whether it takes the places of the canvas. `writer` is
    `module:function`. Title and sentence are kept as they are marked in the source, and read in the
    language spoken.
    """

    name: str
    marked_title: str
    marked_sentence: str
    group: Group
    suffix: str
    writer: str
    forecast: Need = "none"
    options: tuple[Option, ...] = ()
    is_drawn: bool = False

    @property
    def title(self) -> str:
        """What people call it."""
        return _(self.marked_title)

    @property
    def sentence(self) -> str:
        """What it is for."""
        return _(self.marked_sentence)

    @property
    def is_folder(self) -> bool:
        """Whether it is a folder of files."""
        return not self.suffix


def _never() -> bool:
    return False


def _untold(_share: float, _what: str) -> None:
    pass


@dataclass(frozen=True)
class Context:
    """What a writer needs besides the funnel.

    `file_name` is that of the document, `day` what documents are dated with, `speech` what they are
    written in. `forecast` is there where the format takes one and one was asked for, and so is
    `drawing`. `options` holds every option of the format. `base` is the document's own funnel where
    the funnel is that of a `scenario` of it (an id). `ready` holds by format what is made already,
    and taken as it is.
    """

    file_name: str
    day: date
    speech: Speech = field(default_factory=speech)
    forecast: "Runs | None" = None
    drawing: Drawing | None = None
    options: Mapping[str, Setting] = field(default_factory=dict)
    base: Funnel | None = None
    scenario: str = ""
    ready: Mapping[str, Made] = field(default_factory=dict)
    should_stop: ShouldStop = _never
    on_step: OnStep = _untold

    @property
    def language(self) -> str:
        """The locale of the texts, such as `en_US`."""
        return self.speech.texts

    def step(self, share: float, what: str) -> None:
        """Say how much is done (0–1) and what comes next; raises Stopped where nobody waits.

        What comes next is `marked` text: who waits reads it in the program's own language.
        """
        if self.should_stop():
            raise Stopped
        with speaking(programs_speech()):
            self.on_step(share, _(what))

    def is_on(self, option: str) -> bool:
        """Return an option that is yes or no."""
        return self.options.get(option) is True

    def choice(self, option: str) -> str:
        """Return which of an option's choices was made."""
        return str(self.options.get(option, ""))


Writer: TypeAlias = Callable[[Funnel, Context], Made]


class NoSuchFormat(ValueError):  # noqa: N818 - a slip of the keyboard
    """A format, option or choice that does not exist was asked for; `str()` lists those there are.

    It is the caller's fault, and no file's.
    """


def found(formats: Sequence[Format], name: str) -> Format:
    """Return a format by name. Raises NoSuchFormat, which lists the known ones."""
    for one in formats:
        if one.name == name:
            return one
    known = ", ".join(one.name for one in formats)
    text = _("There is no format “{name}”; there are {known}.")
    raise NoSuchFormat(text.format(name=name, known=known))


def chosen_options(kind: Format, given: Mapping[str, str] | None = None) -> dict[str, Setting]:
    """Return all options of a format: as given in words, else as they are by default.

    Raises NoSuchFormat for an option or choice that the format has not.
    """
    wanted = dict(given or {})
    known = {option.name: option for option in kind.options}
    for name in wanted:
        if name not in known:
            raise NoSuchFormat(_unknown_option(kind, name))
    return {
        name: _setting(option, wanted[name]) if name in wanted else option.default
        for name, option in known.items()
    }


def _unknown_option(kind: Format, name: str) -> str:
    if not kind.options:
        return _("The format “{format}” has no options.").format(format=kind.name)
    text = _("The format “{format}” has no option “{name}”; it has {known}.")
    known = ", ".join(option.name for option in kind.options)
    return text.format(format=kind.name, name=name, known=known)


def _setting(option: Option, said: str) -> Setting:
    if isinstance(option.default, str) and not option.choices:
        return said
    if option.choices:
        values = [value for value, _title in option.choices]
        if said in values:
            return said
    elif said in ("yes", "no"):
        return said == "yes"
    else:
        values = ["yes", "no"]
    text = _("“{said}” is no value of “{name}”; choose one of {known}.")
    raise NoSuchFormat(text.format(said=said, name=option.name, known=", ".join(values)))


def made(funnel: Funnel, kind: Format, context: Context) -> Made:
    """Return an export. Raises Stopped where the context says so, and what its writer raises."""
    if kind.name in context.ready:
        return context.ready[kind.name]
    module, _colon, name = kind.writer.partition(":")
    writer: Writer = getattr(import_module(module), name)
    context.step(0.0, kind.marked_title)
    with speaking(context.speech):
        result = writer(funnel, context)
    context.step(1.0, kind.marked_title)
    return result
