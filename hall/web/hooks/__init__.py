"""What providers tell by themselves: receipts and answers. Each door checks who speaks before it listens."""

from hall.web.hooks.twilio import blueprint

__all__ = ["blueprint"]
