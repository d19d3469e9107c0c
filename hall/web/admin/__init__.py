"""What is configured, who may do what, and the devices: add, pair, shut out."""

from hall.web.admin import people, people_acts, people_new
from hall.web.admin.routes import blueprint

__all__ = ["blueprint", "people", "people_acts", "people_new"]
