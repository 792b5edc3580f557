from django.urls import path, register_converter

from feedback.views import (
    case,
    cases,
    causes,
    complaints,
    compliments,
    customer_page,
    customers,
    feed,
    import_issues,
    import_mapping,
    imports,
    invitations,
    learnings,
    listening,
    public,
    responses,
    strategy,
)


class NounConverter:
    """The nouns of the strategy that have a form of their own."""

    regex = "goals|journeys|stages|touchpoints"

    def to_python(self, value: str) -> str:
        return value

    to_url = to_python


register_converter(NounConverter, "noun")

app_name = "feedback"
plain = [  # for anybody, by the shortest way
    path("f/<slug:key>/", public.form, name="form"),
    path("f/<slug:key>/thanks/", public.thanks, name="thanks"),
]
urlpatterns = [
    *plain,
    path("cases/", cases.cases, name="cases"),
    path("cases/assign/", cases.assign_cases, name="assign_cases"),
    path("cases/join/", cases.join_cases, name="join_cases"),
    path("cases/<int:pk>/", case.case, name="case"),
    path("cases/<int:pk>/answer/", case.answer, name="answer"),
    path("cases/<int:pk>/note/", case.add_note, name="note"),
    path("cases/<int:pk>/assign/", case.assign, name="assign"),
    path("cases/<int:pk>/danger/", case.danger, name="danger"),
    path("cases/<int:pk>/share/", case.share, name="share"),
    path("cases/<int:pk>/decline/", case.decline, name="decline"),
    path("cases/<int:pk>/analyse/", case.analyse, name="analyse"),
    path("cases/<int:pk>/prevent/", case.prevent, name="prevent"),
    path("cases/<int:pk>/use-prevention/", case.use_prevention, name="use_prevention"),
    path("cases/<int:pk>/unprevented/", case.unprevented, name="unprevented"),
    path("cases/<int:pk>/close/", case.close, name="close"),
    path("cases/<int:pk>/reopen/", case.reopen, name="reopen"),
    path("responses/<uuid:pk>/case/", case.open_by_hand, name="open_case"),
    path("responses/<uuid:pk>/share/", feed.share_response, name="share_response"),
    path("told/<str:token>/share/", feed.share_told, name="share_told"),
    path("feed/", feed.feed, name="feed"),
    path("shares/<int:pk>/withdraw/", feed.withdraw, name="withdraw"),
    path("learning/customers/", learnings.learnings, name="learnings"),
    path("learning/customers/new/", learnings.new_learning, name="new_learning"),
    path("learning/customers/<int:pk>/take-back/", learnings.take_back_learning, name="take_back_learning"),
    path("compliments/", compliments.compliments, name="compliments"),
    path("compliments/<int:pk>/undo/", compliments.undo_compliment, name="undo_compliment"),
    path("responses/<uuid:pk>/recognise/", compliments.recognise, name="recognise"),
    path("responses/<uuid:pk>/nobody/", compliments.names_nobody, name="names_nobody"),
    path("causes/", causes.causes, name="causes"),
    path("causes/new/", causes.new_cause, name="new_cause"),
    path("causes/<int:pk>/", causes.cause, name="cause"),
    path("causes/<int:pk>/whys/", causes.whys, name="whys"),
    path("causes/<int:pk>/preventions/", causes.promise_prevention, name="promise_prevention"),
    path("preventions/<int:pk>/keep/", causes.keep_prevention, name="keep_prevention"),
    path("c/<str:token>/", customer_page.customer_page, name="customer_page"),
    path("c/<str:token>/consent/", customer_page.customer_consent, name="customer_consent"),
    path("strategy/", strategy.strategy, name="strategy"),
    path("strategy/<noun:noun>/new/", strategy.edit, name="new_strategy"),
    path("strategy/<noun:noun>/<int:pk>/", strategy.edit, name="edit_strategy"),
    path("strategy/<noun:noun>/<int:pk>/delete/", strategy.delete, name="delete_strategy"),
    path("imports/", imports.imports, name="imports"),
    path("imports/<int:pk>/", imports.import_page, name="import"),
    path("imports/<int:pk>/mapping/", import_mapping.import_mapping, name="import_mapping"),
    path("imports/<int:pk>/ask/<str:job>/", imports.import_ask, name="import_ask"),
    path("imports/<int:pk>/errors.csv", imports.import_errors, name="import_errors"),
    path("imports/<int:pk>/issues/", import_issues.import_issues, name="import_issues"),
    path("imports/<int:pk>/issues/<int:issue>/", import_issues.settle_issue, name="settle_issue"),
    path("posts/", listening.posts, name="posts"),
    path("posts/new/", listening.edit_post, name="new_post"),
    path("posts/<int:pk>/", listening.post, name="post"),
    path("posts/<int:pk>/edit/", listening.edit_post, name="edit_post"),
    path("posts/<int:pk>/questions/", listening.questions, name="questions"),
    path("posts/<int:pk>/preview/", listening.preview, name="preview"),
    path("posts/<int:pk>/poster/", listening.poster, name="poster"),
    path("posts/<int:pk>/qr.svg", listening.qr, {"kind": "svg"}, name="qr_svg"),
    path("posts/<int:pk>/qr.png", listening.qr, {"kind": "png"}, name="qr_png"),
    path("posts/<int:pk>/retire/", listening.retire, name="retire_post"),
    path("posts/<int:pk>/reopen/", listening.reopen, name="reopen_post"),
    path("posts/<int:pk>/invite/", invitations.send_invitations, name="invite"),
    path("i/<str:token>/", invitations.invitation, name="invitation"),
    path("i/<str:token>/stop/", invitations.stop, name="unsubscribe"),
    path("complaints/new/", complaints.complaint_lines, name="complaint_lines"),
    path("complaints/<int:pk>/", complaints.type_complaint, name="type_complaint"),
    path("responses/", responses.responses, name="responses"),
    path("responses/<uuid:pk>/", responses.response, name="response"),
    path("responses/<uuid:pk>/hide/", responses.hide, name="hide_response"),
    path("responses/<uuid:pk>/unhide/", responses.unhide, name="unhide_response"),
    path("responses/<uuid:pk>/move/", responses.move, name="move_response"),
    path("customers/", customers.customers, name="customers"),
    path("customers/<int:pk>/", customers.customer, name="customer"),
    path("customers/<int:pk>/preferences/", customers.preferences, name="preferences"),
    path("customers/<int:pk>/merge/", customers.merge, name="merge_customer"),
]
