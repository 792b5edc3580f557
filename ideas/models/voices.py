from datetime import timedelta

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from employees.models import Employee
from feedback.models import Customer
from ideas.models.ideas import Idea
from ideas.models.status import Status
from tenants.typed import TypedLine, TypedText

EDITABLE = timedelta(minutes=10)
"""For so long a comment can be mended by who wrote it."""
LATELY = timedelta(days=90)
"""For so long a completed idea stands on the roadmap."""


class VoteQuerySet(models.QuerySet["Vote"]):
    def of_customers_seen_by(self, user: Employee) -> "VoteQuerySet":
        """Those of customers whose own page this person may open."""
        return self.filter(customer__in=Customer.objects.visible_to(user))

    def retractable_by(self, user: Employee) -> "VoteQuerySet":
        """Of customers' votes, those that this person may take back: what they were told, and the champion
        what anybody of us was. One that a customer gave is only theirs."""
        told = self.filter(customer__isnull=False, by__isnull=False)
        return told if user.has_perm("ideas.view_every_idea") else told.filter(by=user)


class Vote(models.Model):
    """One for an idea: of an employee, or of a customer, by themselves or as an employee said. Without a
    voter, and not from another tool, it is a customer's, also when their name was taken off. It stands where
    it counts: that of a duplicate with the other idea, unless its voter has one there already."""

    idea = models.ForeignKey(Idea, models.CASCADE, related_name="vote_rows", db_index=False)
    carried_from = models.ForeignKey(Idea, models.PROTECT, null=True, related_name="+", db_index=False)
    voter = models.ForeignKey(
        "employees.Employee", models.PROTECT, null=True, related_name="+", db_index=False
    )
    customer = models.ForeignKey("feedback.Customer", models.SET_NULL, null=True, related_name="+")
    by = models.ForeignKey("employees.Employee", models.PROTECT, null=True, related_name="+", db_index=False)
    at = models.DateTimeField(default=timezone.now)
    outsider = models.CharField(
        max_length=80, blank=True, help_text=_("Of one from another tool: whose it was there.")
    )
    imported = models.ForeignKey("ideas.IdeaImport", models.PROTECT, null=True, related_name="votes")
    is_free = models.BooleanField(
        default=False, help_text=_("It came back to its voter once, and may have been given again since.")
    )

    objects = VoteQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "idea", "voter", name="one_vote_a_person", condition=Q(voter__isnull=False)
            ),
            models.UniqueConstraint(
                "idea", "customer", name="one_vote_a_customer", condition=Q(customer__isnull=False)
            ),
            models.UniqueConstraint(
                "idea", "outsider", name="one_vote_an_outsider", condition=~Q(outsider="")
            ),
            models.CheckConstraint(
                condition=Q(voter__isnull=False, customer=None, outsider="")
                | Q(voter=None, outsider="")
                | (Q(voter=None, customer=None, imported__isnull=False) & ~Q(outsider="")),
                name="vote_of_somebody",
            ),
        ]
        indexes = [
            models.Index(fields=["voter", "idea"], name="vote_of_person"),
            models.Index(
                fields=["carried_from"], name="vote_carried", condition=Q(carried_from__isnull=False)
            ),
            models.Index(fields=["at"], include=["idea"], name="vote_lately"),
        ]

    def __str__(self) -> str:
        return str(self.voter or self.customer or self.outsider or _("a customer"))


class Objection(models.Model):
    """A reason against an idea, instead of a thumb down; one of each person, who may put it otherwise."""

    idea = models.ForeignKey(Idea, models.CASCADE, related_name="objections", db_index=False)
    by = models.ForeignKey("employees.Employee", models.PROTECT, related_name="+", db_index=False)
    reason = TypedLine(_("why not?"), max_length=1000)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["at", "pk"]
        constraints = [models.UniqueConstraint("idea", "by", name="one_objection_a_person")]

    def __str__(self) -> str:
        return self.reason


class CommentQuerySet(models.QuerySet["Comment"]):
    def of_customers(self) -> "CommentQuerySet":
        return self.filter(is_customers=True)

    def visible_to(self, user: Employee) -> "CommentQuerySet":
        return self.filter(idea__in=Idea.objects.visible_to(user))

    def editable_by(self, user: Employee) -> "CommentQuerySet":
        """One's own of the last minutes, as nobody may have answered it yet."""
        return self.filter(by=user, at__gt=timezone.now() - EDITABLE, hidden_at=None)


class Comment(models.Model):
    """What somebody says about an idea; an answer to it stands below it, one deep."""

    idea = models.ForeignKey(Idea, models.CASCADE, related_name="comments", db_index=False)
    parent = models.ForeignKey("self", models.CASCADE, null=True, related_name="answers")
    by = models.ForeignKey("employees.Employee", models.PROTECT, null=True, related_name="+", db_index=False)
    author_name = TypedLine(
        max_length=150, blank=True, help_text=_("Of one from another tool, by a stranger.")
    )
    imported = models.ForeignKey("ideas.IdeaImport", models.PROTECT, null=True, related_name="comments")
    external_id = models.CharField(max_length=80, blank=True)
    is_customers = models.BooleanField(default=False)
    customer = models.ForeignKey(
        "feedback.Customer", models.SET_NULL, null=True, related_name="+", db_index=False
    )
    is_authors = models.BooleanField(
        default=False, editable=False, help_text=_("By the author of an idea without a name.")
    )
    text = TypedText(_("comment"), max_length=2000)
    language = models.CharField(max_length=10, blank=True)
    at = models.DateTimeField(default=timezone.now)
    edited_at = models.DateTimeField(null=True)
    hidden_at = models.DateTimeField(null=True)
    hidden_by = models.ForeignKey(
        "employees.Employee", models.PROTECT, null=True, related_name="+", db_index=False
    )
    hidden_reason = models.CharField(max_length=300, blank=True)

    objects = CommentQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]
        indexes = [
            models.Index(fields=["idea", "at", "id"], name="comment_of_idea"),
            models.Index(
                fields=["customer", "-at"], name="comment_of_customer", condition=Q(customer__isnull=False)
            ),
            models.Index(fields=["at"], include=["idea"], name="comment_lately", condition=Q(hidden_at=None)),
        ]
        constraints = [
            models.UniqueConstraint(
                "idea", "external_id", name="comment_comes_in_once", condition=~Q(external_id="")
            ),
            models.CheckConstraint(
                condition=Q(by__isnull=False, is_customers=False, customer=None, is_authors=False)
                | Q(by=None, is_customers=True, is_authors=False)
                | Q(by=None, is_customers=False, customer=None, imported__isnull=False, is_authors=False)
                | Q(by=None, is_customers=False, customer=None, imported=None, is_authors=True),
                name="comment_of_somebody",
            ),
            models.CheckConstraint(
                condition=Q(hidden_at=None) | ~Q(hidden_reason=""), name="comment_hidden_with_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return self.text[:60]

    def get_absolute_url(self) -> str:
        """On that page of its idea where it stands."""
        return f"{reverse('ideas:idea', args=[self.idea_id])}?said={self.pk}#comment-{self.pk}"

    @property
    def may_mention(self) -> bool:
        """Whether somebody could be named in it; where nobody can, nobody is looked for."""
        return "@" in self.text

    @property
    def refusal(self) -> str:
        """Why it is mended no more by who wrote it, as `editable_by` finds it; empty while it is."""
        if self.hidden_at:
            return gettext("It is hidden, and stays as it was.")
        if self.at <= timezone.now() - EDITABLE:
            return gettext(
                "It is too late to change it: others may have answered. Say it in a comment of its own."
            )
        return ""

    @property
    def said_by(self) -> str:
        """As people of the organisation are told it elsewhere than on its page: of customers no name, nor of
        the author of an idea without one."""
        if self.is_customers:
            return str(_("a customer"))
        if self.is_authors:
            return gettext("The author")
        return self.by.name if self.by else self.author_name


DECIDING = (Status.PLANNED, Status.STARTED, Status.DECLINED)


class MoveQuerySet(models.QuerySet["Move"]):
    def visible_to(self, user: Employee) -> "MoveQuerySet":
        return self.filter(idea__in=Idea.objects.visible_to(user))

    def becoming_decisions(self) -> "MoveQuerySet":
        """Those that say what is done about an idea; one that is open again, or done, decides nothing."""
        return self.filter(after__in=DECIDING)

    def completed_lately(self) -> "MoveQuerySet":
        return self.filter(after=Status.COMPLETED, at__gt=timezone.now() - LATELY)


class Move(models.Model):
    """Where an idea went, and why: in words that its author and all who wanted it read."""

    idea = models.ForeignKey(Idea, models.CASCADE, related_name="moves", db_index=False)
    by = models.ForeignKey("employees.Employee", models.PROTECT, null=True, related_name="+", db_index=False)
    before = models.CharField(max_length=9, choices=Status.choices)
    after = models.CharField(max_length=9, choices=Status.choices)
    reason = TypedLine(_("why?"), max_length=1000)
    at = models.DateTimeField(default=timezone.now)
    told_at = models.DateTimeField(null=True, help_text=_("When its author and voters were written to."))

    objects = MoveQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]
        indexes = [
            models.Index(fields=["idea", "at", "id"], name="move_of_idea"),
            models.Index(
                fields=["at"], include=["idea"], name="move_completed", condition=Q(after="completed")
            ),
        ]
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="move_with_a_reason")]

    def __str__(self) -> str:
        return f"{self.before} → {self.after}"

    @property
    def decides(self) -> bool:
        """Whether it may become a decision."""
        return self.after in DECIDING
