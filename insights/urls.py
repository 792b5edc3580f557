from django.urls import path, re_path

from insights.views import dashboard, home

app_name = "insights"
urlpatterns = [
    path("", home.home, name="home"),
    path("search/", home.search, name="search"),
    path("set-up/", home.setup, name="setup"),
    path("figures/", dashboard.dashboard, name="dashboard"),
    re_path(r"^figures/(?P<key>[a-z]+)\.(?P<kind>csv|xlsx)$", dashboard.table, name="table"),
]
