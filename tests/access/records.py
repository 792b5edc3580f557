"""Who gets into which page of the Django admin."""

from tests.access.feedback import post_body
from tests.access.kit import ADMIN, ADMIN_SITE, CHAMPION, FORM, READ, Access

BOTH = frozenset({CHAMPION, ADMIN})
NO_ROWS = {f"versions-{name}_FORMS": 0 for name in ("TOTAL", "INITIAL")}  # of those below a post

RECORDS: dict[str, Access] = (
    ADMIN_SITE("employees_commitment", {CHAMPION}, key=lambda w: w.promise.pk)
    | ADMIN_SITE("employees_employee", BOTH, key=lambda w: w.colleague.pk)
    | ADMIN_SITE("employees_team", {CHAMPION}, {ADMIN}, key=lambda w: w.team.pk, delete=())
    | ADMIN_SITE("employees_term", {CHAMPION}, {ADMIN}, key=lambda w: w.term.pk, delete=())
    | ADMIN_SITE("employees_absence", BOTH, key=lambda w: w.absence.pk)
    | ADMIN_SITE("employees_policy", (), {ADMIN}, key=lambda w: w.policy.pk, delete=())
    | ADMIN_SITE("employees_apitoken", {ADMIN}, key=lambda w: w.token.pk)
    | ADMIN_SITE(
        "employees_programme", BOTH, BOTH, key=lambda w: w.programme.pk, delete=(),
        body=lambda w: {"name": w.text("Lab"), "kind": "till", "teaches": w.text("Steps")},
    )
    | ADMIN_SITE("employees_programmedate", BOTH, key=lambda w: w.programme_date.pk)
    | ADMIN_SITE("employees_frontlineday", BOTH, key=lambda w: w.frontline_day.pk)
    | ADMIN_SITE("employees_signup", BOTH, key=lambda w: w.attended.pk)
    | ADMIN_SITE(
        "feedback_goal", {CHAMPION}, {ADMIN}, key=lambda w: w.goal.pk, body=lambda w: {"name": w.text("Win")}
    )
    | ADMIN_SITE(
        "feedback_journey", {CHAMPION}, {ADMIN}, key=lambda w: w.stage.journey_id,
        body=lambda w: {"name": w.text("Stay")},
    )
    | ADMIN_SITE(
        "feedback_stage", {CHAMPION}, {ADMIN}, key=lambda w: w.stage.pk,
        body=lambda w: {"name": w.text("Bed"), "journey": w.stage.journey_id, "position": 1},
    )
    | ADMIN_SITE(
        "feedback_touchpoint", {CHAMPION}, {ADMIN}, key=lambda w: w.touchpoint.pk,
        body=lambda w: {"name": w.text("Bed"), "stage": w.stage.pk},
    )
    | ADMIN_SITE(
        "feedback_listeningpost", {CHAMPION}, {ADMIN}, key=lambda w: w.post.pk, delete=(),
        body=lambda w: post_body(w) | NO_ROWS,
    )
    | ADMIN_SITE("feedback_postversion", BOTH, key=lambda w: w.post.version.pk)
    | ADMIN_SITE(
        "feedback_textblock", {CHAMPION}, {ADMIN}, key=lambda w: w.text_block.pk,
        body=lambda w: {"name": w.text("Thanks"), "language": "en", "text": w.text("Ta")},
    )
    | ADMIN_SITE("feedback_invitation", BOTH, key=lambda w: w.invitation.pk)
    | ADMIN_SITE("feedback_customer", BOTH, key=lambda w: w.customer.pk)
    | ADMIN_SITE("feedback_consent", BOTH, key=lambda w: w.consent.pk)
    | ADMIN_SITE("feedback_response", BOTH, key=lambda w: w.response.pk)
    | ADMIN_SITE("feedback_share", BOTH, key=lambda w: w.share.pk)
    | ADMIN_SITE("feedback_learning", BOTH, key=lambda w: w.learning.pk)
    | ADMIN_SITE("feedback_newsletter", BOTH, key=lambda w: w.newsletter.pk)
    | ADMIN_SITE("feedback_case", BOTH, key=lambda w: w.case.pk)
    | ADMIN_SITE("feedback_cause", BOTH, key=lambda w: w.cause.pk)
    | ADMIN_SITE("feedback_prevention", BOTH, key=lambda w: w.prevention.pk)
    | ADMIN_SITE("feedback_import", BOTH, key=lambda w: w.imported.pk)
    | ADMIN_SITE("feedback_importissue", BOTH, key=lambda w: w.issue.pk)
    | ADMIN_SITE("audit_entry", {ADMIN}, key=lambda w: w.entry.pk)
    | ADMIN_SITE("outbox_event", BOTH, key=lambda w: w.event.pk)
)  # fmt: skip
RECORDS["admin:employees_policy_add"] = FORM(())  # there is one, from the first day
RECORDS["admin:audit_entry_changelist"] = READ(BOTH)  # of the champion's own: what is about customers
