from django.urls import path, re_path

from insights.views import dashboard, desk, home, pulse, uncited

app_name = "insights"
urlpatterns = [
    path("", home.home, name="home"),
    path("search/", home.search, name="search"),
    path("set-up/", home.setup, name="setup"),
    path("desk/", desk.desk, name="desk"),
    path("desk/relay/", desk.relay, name="relay"),
    re_path(r"^desk/relay\.(?P<kind>csv|xlsx)$", desk.relay_file, name="relay_file"),
    path("desk/quarter/", desk.quarter, name="quarter"),
    path("desk/kept/", desk.kept, name="kept"),
    re_path(r"^desk/kept\.(?P<kind>csv|xlsx)$", desk.kept_file, name="kept_file"),
    path("figures/", dashboard.dashboard, name="dashboard"),
    re_path(r"^figures/(?P<key>[a-z]+)\.(?P<kind>csv|xlsx)$", dashboard.table, name="table"),
    path("figures/posts/", uncited.uncited_posts, name="uncited"),
    path("figures/pulse/", pulse.pulses, name="pulses"),
    path("figures/pulse/<int:pk>/", pulse.pulse, name="pulse"),
    path("figures/pulse/<int:pk>/comments/<str:key>/", pulse.pulse_comments, name="pulse_comments"),
    re_path(
        r"^figures/pulse/(?P<pk>[0-9]{1,18})/(?P<key>[a-z]+)\.(?P<kind>csv|xlsx)$",
        pulse.pulse_table,
        name="pulse_table",
    ),
]
