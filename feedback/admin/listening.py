from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from feedback.actions.listening import save_post
from feedback.forms.listening import PostForm
from feedback.models import Customer, Invitation, ListeningPost, PostVersion, TextBlock
from feedback.models.listening import InvitationQuerySet, ListeningPostQuerySet
from tenants.admin import ReadOnly, ReadOnlyRows, RoleGated, Searched, StateFilter


class PostState(StateFilter):
    questions = {
        "open": (_("open"), ListeningPostQuerySet.open),
        "due": (_("to be reviewed"), ListeningPostQuerySet.due_for_review),
        "retired": (_("retired"), ListeningPostQuerySet.retired),
    }


class Versions(ReadOnlyRows):
    model = PostVersion
    fields = ["number", "since", "title"]
    show_change_link = True


@admin.register(ListeningPost)
class ListeningPostAdmin(RoleGated):
    """Where we listen. Questions change on the post's own page, where each change is a new version."""

    sees, changes = "feedback.view_listeningpost", "feedback.change_listeningpost"
    form = PostForm
    list_display = ["name", "kind", "goal", "touchpoint", "team", "review_on", "retired_at"]
    list_filter = [PostState, "kind"]
    list_select_related = ["goal", "touchpoint", "team"]
    search_fields = ["name"]
    readonly_fields = ["key", "created_at", "retired_at"]
    raw_id_fields = ["touchpoint", "team"]

    def get_fields(self, request, obj=None):
        return [*PostForm.Meta.fields, *self.readonly_fields] if obj else PostForm.Meta.fields

    def get_inlines(self, request, obj):
        return [Versions] if obj else []

    def save_model(self, request, obj, form, change):
        save_post(obj)


@admin.register(PostVersion)
class PostVersionAdmin(ReadOnly):
    """Questions as they were asked: a version never changes."""

    sees = "feedback.view_listeningpost"
    list_display = ["post", "number", "since"]
    list_select_related = ["post"]
    ordering = ["-id"]
    fields = ["post", "number", "since", "title", "questions"]


@admin.register(TextBlock)
class TextBlockAdmin(RoleGated):
    deletes = "feedback.delete_textblock"
    list_display = ["name", "language"]
    list_filter = ["language"]
    search_fields = ["name"]


class InvitationState(StateFilter):
    questions = {
        "unanswered": (_("not answered"), InvitationQuerySet.unanswered),
        "remindable": (_("not reminded"), InvitationQuerySet.remindable),
    }


@admin.register(Invitation)
class InvitationAdmin(Searched, ReadOnly):
    sees = "feedback.add_invitation"
    list_display = ["email", "post", "customer", "sent_at", "reminded_at", "answered_at"]
    list_filter = [InvitationState]
    list_select_related = ["post", "customer"]
    sortable_by = ()
    fields = ["post", "customer", "email", "language", "created_at", "created_by", "sent_at", "reminded_at",
              "answered_at", "response"]  # fmt: skip

    def found(self, queryset, query):
        return queryset.filter(customer__in=Customer.objects.filter(search=query))
