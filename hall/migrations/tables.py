"""Imports every room that has tables, so that `Entity.metadata` is whole."""

import hall.kernel.journal
import hall.queue.models
import hall.site.models
import hall.staff.models

try:
    import hall.kernel.idempotency  # noqa: F401
except ImportError:
    pass
