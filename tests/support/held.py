"""What a function keeps alive: by its closure, its arguments, the object it belongs to, and our objects among these."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Mapping
from types import FunctionType, MethodType
from typing import Any

from PySide6.QtCore import QObject

from nanowizard.gui.post import Inbox

OURS = ("nanowizard.gui.", "nanowizard.core.task", "nanowizard.tasks.")


def qt_objects_held_by(target: Callable[..., object]) -> list[QObject]:
    """Those of ours. An `Inbox` holds nobody; that is what it is for."""
    found: list[QObject] = []
    seen: set[int] = set()
    waiting: list[Any] = [target]
    while waiting:
        thing = waiting.pop()
        if id(thing) in seen or isinstance(thing, Inbox):
            continue
        seen.add(id(thing))
        if isinstance(thing, QObject):
            found += [thing] if type(thing).__module__.startswith("nanowizard.") else []
        else:
            waiting += _held(thing)
    return found


def _held(thing: Any) -> Iterable[Any]:
    if isinstance(thing, FunctionType):
        return [cell.cell_contents for cell in thing.__closure__ or ()] + list(thing.__defaults__ or ())
    if isinstance(thing, MethodType):
        return [thing.__self__]
    if isinstance(thing, functools.partial):
        return [thing.func, *thing.args, *thing.keywords.values()]
    if isinstance(thing, Mapping):
        return list(thing.values())
    if isinstance(thing, list | tuple | set | frozenset):
        return list(thing)
    if type(thing).__module__.startswith(OURS):
        slots = [getattr(thing, name, None) for kind in type(thing).__mro__ for name in getattr(kind, "__slots__", ())]
        return [*getattr(thing, "__dict__", {}).values(), *slots]
    return []
