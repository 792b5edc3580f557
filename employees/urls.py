from django.urls import path

from employees.views import board, promises

app_name = "employees"
urlpatterns = [
    path("promises/", board.board, name="board"),
    path("promises/mine/", promises.mine, name="mine"),
    path("promises/<int:pk>/", promises.promise, name="promise"),
    path("promises/<int:pk>/withdraw/", promises.withdraw, name="withdraw"),
    path("promises/<int:pk>/renegotiate/", promises.renegotiate, name="renegotiate"),
    path("promises/<int:pk>/hand-over/", promises.hand_over, name="hand_over"),
    path("promises/<int:pk>/nudge/", promises.nudge, name="nudge"),
    path("nudges/<int:pk>/acknowledge/", promises.acknowledge, name="acknowledge"),
]
