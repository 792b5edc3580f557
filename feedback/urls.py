from django.urls import path

from feedback.views import case, cases, causes, customer_page, feed, public

app_name = "feedback"
urlpatterns = [
    path("f/<str:key>/", public.form, name="form"),
    path("f/<str:key>/thanks/", public.thanks, name="thanks"),
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
    path("feed/", feed.feed, name="feed"),
    path("shares/<int:pk>/withdraw/", feed.withdraw, name="withdraw"),
    path("causes/", causes.causes, name="causes"),
    path("causes/new/", causes.new_cause, name="new_cause"),
    path("causes/<int:pk>/", causes.cause, name="cause"),
    path("causes/<int:pk>/whys/", causes.whys, name="whys"),
    path("causes/<int:pk>/preventions/", causes.promise_prevention, name="promise_prevention"),
    path("preventions/<int:pk>/keep/", causes.keep_prevention, name="keep_prevention"),
    path("c/<str:token>/", customer_page.customer_page, name="customer_page"),
    path("c/<str:token>/consent/", customer_page.customer_consent, name="customer_consent"),
]
