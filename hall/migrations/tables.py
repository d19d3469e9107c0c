"""Imports every room that has tables, so that `Entity.metadata` is whole."""

import hall.appointments.models
import hall.kernel.idempotency
import hall.kernel.journal
import hall.notices.models
import hall.queue.models
import hall.roster.models
import hall.site.models
import hall.staff.models  # noqa: F401
