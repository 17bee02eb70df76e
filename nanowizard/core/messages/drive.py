"""Words for what can be said of cards, readers and permissions (drive.*, privilege.*)."""

from __future__ import annotations

from nanowizard.core.messages.model import Message

DRIVE: dict[str, Message] = {}
