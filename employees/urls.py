from django.urls import path

from employees.views import accounts, board, people, promises, recognition, teams, tokens

app_name = "employees"
urlpatterns = [
    path("promises/", board.board, name="board"),
    path("promises/mine/", promises.mine, name="mine"),
    path("promises/<int:pk>/", promises.promise, name="promise"),
    path("promises/<int:pk>/keep/", promises.keep, name="keep"),
    path("promises/<int:pk>/undo-keep/", promises.undo_keep, name="undo_keep"),
    path("promises/<int:pk>/withdraw/", promises.withdraw, name="withdraw"),
    path("promises/<int:pk>/renegotiate/", promises.renegotiate, name="renegotiate"),
    path("promises/<int:pk>/hand-over/", promises.hand_over, name="hand_over"),
    path("promises/<int:pk>/nudge/", promises.nudge, name="nudge"),
    path("nudges/<int:pk>/acknowledge/", promises.acknowledge, name="acknowledge"),
    path("thanks/", recognition.recognition, name="recognition"),
    path("thanks/new/", recognition.thank, name="thank"),
    path("thanks/<int:pk>/withdraw/", recognition.withdraw_thanks, name="withdraw_thanks"),
    path("people/", people.people, name="people"),
    path("people/invite/", people.invite, name="invite"),
    path("people/import/", people.import_people, name="import_people"),
    path("people/<int:pk>/", people.person, name="person"),
    path("people/<int:pk>/leave/", people.deactivate, name="deactivate"),
    path("people/<int:pk>/invite/", people.invite_again, name="invite_again"),
    path("teams/", teams.teams, name="teams"),
    path("teams/new/", teams.new_team, name="new_team"),
    path("teams/<int:pk>/", teams.team, name="team"),
    path("champion/", teams.terms, name="terms"),
    path("champion/new/", teams.new_term, name="new_term"),
    path("champion/<int:pk>/", teams.term, name="term"),
    path("policy/", teams.policy, name="policy"),
    path("me/", accounts.me, name="me"),
    path("keys/", tokens.tokens, name="tokens"),
    path("keys/<int:pk>/revoke/", tokens.revoke, name="revoke_token"),
    path("join/<str:key>/<str:token>/", accounts.join, name="join"),
]
