"""What each role may do: the one table. A permission is "app.verb_noun"; each page and API operation names
one."""

FIGURES = {"insights.view_dashboard", "ideas.view_figures"}
UNCITED = {"insights.view_uncited"}  # listening posts
CASES = {
    "feedback.view_case",
    "feedback.change_case",
    "feedback.share_response",
    "feedback.view_feed",
    "feedback.view_cause",
    "feedback.change_cause",
    "feedback.view_textblock",
}
GESTURES = {"feedback.view_gesture", "feedback.add_gesture", "feedback.view_rewards"}
PROMISES = {
    "employees.view_commitment",
    "employees.change_commitment",
    "employees.view_pledge",
    "employees.add_pledge",  # whose promises stand on the register `may_pledge` decides
}
PEOPLE = {
    "employees.view_employee",
    "employees.view_team",
    "employees.view_term",
    "employees.change_preferences",
    "employees.view_absence",
    "employees.change_absence",
    "employees.answer_pulse",
    "employees.view_proof",
}
RECOGNITION = {"employees.view_recognition", "employees.add_recognition"}
PULSE = {"employees.view_result"}
OWN_TOKENS = {"employees.view_apitoken", "employees.add_apitoken", "employees.delete_apitoken"}
CONFIGURE_PEOPLE = {
    "employees.add_employee",
    "employees.change_employee",
    "employees.add_team",
    "employees.change_team",
    "employees.add_term",
    "employees.change_term",
    "employees.view_policy",
    "employees.change_policy",
    "employees.change_wall",
    "employees.view_pulse",
    "employees.change_pulse",
}
SEE_PAST_WAVES = {"employees.view_pastwave"}
BRING_IN_PAST_WAVES = SEE_PAST_WAVES | {"employees.add_pastwave", "employees.delete_pastwave"}
LEARN = {
    "employees.view_programme",
    "employees.join_programme",
    "employees.view_frontlineday",
    "feedback.view_learning",
    "feedback.view_newsletter",
    "feedback.add_learning",
}
IDEAS = {
    "ideas.view_idea",
    "ideas.add_idea",
    "ideas.view_decision",
}  # who decides about one `may_be_decided_by` says
ORGANISE = {"employees.add_programme", "employees.change_programme"}
HEARD = {
    "feedback.add_response",
    "feedback.view_response",
    "feedback.view_customer",
    "feedback.change_customer",
}  # what a person sees of it `visible_to` decides
SEE_LISTENING = {"feedback.view_strategy", "feedback.view_listeningpost"}
CORRECT = {"feedback.hide_response", "feedback.change_response", "feedback.confirm_compliment"}
INVITE = {"feedback.add_invitation", "feedback.view_invitation"}
ALL_CUSTOMERS = {"feedback.merge_customer"} | INVITE
CONFIGURE_LISTENING = {"feedback.change_strategy", "feedback.change_listeningpost"} | INVITE
RECEIVE = {"feedback.receive_response"}  # of any post and over the API, as integrators do
BRING_IN = {"feedback.add_import", "feedback.view_import"}
EMPLOYEE = frozenset(
    PROMISES
    | PEOPLE
    | RECOGNITION
    | PULSE
    | OWN_TOKENS
    | CASES
    | HEARD
    | LEARN
    | IDEAS
    | GESTURES
    | {"insights.view_home"},
)
DECIDE = {"ideas.add_decision"}  # who adds to one `may_be_kept_by` says
PROMISE_ABOUT = {"employees.add_frontlineday", "employees.add_pulsepromise"}
LEAD = EMPLOYEE | frozenset(FIGURES | SEE_LISTENING | CORRECT | ORGANISE | PROMISE_ABOUT | DECIDE)
LEAD |= {"ideas.invite_customer"}
CHAMPION = (
    LEAD
    | frozenset(ALL_CUSTOMERS | BRING_IN | RECEIVE | SEE_PAST_WAVES)
    | {"feedback.change_newsletter"}
    | {"employees.view_every_commitment", "employees.nudge_commitment", "employees.view_every_result"}
    | {"audit.view_handling", "outbox.view_event", "outbox.view_customers_event", "insights.view_desk"}
    | UNCITED
    | {"feedback.view_every_gesture", "ideas.view_every_idea", "ideas.hide_comment"}
    | {"ideas.add_import", "ideas.change_challenge"}
    | {"employees.view_pulse"}
)
SPONSOR = (
    EMPLOYEE | DECIDE | UNCITED | {"insights.view_desk", "employees.add_frontlineday"}
)  # the executive of the term
TEXTS = {"feedback.add_textblock", "feedback.change_textblock", "feedback.delete_textblock"}
ADMIN = EMPLOYEE | frozenset(
    BRING_IN | CONFIGURE_PEOPLE | TEXTS | SEE_LISTENING | CONFIGURE_LISTENING | RECEIVE | ORGANISE
)
ADMIN |= {"feedback.view_every_gesture", "feedback.change_goodwilllimit"}
ADMIN |= {"feedback.change_newsletter"}
ADMIN |= UNCITED | {"ideas.change_board", "ideas.change_challenge", "ideas.invite_customer"}
ADMIN |= {"ideas.add_import", "ideas.view_figures"}
ADMIN |= BRING_IN_PAST_WAVES
ADMIN |= {"insights.view_setup", "audit.view_settings", "outbox.view_event", "tenants.change_look"}
OPERATOR = EMPLOYEE | frozenset({"tenants.run_platform"})

ROLES: dict[str, frozenset[str]] = {
    "employee": EMPLOYEE,
    "lead": LEAD,
    "champion": CHAMPION,
    "sponsor": SPONSOR,
    "admin": ADMIN,
    "operator": OPERATOR,
}
