"""What is configured, who may do what, and the devices: look, edit, add, pair, shut out."""

from hall.web.admin import edit, people, people_acts, people_new, plan_file
from hall.web.admin.routes import blueprint

__all__ = ["blueprint", "edit", "people", "people_acts", "people_new", "plan_file"]
