"""Words for what can be said of images and downloads."""

from __future__ import annotations

from nanowizard.core.messages.model import Message

IMAGE: dict[str, Message] = {}
