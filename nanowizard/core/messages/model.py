"""What a code says to a person, and how its parameters are put into the sentence."""

from __future__ import annotations

import string
from collections.abc import Callable
from dataclasses import dataclass

from nanowizard.core.events import JsonValue, Params


def QT_TRANSLATE_NOOP(context: str, text: str) -> str:
    """Marks a text for Qt's lupdate, which looks for exactly this name, and returns it as it is."""
    del context
    return text


@dataclass(frozen=True, slots=True)
class Message:
    """`what` happened (a headline in the person's world), what is `safe`, and the one thing to `do`.

    Placeholders are parameter names. Those that end in `_bytes` are shown as sizes and those in `_s` as durations.
    A finding, a step or a change needs only `what`; an error has all three.
    """

    what: str
    safe: str = ""
    do: str = ""


@dataclass(frozen=True, slots=True)
class Formats:
    """How one language writes sizes (from bytes), durations (from seconds), and what stands between names."""

    size: Callable[[int], str]
    duration: Callable[[float], str]
    comma: str = ", "


def fill(template: str, params: Params, formats: Formats) -> str:
    """The template with its placeholders replaced; one without a value stays visible as `{name}`."""
    return _Filler(formats).vformat(template, (), params)


class _Filler(string.Formatter):
    def __init__(self, formats: Formats) -> None:
        self._formats = formats

    def get_value(self, key: int | str, args: object, kwargs: Params) -> str:
        del args
        name = str(key)
        return self._show(name, kwargs[name]) if kwargs.get(name) is not None else f"{{{name}}}"

    def _show(self, name: str, value: JsonValue) -> str:
        if isinstance(value, (int, float)) and name.endswith("_bytes"):
            return self._formats.size(int(value))
        if isinstance(value, (int, float)) and name.endswith("_s"):
            return self._formats.duration(float(value))
        if isinstance(value, (list, tuple)):
            return self._formats.comma.join(str(item) for item in value)
        return str(value)


def placeholders(message: Message) -> set[str]:
    """The parameter names that a message's texts mention."""
    texts = (message.what, message.safe, message.do)
    return {name for text in texts for _, name, _, _ in string.Formatter().parse(text) if name}
