"""Words for writing and reading back (flash.*) and for the helper process (helper.*)."""

from __future__ import annotations

from nanowizard.core.messages.model import Message

FLASH: dict[str, Message] = {}
