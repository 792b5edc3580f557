"""The organisation's own people and places, to configure; the ledger, to look at."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from employees.forms.people import TermForm
from employees.models import (
    Absence,
    ApiToken,
    Commitment,
    Employee,
    FrontlineDay,
    Policy,
    Programme,
    ProgrammeDate,
    PulseProgramme,
    SignUp,
    Team,
    Term,
)
from employees.models.ledger import CommitmentQuerySet
from employees.models.programmes import ProgrammeDateQuerySet, ProgrammeQuerySet
from tenants.admin import ReadOnly, RoleGated, Searched, StateFilter


class PromiseState(StateFilter):
    questions = {
        "open": (_("open"), CommitmentQuerySet.open),
        "overdue": (_("overdue"), CommitmentQuerySet.overdue),
        "kept": (_("kept"), CommitmentQuerySet.kept),
        "unowned": (_("unowned"), CommitmentQuerySet.unowned),
    }


@admin.register(Commitment)
class CommitmentAdmin(ReadOnly):
    """The ledger, to look at. A promise is settled where it was made."""

    sees = "employees.view_every_commitment"
    list_display = ["promise", "kind", "owner", "team", "due_at", "kept_at"]
    list_filter = [PromiseState, "kind"]
    list_select_related = ["owner", "team"]
    ordering = ["-id"]
    sortable_by = ()


@admin.register(Employee)
class EmployeeAdmin(Searched, ReadOnly):
    """People, to look at: they are invited, changed and let go on their own pages."""

    list_display = ["name", "email", "team", "is_admin", "deactivated_at"]
    list_filter = ["is_admin"]
    list_select_related = ["team"]
    fields = ["name", "email", "team", "is_admin", "language", "time_zone", "joined_at", "deactivated_at"]


@admin.register(Team)
class TeamAdmin(RoleGated):
    list_display = ["name", "parent", "lead", "location"]
    list_select_related = ["parent", "lead"]
    search_fields = ["name"]
    raw_id_fields = ["parent", "lead"]

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "lead":
            kwargs["queryset"] = Employee.objects.active()
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


@admin.register(Term)
class TermAdmin(RoleGated):
    form = TermForm
    list_display = ["employee", "starts", "ends", "deputy", "sponsor"]
    list_select_related = ["employee", "deputy", "sponsor"]
    raw_id_fields = ["employee", "deputy", "sponsor"]


@admin.register(Absence)
class AbsenceAdmin(ReadOnly):
    """Who is away when, to look at: days are entered on their own page, which asks about promises."""

    sees = "employees.view_absence"
    list_display = ["employee", "starts", "ends", "stand_in", "handed_at"]
    list_select_related = ["employee", "stand_in"]
    ordering = ["-starts"]
    sortable_by = ()


@admin.register(Policy)
class PolicyAdmin(RoleGated):
    """Reminders have their numbers checked on the page of the policy."""

    list_display = ["__str__", "require_mfa", "answer_in_working_hours"]
    readonly_fields = ["reminders"]

    def has_add_permission(self, request):
        return False


class ProgrammeState(StateFilter):
    questions = {
        "offered": (_("offered"), ProgrammeQuerySet.offered),
        "ended": (_("no longer offered"), ProgrammeQuerySet.ended),
    }


@admin.register(Programme)
class ProgrammeAdmin(RoleGated):
    list_display = ["name", "kind", "ended_at"]
    list_filter = [ProgrammeState, "kind"]
    search_fields = ["name"]


class DateState(StateFilter):
    questions = {
        "ahead": (_("ahead"), ProgrammeDateQuerySet.ahead),
        "past": (_("past"), ProgrammeDateQuerySet.past),
        "called_off": (_("called off"), ProgrammeDateQuerySet.called_off),
    }


@admin.register(ProgrammeDate)
class ProgrammeDateAdmin(ReadOnly):
    """To look at: who is coming is told of a change by its page."""

    sees = "employees.view_programme"
    list_display = ["programme", "place", "starts", "places", "organiser", "called_off_at"]
    list_filter = [DateState]
    list_select_related = ["programme", "organiser"]
    ordering = ["-id"]
    sortable_by = ()


@admin.register(SignUp)
class SignUpAdmin(ReadOnly):
    """Who came, and what they learned."""

    sees = "employees.change_programme"
    list_display = ["employee", "date", "at", "place_at", "attended_at", "learned_at"]
    list_select_related = ["employee", "date__programme"]
    ordering = ["-id"]
    sortable_by = ()


@admin.register(FrontlineDay)
class FrontlineDayAdmin(ReadOnly):
    list_display = ["by", "place", "on", "commitment", "at"]
    list_select_related = ["by", "commitment"]
    ordering = ["-id"]
    sortable_by = ()


@admin.register(ApiToken)
class ApiTokenAdmin(ReadOnly):
    sees = "employees.change_employee"
    list_display = ["name", "owner", "hint", "expires_at", "used_at", "revoked_at"]
    list_select_related = ["owner"]
    exclude = ["hash"]


@admin.register(PulseProgramme)
class PulseProgrammeAdmin(ReadOnly):
    """What staff are asked, to look at: it is planned on its own page, which shows what could be shown. What
    they answer stands in no admin."""

    sees = "employees.view_pulse"
    list_display = ["name", "first_day", "every", "unit", "days_open", "k", "ended_at"]
    fields = ["name", "first_day", "opens_at", "days_open", "every", "unit", "k", "attribute", "ended_at"]
