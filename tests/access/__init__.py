"""Who gets into which page: the one table; kit.py says how a line is written."""

from django.core.files.uploadedfile import SimpleUploadedFile

from employees.models import Commitment
from feedback.actions.public import new_token
from feedback.models.listening import LINK, STOP
from tenants.signing import sign
from tests.access.accounts import ACCOUNTS
from tests.access.api import API
from tests.access.asking import ASKING
from tests.access.challenges import CHALLENGES
from tests.access.decisions import DECISIONS
from tests.access.desk import DESK
from tests.access.feedback import (
    CASES,
    FEEDBACK_API,
    IMPORTS,
    LOOK,
    MAY_SEE,
    customer,
    customers_domain,
    post_body,
    questions_body,
)
from tests.access.idea_imports import IDEA_IMPORTS
from tests.access.ideas import IDEAS
from tests.access.kit import (
    ADMIN,
    CHAMPION,
    DELETE,
    EMPLOYEE,
    EVERYBODY,
    FORM,
    LEAD,
    NOBODY,
    OPERATOR,
    PUBLIC,
    READ,
    WRITE,
    Access,
)
from tests.access.learning import LEARNING
from tests.access.office import OFFICE
from tests.access.outcomes import OUTCOMES
from tests.access.panel import PANEL
from tests.access.past_waves import PAST_WAVES
from tests.access.proofs import PROOFS
from tests.access.pulse import PULSE
from tests.access.recognition import RECOGNITION
from tests.access.records import RECORDS
from tests.access.taking_part import TAKING_PART
from tests.access.trials import TRIALS
from tests.pictures import picture

# every host of an organisation
ROUTES: dict[str, Access] = {
    "accessibility": READ(PUBLIC),
    "brand": READ(PUBLIC),
    "logo": READ(PUBLIC),
    "look": READ({ADMIN}),
    "look_color": WRITE({ADMIN}, body=lambda w: {"brand_color": "#0b5b66"}),
    "look_logo": WRITE({ADMIN}, body=lambda w: {"logo": SimpleUploadedFile("a.png", picture(w.marker))}),
    "look_remove": WRITE({ADMIN}),
    "look_undo": WRITE({ADMIN}, at=lambda w: {"token": sign({"brand_color": "#112233"}, purpose="look")}),
    "preferences": FORM(EVERYBODY, body=lambda w: {"theme": "dark", "language": "", "time_zone": ""}),
    "admin:index": READ({CHAMPION, ADMIN}),
    "employees:board": READ(EVERYBODY),
    "employees:people": READ({ADMIN}),
    "employees:invite": FORM(
        {ADMIN}, body=lambda w: {"name": w.text("New"), "email": w.email("new"), "team": w.team.pk}
    ),
    "employees:import_people": FORM(
        {ADMIN}, body=lambda w: {"kind": "people", "text": f"email,name\n{w.email('file')},{w.text('File')}"}
    ),
    "employees:person": FORM(
        {ADMIN},
        at=lambda w: {"pk": w.colleague.pk},
        body=lambda w: {"name": w.text("Sam"), "email": w.email("sam"), "team": w.team.pk},
    ),
    "employees:deactivate": FORM({ADMIN}, at=lambda w: {"pk": w.colleague.pk}),
    "employees:invite_again": WRITE({ADMIN}, at=lambda w: {"pk": w.colleague.pk}),
    "employees:teams": READ(EVERYBODY),
    "employees:new_team": FORM({ADMIN}, body=lambda w: {"name": w.text("Night"), "parent": w.team.pk}),
    "employees:team": FORM(
        {ADMIN},
        at=lambda w: {"pk": w.team.pk},
        body=lambda w: {"name": w.text("Ward"), "day_0": "09:00-17:00"},
    ),
    "employees:terms": READ(EVERYBODY),
    "employees:new_term": FORM(
        {ADMIN},
        body=lambda w: {
            "employee": w.colleague.pk,
            "sponsor": w.people["admin"].pk,
            "starts": "2099-01-01",
            "ends": "2099-12-31",
        },
    ),
    "employees:term": FORM(
        {ADMIN},
        at=lambda w: {"pk": w.term.pk},
        body=lambda w: {
            "employee": w.people["champion"].pk,
            "sponsor": w.people["admin"].pk,
            "starts": str(w.term.starts),
            "ends": str(w.term.ends),
        },
    ),
    "employees:policy": FORM(
        {ADMIN},
        body=lambda w: (
            {"day_0": "08:00-16:00"}
            | {f"remind_{kind}": 4 for kind in Commitment.Kind.values}
            | {f"rung_{kind}_lead": 0 for kind in Commitment.Kind.values}
        ),
    ),
    "employees:me": FORM(EVERYBODY, body=lambda w: {"name": w.text("Me"), "notify": "daily"}),
    "employees:tokens": FORM(EVERYBODY, body=lambda w: {"name": w.text("Key"), "scopes": ["read"]}),
    "employees:revoke_token": WRITE({EMPLOYEE, ADMIN}, at=lambda w: {"pk": w.token.pk}),
    "employees:join": FORM(
        {NOBODY},
        at=lambda w: w.join_link,
        body=lambda w: {"name": w.text("New"), "password": "three brown cows"},
    ),
    "employees:mine": READ(EVERYBODY),
    "employees:promise": READ({EMPLOYEE, LEAD, CHAMPION}, at=lambda w: {"pk": w.promise.pk}),
    "employees:keep": WRITE({EMPLOYEE, CHAMPION}, at=lambda w: {"pk": w.promise.pk}),
    "employees:undo_keep": WRITE({EMPLOYEE, CHAMPION}, at=lambda w: {"pk": w.promise.pk}),
    "employees:withdraw": WRITE(
        {EMPLOYEE, LEAD, CHAMPION},
        at=lambda w: {"pk": w.promise.pk},
        body=lambda w: {"reason": w.text("Moved")},
    ),
    "employees:renegotiate": WRITE(
        {EMPLOYEE, LEAD, CHAMPION},
        at=lambda w: {"pk": w.promise.pk},
        body=lambda w: {"due_at_0": "2099-01-01", "due_at_1": "12:00", "reason": w.text("Later")},
    ),
    "employees:hand_over": WRITE(
        {EMPLOYEE, LEAD, CHAMPION}, at=lambda w: {"pk": w.promise.pk}, body=lambda w: {"to": w.colleague.pk}
    ),
    "employees:nudge": WRITE(
        {CHAMPION}, at=lambda w: {"pk": w.promise.pk}, body=lambda w: {"note": w.text("How is it?")}
    ),
    "employees:acknowledge": WRITE(
        {EMPLOYEE}, at=lambda w: {"pk": w.nudge.pk}, body=lambda w: {"answer": w.text("Soon")}
    ),
    "insights:home": READ(EVERYBODY),
    "insights:search": READ(EVERYBODY, query=lambda w: {"q": w.text("till")}),
    "insights:setup": READ({ADMIN}),
    "insights:dashboard": READ({LEAD, CHAMPION}),
    "insights:table": READ({LEAD, CHAMPION}, at=lambda w: {"key": "answers", "kind": "csv"}),
    "feedback:form": FORM(
        PUBLIC, at=lambda w: {"key": w.post.key}, body=lambda w: {"token": new_token(w.post), "q-nps": "9"}
    ),
    "feedback:thanks": READ(PUBLIC, at=lambda w: {"key": w.post.key}),
    **CASES,
    **FEEDBACK_API,
    **API,
    **OFFICE,
    "feedback:strategy": READ(LOOK),
    "feedback:new_strategy": FORM(
        {ADMIN}, at=lambda w: {"noun": "goals"}, body=lambda w: {"name": w.text("Win")}
    ),
    "feedback:edit_strategy": FORM(
        {ADMIN}, at=lambda w: {"noun": "goals", "pk": w.goal.pk}, body=lambda w: {"name": w.text("Keep")}
    ),
    "feedback:delete_strategy": WRITE({ADMIN}, at=lambda w: {"noun": "goals", "pk": w.goal.pk}),
    **IMPORTS,
    "feedback:posts": READ(LOOK),
    "feedback:post": READ(LOOK, at=lambda w: {"pk": w.post.pk}),
    "feedback:new_post": FORM({ADMIN}, body=post_body),
    "feedback:edit_post": FORM({ADMIN}, at=lambda w: {"pk": w.post.pk}, body=post_body),
    "feedback:questions": FORM({ADMIN}, at=lambda w: {"pk": w.post.pk}, body=questions_body),
    "feedback:preview": WRITE({ADMIN}, at=lambda w: {"pk": w.post.pk}, body=questions_body),
    "feedback:poster": READ(LOOK, at=lambda w: {"pk": w.post.pk}),
    "feedback:qr_svg": READ(LOOK, at=lambda w: {"pk": w.post.pk}),
    "feedback:qr_png": READ(LOOK, at=lambda w: {"pk": w.post.pk}),
    "feedback:retire_post": WRITE({ADMIN}, at=lambda w: {"pk": w.post.pk}),
    "feedback:reopen_post": WRITE({ADMIN}, at=lambda w: {"pk": w.post.pk}),
    "feedback:invite": FORM(
        {CHAMPION, ADMIN},
        at=lambda w: {"pk": w.post.pk},
        body=lambda w: {"addresses": w.email("new"), "language": "en", "send": "1"},
    ),
    "feedback:invitation": FORM(
        PUBLIC, at=lambda w: {"token": sign(w.invitation.pk, purpose=LINK)}, body=lambda w: {"q-nps": "9"}
    ),
    "feedback:unsubscribe": FORM(PUBLIC, at=lambda w: {"token": sign(w.invitation.pk, purpose=STOP)}),
    "feedback:complaint_lines": READ(EVERYBODY),
    "feedback:type_complaint": FORM(
        EVERYBODY,
        at=lambda w: {"pk": w.complaint_line.pk},
        body=lambda w: {
            "token": new_token(w.complaint_line),
            "q-nps": "1",
            "q-text": "Cold",
            "news": "complaint",
            "channel": "phone",
        },
    ),
    "feedback:responses": READ(EVERYBODY),
    "feedback:response": READ(MAY_SEE, at=lambda w: {"pk": w.response.pk}),
    "feedback:hide_response": WRITE(
        {LEAD, CHAMPION}, at=lambda w: {"pk": w.response.pk}, body=lambda w: {"reason": "Twice"}
    ),
    "feedback:unhide_response": WRITE({LEAD, CHAMPION}, at=lambda w: {"pk": w.response.pk}),
    "feedback:move_response": WRITE(
        {LEAD, CHAMPION},
        at=lambda w: {"pk": w.response.pk},
        body=lambda w: {"team": w.team.pk, "touchpoint": w.touchpoint.pk},
    ),
    "feedback:customers": READ(EVERYBODY),
    "feedback:customer": READ(MAY_SEE, at=lambda w: {"pk": w.customer.pk}),
    "feedback:preferences": WRITE(
        MAY_SEE,
        at=lambda w: {"pk": w.customer.pk},
        body=lambda w: {"name": w.text("Ann"), "needs": "Large print"},
    ),
    "feedback:merge_customer": WRITE(
        {CHAMPION}, at=lambda w: {"pk": w.customer.pk}, body=lambda w: {"other": w.other_customer.pk}
    ),
}

API_NOUNS = {
    "employee": (lambda w: w.colleague, lambda w: {"name": w.text("Api"), "email": w.email("api")}),
    "team": (lambda w: w.team, lambda w: {"name": w.text("Api")}),
    "term": (
        lambda w: w.term,
        lambda w: {
            "employee": w.colleague.pk,
            "starts": "2098-01-01",
            "ends": "2098-02-01",
            "sponsor": w.colleague.pk,
        },
    ),
}
for noun, (example, body) in API_NOUNS.items():
    at = lambda w, example=example: {"pk": example(w).pk}  # noqa: E731
    ROUTES[f"api:{noun}-list"] = READ(EVERYBODY) | WRITE({ADMIN}, body=body)
    ROUTES[f"api:{noun}-detail"] = READ(EVERYBODY, at=at) | WRITE({ADMIN}, at=at, method="PATCH")
SEERS = {EMPLOYEE, LEAD, CHAMPION}
PROMISE = lambda w: {"pk": w.promise.pk}  # noqa: E731
ROUTES |= {
    "api:employee-deactivate": WRITE({ADMIN}, at=lambda w: {"pk": w.colleague.pk}),
    "api:employee-invite": WRITE({ADMIN}, at=lambda w: {"pk": w.newcomer.pk}),
    "api:commitment-list": READ(EVERYBODY),
    "api:commitment-detail": READ(SEERS, at=PROMISE),
    "api:commitment-keep": WRITE({EMPLOYEE, CHAMPION}, at=PROMISE),
    "api:commitment-undo-keep": WRITE({EMPLOYEE, CHAMPION}, at=PROMISE),
    "api:commitment-withdraw": WRITE(SEERS, at=PROMISE, body=lambda w: {"reason": w.text("Moved")}),
    "api:commitment-renegotiate": WRITE(
        SEERS, at=PROMISE, body=lambda w: {"reason": w.text("Later"), "due_at": "2099-01-01T12:00:00Z"}
    ),
    "api:commitment-hand-over": WRITE(SEERS, at=PROMISE, body=lambda w: {"to": w.colleague.pk}),
    "api:commitment-nudge": WRITE({CHAMPION}, at=PROMISE, body=lambda w: {"note": w.text("How?")}),
    "api:nudge-list": READ(EVERYBODY),
    "api:nudge-detail": READ(SEERS, at=lambda w: {"pk": w.nudge.pk}),
    "api:nudge-acknowledge": WRITE(
        {EMPLOYEE}, at=lambda w: {"pk": w.nudge.pk}, body=lambda w: {"answer": "Yes"}
    ),
    "api:token-list": READ(EVERYBODY) | WRITE(EVERYBODY, body=lambda w: {"name": "x", "scopes": ["read"]}),
    "api:token-detail": READ({EMPLOYEE, ADMIN}, at=lambda w: {"pk": w.token.pk})
    | DELETE({EMPLOYEE, ADMIN}, at=lambda w: {"pk": w.token.pk}),
}
ROUTES |= (
    RECORDS
    | ACCOUNTS
    | ASKING
    | CHALLENGES
    | IDEAS
    | IDEA_IMPORTS
    | OUTCOMES
    | LEARNING
    | PROOFS
    | RECOGNITION
    | TAKING_PART
    | PULSE
    | DECISIONS
    | DESK
    | PAST_WAVES
    | TRIALS
    | PANEL
)

# only hosts of the organisation that runs the platform
OPERATORS: dict[str, Access] = {
    "tenants:console": READ({OPERATOR}),
    "tenants:create": FORM(
        {OPERATOR},
        body=lambda w: {
            "name": w.text("Coil"),
            "slug": "admin",
            "language": "en",
            "time_zone": "Europe/London",
            "admin_email": w.email("first"),
        },
    ),
    "tenants:organisation": READ({OPERATOR}, at=customer),
    "tenants:suspend": WRITE({OPERATOR}, at=customer, body=lambda w: {"reason": "unpaid"}),
    "tenants:resume": WRITE({OPERATOR}, at=customer),
    "tenants:delete": WRITE({OPERATOR}, at=customer, body=lambda w: {"typed_name": "Acme Health"}),
    "tenants:restore": WRITE({OPERATOR}, at=customer),
    "tenants:change_time_zone": WRITE({OPERATOR}, at=customer, body=lambda w: {"time_zone": "Asia/Tokyo"}),
    "tenants:add_domain": WRITE({OPERATOR}, at=customer, body=lambda w: {"domain": "walk.example.org"}),
    "tenants:make_primary": WRITE({OPERATOR}, at=customers_domain),
    "tenants:remove_domain": WRITE({OPERATOR}, at=customers_domain),
    "operators-api:organisation-list": READ({OPERATOR}) | WRITE({OPERATOR}, body=lambda w: {"name": "Coil"}),
    "operators-api:organisation-detail": READ({OPERATOR}, at=customer),
    "operators-api:organisation-suspend": WRITE({OPERATOR}, at=customer, body=lambda w: {"reason": "unpaid"}),
    "operators-api:organisation-resume": WRITE({OPERATOR}, at=customer),
    "operators-api:organisation-remove": WRITE(
        {OPERATOR}, at=customer, body=lambda w: {"typed_name": "Acme Health"}
    ),
    "operators-api:organisation-restore": WRITE({OPERATOR}, at=customer),
    "operators-api:organisation-time-zone": WRITE(
        {OPERATOR}, at=customer, body=lambda w: {"time_zone": "Asia/Tokyo"}
    ),
    "operators-api:organisation-domains": WRITE(
        {OPERATOR}, at=customer, body=lambda w: {"domain": "walk.example.org"}
    ),
}

# the bare host, where nobody is signed in
BARE: dict[str, Access] = {
    "accessibility": READ({NOBODY}),
    "front": READ({NOBODY}),
    "find_by_name": WRITE({NOBODY}, body=lambda w: {"name": "Nobody Ltd"}),
    "find_by_email": WRITE({NOBODY}, body=lambda w: {"email": "lee@example.com"}),
    "account_login": READ({NOBODY}),  # people are not signed in here: it leads to the front
}

# other people's pages, each with the reason why no role decides there
ELSEWHERE: dict[str, str] = {
    "admin:?(?P<url>.*)$": "Django's answer to what is not there",
    "api:nothing": "says that at an address of the API there is nothing",
    "admin:autocomplete": "asks the registered model's own permission",
    "admin:?<path:object_id>/": "an old address of Django's, leads to the change page",
    "admin:app_list": "lists what its reader may see",
    "admin:jsi18n": "the admin's words",
    "admin:login": "leads to the sign-in",
    "admin:logout": "leads away",
    "admin:password_change": "of whoever asks",
    "admin:password_change_done": "of whoever asks",
    "admin:view_on_site": "asks the registered model",
}
