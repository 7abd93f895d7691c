"""Overrides of Qt's methods whose errors reach the log instead of ending the program.

PySide 6.11 on Python 3.11 keeps an error of an override by reading the arguments of the exception,
and takes for one whatever the interpreter holds. An error raised in C (`int("x")`, `()[0]`, a
wrong argument for Qt, an object already deleted) is held as a bare text until someone catches it:
the program ends with a segmentation fault. Caught and raised again it lives on, but Qt calls the
next override with the error still pending, which then fails for it, and so on until the program
ends after all. So an override never lets an error out: it tells `sys.excepthook`, and answers Qt
with nothing.
"""

import sys
from collections.abc import Callable
from enum import Flag
from functools import partial, wraps
from types import FunctionType
from typing import Any, ParamSpec, TypeVar

import shiboken6
from PySide6.QtCore import QObject

P = ParamSpec("P")
R = TypeVar("R")


def guarded(override: Callable[P, R]) -> Callable[P, R]:
    """Let an override tell its errors, and return what is nothing by its annotation instead."""
    nothing = _nothing(override)

    @wraps(override)
    def whole(*arguments: P.args, **named: P.kwargs) -> R:
        try:
            return override(*arguments, **named)
        except Exception as error:
            sys.excepthook(type(error), error, error.__traceback__)
            answer: R = nothing()
            return answer

    return whole


def _nothing(override: Callable[..., Any]) -> Callable[[], Any]:
    """Return what makes an empty answer: False, an empty rectangle, None where nothing is said."""
    returned = getattr(override, "__annotations__", {}).get("return")
    if not isinstance(returned, type):
        return lambda: None
    if issubclass(returned, Flag):
        return partial(returned, 0)
    plain = returned in (bool, int, float, str) or returned.__module__.startswith("PySide6.")
    return returned if plain and not issubclass(returned, QObject) else lambda: None


def guard_class(made: type) -> None:
    """Guard those of a class's own functions that override one of Qt's."""
    theirs = [base for base in made.__mro__[1:] if base.__module__.startswith("PySide6.")]
    for name, method in list(vars(made).items()):
        if not isinstance(method, FunctionType) or name.startswith("__"):
            continue
        if not hasattr(method, "__wrapped__") and any(name in vars(base) for base in theirs):
            setattr(made, name, guarded(method))


def guard_all_classes() -> None:
    """Guard every class made from now on that has a class of Qt's above it, of packages too."""
    root: Any = shiboken6.Shiboken.Object

    def made(cls: type, /, **named: Any) -> None:
        super(root, cls).__init_subclass__(**named)
        guard_class(cls)

    root.__init_subclass__ = classmethod(made)
