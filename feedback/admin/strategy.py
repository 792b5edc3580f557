from django.contrib import admin

from feedback.models import Goal, Journey, Stage, Touchpoint
from tenants.admin import RoleGated


class StrategyAdmin(RoleGated):
    """Gated by one permission for all four nouns, as on their pages; what is in use cannot be deleted."""

    sees = "feedback.view_strategy"
    changes = deletes = "feedback.change_strategy"
    event = "strategy"
    search_fields = ["name"]


@admin.register(Goal)
class GoalAdmin(StrategyAdmin):
    list_display = ["name", "metric", "baseline", "target", "target_date", "sponsor"]
    list_select_related = ["sponsor"]
    raw_id_fields = ["sponsor"]


@admin.register(Journey)
class JourneyAdmin(StrategyAdmin):
    list_display = ["name"]


@admin.register(Stage)
class StageAdmin(StrategyAdmin):
    list_display = ["name", "journey", "position"]
    list_filter = ["journey"]
    list_select_related = ["journey"]


@admin.register(Touchpoint)
class TouchpointAdmin(StrategyAdmin):
    list_display = ["name", "stage", "matters", "promise"]
    list_filter = ["matters", "stage__journey"]
    list_select_related = ["stage__journey"]

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        """A stage is called by its journey, too."""
        kwargs["queryset"] = Stage.objects.select_related("journey")
        return super().formfield_for_foreignkey(db_field, request, **kwargs)
