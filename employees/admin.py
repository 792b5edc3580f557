"""The organisation's own people and places, to configure; the ledger, to look at."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied

from employees.models import ApiToken, Commitment, Employee, Policy, Team, Term


class RoleGated(admin.ModelAdmin):
    """Who may see and change is said by the one table of roles; nothing is deleted here."""

    def has_delete_permission(self, request, obj=None):
        return False

    def history_view(self, request, object_id, extra_context=None):
        """Django looks for the object before it asks who may look."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        return super().history_view(request, object_id, extra_context)


class ReadOnly(RoleGated):
    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False


class StateFilter(admin.SimpleListFilter):
    title = parameter_name = "state"

    def lookups(self, request, model_admin):
        return [("open", "Open"), ("overdue", "Overdue"), ("kept", "Kept"), ("unowned", "Unowned")]

    def queryset(self, request, queryset):
        states = {"open": queryset.open, "overdue": queryset.overdue, "kept": queryset.kept,
                  "unowned": queryset.unowned}  # fmt: skip
        return states.get(self.value(), queryset.all)()


@admin.register(Commitment)
class CommitmentAdmin(ReadOnly):
    """The ledger, to look at. A promise is settled where it was made."""

    list_display = ["promise", "kind", "owner", "team", "due_at", "kept_at"]
    list_filter = [StateFilter, "kind"]
    list_select_related = ["owner", "team"]
    show_full_result_count = False

    def has_view_permission(self, request, obj=None):
        return request.user.has_perm("employees.view_every_commitment")

    def get_queryset(self, request):
        return Commitment.objects.visible_to(request.user)


@admin.register(Employee)
class EmployeeAdmin(ReadOnly):
    """People, to look at: they are invited, changed and let go on their own pages."""

    list_display = ["name", "email", "team", "is_admin", "deactivated_at"]
    list_filter = ["is_admin"]
    list_select_related = ["team"]
    search_fields = ["name", "email"]
    fields = readonly_fields = ["name", "email", "team", "is_admin", "language", "time_zone", "joined_at",
                                "deactivated_at"]  # fmt: skip

    def get_queryset(self, request):
        return Employee.objects.visible_to(request.user)


@admin.register(Team)
class TeamAdmin(RoleGated):
    list_display = ["name", "parent", "lead", "location"]
    list_select_related = ["parent", "lead"]
    search_fields = ["name"]


@admin.register(Term)
class TermAdmin(RoleGated):
    list_display = ["employee", "starts", "ends", "deputy", "sponsor"]
    list_select_related = ["employee", "deputy", "sponsor"]


@admin.register(Policy)
class PolicyAdmin(RoleGated):
    list_display = ["__str__", "require_mfa", "answer_in_working_hours"]

    def has_add_permission(self, request):
        return False


@admin.register(ApiToken)
class ApiTokenAdmin(ReadOnly):
    list_display = ["name", "owner", "hint", "expires_at", "used_at", "revoked_at"]
    list_select_related = ["owner"]
    exclude = ["hash"]

    def has_view_permission(self, request, obj=None):
        return request.user.has_perm("employees.change_employee")

    def get_queryset(self, request):
        return ApiToken.objects.visible_to(request.user).select_related("owner")
