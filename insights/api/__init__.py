"""The figures, the waves, the search and the set-up list over the API; nothing here writes."""

from django.urls import path

from insights.api.desk import DeskViewSet
from insights.api.metrics import MetricsViewSet
from insights.api.pulse import PulseViewSet
from insights.api.searching import SearchViewSet, SetupViewSet
from insights.api.uncited import UncitedViewSet

ROUTES = [("pulses", PulseViewSet, "pulse")]
PATHS = [
    path("metrics/", MetricsViewSet.as_view({"get": "overview"}), name="metrics"),
    path("metrics/<str:metric>/", MetricsViewSet.as_view({"get": "metric"}), name="metric"),
    path("desk/", DeskViewSet.as_view({"get": "desk"}), name="desk"),
    path("relay/", DeskViewSet.as_view({"get": "relay"}), name="relay"),
    path("kept/", DeskViewSet.as_view({"get": "kept"}), name="kept"),
    path("quarter/", DeskViewSet.as_view({"get": "quarter"}), name="quarter"),
    path("uncited-posts/", UncitedViewSet.as_view({"get": "posts"}), name="uncited-posts"),
    path("search/", SearchViewSet.as_view({"get": "search"}), name="search"),
    path("set-up/", SetupViewSet.as_view({"get": "steps"}), name="set-up"),
]
