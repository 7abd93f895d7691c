"""Overrides of Qt's methods whose errors reach the log instead of ending the program.

PySide 6.11 on Python 3.11 keeps an error of an override by reading the arguments of the exception,
and takes for one whatever the interpreter holds. An error raised in C (`int("x")`, `1 / 0`, a
wrong argument for Qt, an object already deleted) is held as a bare text until someone catches it:
the program ends with a segmentation fault. Caught and raised again it is an exception like others.
"""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")


def guarded(override: Callable[P, R]) -> Callable[P, R]:
    """Make whatever an override raises a whole exception before Qt sees it."""

    @wraps(override)
    def whole(*arguments: P.args, **named: P.kwargs) -> R:
        try:
            return override(*arguments, **named)
        except BaseException:
            raise

    return whole


def guard_class(made: type, names: tuple[str, ...]) -> None:
    """Guard those of a class's own methods that have these names."""
    for name in names:
        method = vars(made).get(name)
        if method is not None:
            setattr(made, name, guarded(method))
