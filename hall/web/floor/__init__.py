"""The floor at a glance, for leads and managers: counters, queues, who waits longest, and what they may say."""

from hall.web.floor.routes import blueprint

__all__ = ["blueprint"]
