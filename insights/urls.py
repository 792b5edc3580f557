from django.urls import path, re_path

from insights.views import dashboard

app_name = "insights"
urlpatterns = [
    path("figures/", dashboard.dashboard, name="dashboard"),
    re_path(r"^figures/(?P<key>[a-z]+)\.(?P<kind>csv|xlsx)$", dashboard.table, name="table"),
]
