"""Words for reaching the Nano and for what is changed on it (nano.*, and the steps' changes)."""

from __future__ import annotations

from nanowizard.core.messages.model import Message

NANO: dict[str, Message] = {}
