"""What the page of a case shows: its steps, its thread, its forms, and the customer's story."""

from datetime import timedelta
from typing import Any

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _

from employees.models import Employee
from feedback.actions.gestures import allowance
from feedback.actions.promises import reply_address
from feedback.actions.sharing import FEW, is_good_news, people_it_could_be, proposed_text
from feedback.forms.cases import (
    AssignForm,
    CauseForm,
    DangerForm,
    NoteForm,
    PreventionForm,
    ReasonForm,
    ReplyForm,
    ShareForm,
)
from feedback.forms.gestures import GestureForm
from feedback.models import Case, Cause, Customer, Draft, Goodwill, Invitation, Prevention, Share, TextBlock
from feedback.models.listening import InvitationQuerySet
from tenants.clock import when

RELATED = (
    "team", "response__customer", "response__touchpoint", "response__post", "commitment__owner",
    "current__owner", "carried_by", "cause", "prevention__commitment__owner", "analysed_by", "prevented_by",
    "share_declined_by", "closed_by", "opened_by",
)  # fmt: skip
SIMILAR = 3
STORY = 12


def find_case(request: HttpRequest, pk: int) -> Case:
    """The case, where its reader may see it; else there is none."""
    return get_object_or_404(Case.objects.visible_to(request.user).select_related(*RELATED), pk=pk)


def render_case(request: HttpRequest, case: Case, *, status: int = 200, **bound: Form) -> HttpResponse:
    """The page; `bound` are forms that came back with something wrong, by name."""
    context = {"case": case, "response": case.response, "customer": case.response.customer}
    context |= _facts(case, request.user) | _forms(case, request.user) | bound
    context["opened"] = next(iter(bound), "")
    return render(request, "feedback/case.html", context, status=status)


def _facts(case: Case, user: Employee) -> dict[str, Any]:
    share = Share.objects.visible().select_related("shared_by").filter(response=case.response_id).first()
    thread = list(case.messages.select_related("author", "commitment"))
    promises = [case.commitment, *(m.commitment for m in thread if m.commitment)]
    return {
        "share": share,
        "thread": thread,
        "open_promises": [p for p in promises if not p.is_settled],
        "steps": steps(case, share),
        **_reach(case.response.customer),
        "blocks": TextBlock.objects.filter(language__in=_languages(case)) if case.waiting_since else [],
        "similar": _similar(case),
        "preventions": _preventions(case),
        "story": _story(case, user),
        "history": history(case),
        "few": _few(case),
        "again": list(asked_again(case)),
        "gestures": list(case.gestures.select_related("by")),
        "may_give": allowance(user),
        "currency": Goodwill.current().currency,
    }


def asked_again(case: Case) -> InvitationQuerySet:
    """How the same customer finds it since: asked once more because of this case."""
    found = Invitation.objects.filter(follows=case.response_id).exclude(response__hidden_at__isnull=False)
    return found.select_related("post", "response").order_by("pk")


def _reach(customer: Customer | None) -> dict[str, Any]:
    """How this customer can be reached, and what they said to being written to."""
    if customer is None:
        return {"address": "", "phones": [], "consent": None}
    return {
        "address": reply_address(customer),
        "phones": list(customer.identifiers.filter(kind="phone").values_list("value", flat=True)),
        "consent": customer.consents.filter(purpose="reply").first(),
    }


def _forms(case: Case, user: Employee) -> dict[str, Form]:
    draft = Draft.objects.filter(case=case, author=user).first()
    address = reply_address(case.response.customer)
    today = timezone.localdate()
    forms = {
        "reply_form": ReplyForm(auto_id="reply_%s", address=address, draft=draft),
        "note_form": NoteForm(auto_id="note_%s"),
        "assign_form": AssignForm(auto_id="assign_%s"),
        "danger_form": DangerForm(auto_id="danger_%s", initial={"danger": case.danger}),
        "decline_form": ReasonForm(auto_id="decline_%s"),
        "cause_form": CauseForm(auto_id="cause_%s"),
        "gesture_form": GestureForm(auto_id="gesture_%s"),
        "reopen_form": ReasonForm(auto_id="reopen_%s"),
        "unprevented_form": ReasonForm(auto_id="unprevented_%s"),
        "prevention_form": PreventionForm(
            auto_id="prevention_%s",
            initial={
                "owner": user.pk,
                "due_on": today + timedelta(days=14),
                "effective_on": today + timedelta(days=14),
            },
        ),
    }
    if not case.is_shared_or_excused:
        initial = {"text": proposed_text(case.response), "is_good": is_good_news(case.response)}
        forms["share_form"] = ShareForm(auto_id="share_%s", initial=initial)
    return forms


def _languages(case: Case) -> set[str]:
    spoken = case.response.customer.language if case.response.customer else ""
    return {code for code in (spoken, case.response.language, "en") if code}


def _similar(case: Case) -> list[Cause]:
    if case.analysed_at:
        return []
    return list(Cause.objects.matching(case.response.comment).with_counts()[:SIMILAR])


def _preventions(case: Case) -> list[Prevention]:
    if case.prevented_at or not case.cause_id:
        return []
    return list(Prevention.objects.standing().filter(cause=case.cause).select_related("commitment__owner"))


def _few(case: Case) -> int:
    """How many people it could be, where these are few; 0 where they are many, or nobody can tell."""
    if case.is_shared_or_excused:
        return 0
    people = people_it_could_be(case.response)
    return people if people is not None and people < FEW else 0


def steps(case: Case, share: Share | None) -> list[dict[str, Any]]:
    """The four steps as the page shows them: state, icon, label, who and when."""
    now, done = case.next_step, set(case.missing_steps)
    notes = {
        "respond": _respond_note(case),
        "share": _share_note(case, share),
        "analyse": case.cause.title if case.cause else _("not begun"),
        "prevent": _prevent_note(case),
    }
    labels = {
        "respond": _("1. Respond"), "share": _("2. Share"), "analyse": _("3. Find the cause"),
        "prevent": _("4. Prevent"),
    }  # fmt: skip
    icons = {"analyse": "cause"}
    return [
        {
            "state": "now" if step == now else "open" if step in done else "kept",
            "icon": icons.get(step, step) if step in done else "kept",
            "label": labels[step],
            "note": notes[step],
        }
        for step in labels
    ]


def _respond_note(case: Case) -> str:
    facts = {"who": case.owner or _("nobody"), "when": when(case.current.due_at)}
    if case.waiting_since:
        return _("%(who)s, by %(when)s") % facts
    return _("%(who)s, %(when)s") % {"who": case.current.owner or "", "when": when(case.answered_at)}


def _share_note(case: Case, share: Share | None) -> str:
    if case.danger:
        return _("not shared: somebody is in danger")
    if share:
        return _("%(who)s, %(when)s") % {"who": share.shared_by, "when": when(share.shared_at)}
    if case.share_declined_at:
        return _("not shared: %(why)s") % {"why": case.share_declined_reason}
    return _("after the answer") if not case.answered_at else _("not begun")


def _prevent_note(case: Case) -> str:
    if case.prevention:
        promised = case.prevention.commitment
        return _("%(who)s, by %(when)s") % {"who": promised.owner or "", "when": when(promised.due_at)}
    return (
        _("not possible: %(why)s") % {"why": case.no_prevention_reason}
        if case.prevented_at
        else _("not begun")
    )


def history(case: Case) -> list[dict[str, Any]]:
    """Everything that was done with the case, the latest first."""
    opened = _("opened by %(who)s") % {"who": case.opened_by} if case.opened_by else _("opened by a rule")
    entries = [{"at": case.opened_at, "text": opened}]
    for event in case.events.select_related("by"):
        who = f", {event.by}" if event.by else ""
        said = f": {event.note}" if event.note else ""
        entries.append({"at": event.at, "text": f"{event.get_kind_display()}{who}{said}"})
    return sorted(entries, key=lambda entry: entry["at"], reverse=True)


def _story(case: Case, user: Employee) -> list[dict[str, Any]]:
    """What this customer told us before, as far as this reader may see it."""
    customer = case.response.customer
    if customer is None:
        return []
    others = Case.objects.visible_to(user).filter(response__customer=customer).exclude(pk=case.pk)
    return [
        {
            "at": other.response.received_at or other.opened_at,
            "text": other.subject or str(other),
            "value": other.response.score,
            "top": other.response.scale,
            "language": other.response.language,
            "url": other.get_absolute_url(),
            "mark": _("Closed") if other.closed_at else _("Answered") if other.answered_at else _("Waiting"),
            "state": "kept" if other.answered_at else "now",
        }
        for other in others.select_related("response").order_by("-opened_at")[:STORY]
    ]
