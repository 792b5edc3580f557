from django.contrib import admin

from ideas.models import BarrierRemoved, Dissent, OutcomeCheck, Patent, Saving
from tenants.admin import ReadOnly, ReadOnlyRows


class DissentRows(ReadOnlyRows):
    model = Dissent
    fields = ["reason", "by", "at"]


@admin.register(OutcomeCheck)
class OutcomeCheckAdmin(ReadOnly):
    """For the champion: each comparison with its numbers, also those that are void."""

    sees = "ideas.view_every_idea"
    list_display = ["idea", "metric", "delivered_on", "after_to", "verdict", "voided_at"]
    list_filter = ["verdict", "metric"]
    list_select_related = ["idea"]
    ordering = ["-id"]
    sortable_by = ()
    inlines = [DissentRows]
    fields = [
        "idea", "metric", "touchpoint", "cause", "segment", "delivered_on", "before_from", "before_to",
        "before_counts", "before_n", "before_value", "before_low", "before_high", "after_from", "after_to",
        "after_counts", "after_n", "after_value", "after_low", "after_high", "difference", "difference_low",
        "difference_high", "verdict", "made_at", "judged_at", "told_at", "voided_at",
    ]  # fmt: skip

    def get_queryset(self, request):
        """The void ones, too: who is let in here sees every idea."""
        return OutcomeCheck.objects.all()


class EntryAdmin(ReadOnly):
    """For the champion: what stands on the register."""

    sees = "ideas.view_every_idea"
    list_select_related = ["idea"]
    ordering = ["-id"]
    sortable_by = ()


@admin.register(Patent)
class PatentAdmin(EntryAdmin):
    list_display = ["number", "office", "idea", "filed_on", "granted_on"]
    fields = ["idea", "office", "number", "filed_on", "granted_on", "inventors", "added_by", "added_at"]


@admin.register(Saving)
class SavingAdmin(EntryAdmin):
    list_display = ["amount", "currency", "span", "idea"]
    fields = ["idea", "amount", "currency", "span", "measured", "confirmed_by", "added_by", "added_at"]


@admin.register(BarrierRemoved)
class BarrierRemovedAdmin(EntryAdmin):
    list_display = ["whom", "since", "idea"]
    fields = ["idea", "whom", "since", "how", "added_by", "added_at"]
