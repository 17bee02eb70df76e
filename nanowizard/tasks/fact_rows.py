"""Facts as a person reads them: a name and a value with its unit, in the caller's language. For reports and tables."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from nanowizard.core.events import Params
from nanowizard.core.messages.model import Formats
from nanowizard.provision.clock.step import TOLERANCE_S


@dataclass(frozen=True, slots=True, kw_only=True)
class FactWords:
    """How facts are spoken. `of` gives the sentence for a code; `memory` writes binary gigabytes, from bytes."""

    of: Callable[[str, Params], str]
    formats: Formats
    memory: Callable[[int], str]
    number: Callable[[float], str]


def fact_rows(facts: Mapping[str, Any], words: FactWords) -> dict[str, tuple[str, str]]:
    """By the fact's key, its name and its value; without those that are unknown or have no words."""
    plain = _flat(facts)
    known = {key: value for key, value in plain.items() if key in _SHOWN and _says_something(key, value)}
    return {key: (words.of(f"fact.{key}", {}), _SHOWN[key](value, words, plain)) for key, value in known.items()}


def _says_something(key: str, value: Any) -> bool:
    if isinstance(value, bool):
        return key in _ANSWERS
    return value not in (None, "", [], {}) and not (value == 0 and key in _RARE)


def _flat(facts: Mapping[str, Any]) -> dict[str, Any]:
    training = facts.get("training")
    more = {f"training_{key}": value for key, value in training.items()} if isinstance(training, dict) else {}
    return {**facts, **more}


Show = Callable[[Any, FactWords, Mapping[str, Any]], str]


def _text(value: Any, words: FactWords, facts: Mapping[str, Any]) -> str:
    del facts
    return words.formats.comma.join(map(str, value)) if isinstance(value, (list, tuple)) else str(value)


def _size(value: int, words: FactWords, facts: Mapping[str, Any]) -> str:
    del facts
    return words.formats.size(value) if value else _word("nothing", words)


def _memory(value: int, words: FactWords, facts: Mapping[str, Any]) -> str:
    """Swap and memory count in powers of two."""
    del facts
    return words.memory(value) if value else _word("nothing", words)


def _duration(value: float, words: FactWords, facts: Mapping[str, Any]) -> str:
    del facts
    return words.formats.duration(value)


def _number(value: float, words: FactWords, facts: Mapping[str, Any]) -> str:
    del facts
    return words.number(value)


def _yes(value: object, words: FactWords, facts: Mapping[str, Any]) -> str:
    del facts
    return _word("yes" if value else "no", words)


def _network(value: str, words: FactWords, facts: Mapping[str, Any]) -> str:
    del facts
    return _word(value, words)


def _celsius(value: float, words: FactWords, facts: Mapping[str, Any]) -> str:
    del facts
    return f"{words.number(value)}\u00a0°C"


def _percent(value: float, words: FactWords, facts: Mapping[str, Any]) -> str:
    del facts
    return f"{words.number(int(value * 100))}%"


def _clock(value: float, words: FactWords, facts: Mapping[str, Any]) -> str:
    del facts
    if abs(value) <= TOLERANCE_S:
        return _word("right", words)
    return words.of(f"value.{'ahead' if value > 0 else 'behind'}", {"off_s": abs(value)})


def _pictures(value: float, words: FactWords, facts: Mapping[str, Any]) -> str:
    del facts
    return words.of("value.pictures_rate", {"rate": words.number(value)})


def _ratio(value: float, words: FactWords, facts: Mapping[str, Any]) -> str:
    del facts
    return words.of("value.ratio", {"ratio": words.number(value)})


def _mode(value: int, words: FactWords, facts: Mapping[str, Any]) -> str:
    """By its name, where the Nano has one for it."""
    return str((facts.get("modes") or {}).get(str(value)) or words.number(value))


def _word(name: str, words: FactWords) -> str:
    return words.of(f"value.{name}", {})


_TEXTS = (
    "model", "module", "revision", "l4t", "jetpack", "cuda", "python", "pip", "kernel", "host_name", "architecture",
    "power_mode", "half_installed", "package_locks", "path", "device", "release", "addresses", "lists", "index_url",
    "version", "wanted", "image", "venv", "gpus", "training_model", "key", "host", "raw_sha256", "sha256",
)  # fmt: skip
_SIZES = (
    "card_bytes", "disk_bytes", "partition_bytes", "fs_bytes", "room_bytes", "free_bytes", "archive_bytes",
    "raw_bytes", "written_bytes", "verified_bytes", "skipped_bytes", "kept_bytes", "grown_bytes",
)  # fmt: skip
_MEMORIES = ("memory_bytes", "swap_bytes", "file_bytes", "zram_bytes", "swap_file_bytes")
_ANSWERS = ("file_active", "synchronized", "ntp", "clocks", "console", "desktop", "held", "has_container", "may_log_in")
_RARE = ("kept_bytes", "grown_bytes")
"""Worth a line only where there is any."""
_SHOWN: Mapping[str, Show] = {
    **dict.fromkeys(_TEXTS, _text),
    **dict.fromkeys(_SIZES, _size),
    **dict.fromkeys(_MEMORIES, _memory),
    **dict.fromkeys(_ANSWERS, _yes),
    **dict.fromkeys(("uptime_s", "waited_s", "write_s", "verify_s"), _duration),
    **dict.fromkeys(("clock_ahead_s", "ahead_s"), _clock),
    **dict.fromkeys(("gpu_rate", "cpu_rate"), _pictures),
    **dict.fromkeys(("power_alarms", "swappiness"), _number),
    "network": _network,
    "temperature_c": _celsius,
    "training_accuracy": _percent,
    "ratio": _ratio,
    "mode": _mode,
}
"""How each fact is shown; its name is `fact.KEY` of core/messages/facts.py."""
