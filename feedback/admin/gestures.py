from django.contrib import admin

from feedback.models import GoodwillLimit
from tenants.admin import RoleGated


@admin.register(GoodwillLimit)
class GoodwillLimitAdmin(RoleGated):
    """What roles and teams may give without asking."""

    sees = changes = deletes = "feedback.change_goodwilllimit"
    event = "goodwill.limit"
    list_display = ["__str__", "role", "team", "amount", "number"]
    list_filter = ["role"]
    list_select_related = ["team"]
    raw_id_fields = ["team"]
