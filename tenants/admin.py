"""What an organisation's Django admin is made of: gated by the one table of roles, written into the audit
trail, and quick over millions of rows."""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.auth import get_permission_codename
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.forms.models import model_to_dict
from django.http import Http404
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from tenants.audit.record import record
from tenants.searching import words_of

MOST = 10_000
PLAIN_LOOKUPS = ("exact", "isnull", "gte", "lt", "id__exact")


def moment(at: datetime | None) -> str:
    """A time that is no field of the row itself; Django would write it as a machine does."""
    return date_format(localtime(at), "DATETIME_FORMAT") if at else ""


class BoundedPaginator(Paginator):
    """Counts to 10,000 and no further: what lies deeper is found by searching and filtering."""

    @cached_property
    def count(self) -> int:
        return self.object_list.order_by()[:MOST].count()


class RoleGated(admin.ModelAdmin):
    """Permissions of the one table say who may see, change and delete: `sees`, `changes`, `deletes`, or those
    that Django names; nothing is deleted where `deletes` is empty. Each change is in the audit trail, as an
    `event`."""

    sees = changes = deletes = event = ""
    actions = None
    paginator = BoundedPaginator
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER

    def get_queryset(self, request):
        found = super().get_queryset(request)
        return found.visible_to(request.user) if hasattr(found, "visible_to") else found

    def get_object(self, request, object_id, from_field=None):
        """What this reader may not see is not there."""
        found = super().get_object(request, object_id, from_field)
        if found is None:
            raise Http404
        return found

    def has_view_permission(self, request, obj=None):
        return self._may(request, "view", self.sees)

    def has_add_permission(self, request):
        return self._may(request, "add", self.changes)

    def has_change_permission(self, request, obj=None):
        return self._may(request, "change", self.changes)

    def has_delete_permission(self, request, obj=None):
        return bool(self.deletes) and request.user.has_perm(self.deletes)

    def _may(self, request, verb, named):
        usual = f"{self.opts.app_label}.{get_permission_codename(verb, self.opts)}"
        return request.user.has_perm(named or usual)

    def lookup_allowed(self, lookup, value, request=None):
        """What the filters ask and nothing else: Django would say which passwords begin with an A."""
        return lookup in {
            each
            for name in self._filter_names(request)
            for each in (name, *(f"{name}__{end}" for end in PLAIN_LOOKUPS))
        }

    def _filter_names(self, request) -> Iterator[str]:
        for listed in self.get_list_filter(request):
            yield getattr(listed, "parameter_name", listed)

    def get_form(self, request, obj=None, change=False, **kwargs):
        """Whoever only looks gets no form of ours: it would miss the fields that it is made for."""
        if not self.has_change_permission(request, obj):
            kwargs["form"] = forms.ModelForm
        return super().get_form(request, obj, change, **kwargs)

    def history_view(self, request, object_id, extra_context=None):
        """Django looks for the object before it asks who may look."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        return super().history_view(request, object_id, extra_context)

    def save_model(self, request, obj, form, change):
        names = form.changed_data
        before = model_to_dict(self.model._default_manager.get(pk=obj.pk), names) if change else None
        super().save_model(request, obj, form, change)
        if names or not change:
            self._record("changed" if change else "made", obj, before, model_to_dict(obj, names))

    def delete_model(self, request, obj):
        self._record("deleted", obj, model_to_dict(obj), None)
        super().delete_model(request, obj)

    def _record(self, verb, obj, before, after):
        name = f"{self.event or self.opts.model_name}.{verb}"
        record(name, subject=f"{self.opts.label}:{obj.pk}", before=before, after=after)


class ReadOnly(RoleGated):
    """To look at: its rules live where it is made."""

    def get_readonly_fields(self, request, obj=None):
        return self.fields or super().get_readonly_fields(request, obj)

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False


class ReadOnlyRows(admin.TabularInline):
    """Rows below what they belong to, to look at; whoever sees that one sees them."""

    extra = max_num = 0
    can_delete = False

    def get_readonly_fields(self, request, obj=None):
        return self.fields

    def has_view_permission(self, request, obj=None):
        return True

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False


class Searched(admin.ModelAdmin):
    """Searched by the full text of the model's own `search` column, or as `found` says."""

    search_fields = ["search"]

    def get_search_results(self, request, queryset, search_term):
        if not search_term.strip():
            return queryset, False
        query = words_of(search_term)
        return (self.found(queryset, query) if query else queryset.none()), False

    def found(self, queryset, query):
        return queryset.filter(search=query)


class StateFilter(admin.SimpleListFilter):
    """Questions that the queryset answers, by name; whatever else is asked answers nothing."""

    title, parameter_name = _("state"), "state"
    questions: dict[str, tuple[Any, Callable[[Any], QuerySet[Any]]]]

    def lookups(self, request, model_admin):
        return [(name, label) for name, (label, _ask) in self.questions.items()]

    def queryset(self, request, queryset):
        _label, ask = self.questions.get(self.value(), ("", None))
        return ask(queryset) if ask else queryset
