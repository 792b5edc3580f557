"""The figures, the waves, the search and the set-up list over the API; nothing here writes."""

from django.urls import path

from insights.api.metrics import MetricsViewSet
from insights.api.pulse import PulseViewSet
from insights.api.searching import SearchViewSet, SetupViewSet

ROUTES = [("pulses", PulseViewSet, "pulse")]
PATHS = [
    path("metrics/", MetricsViewSet.as_view({"get": "overview"}), name="metrics"),
    path("metrics/<str:metric>/", MetricsViewSet.as_view({"get": "metric"}), name="metric"),
    path("search/", SearchViewSet.as_view({"get": "search"}), name="search"),
    path("set-up/", SetupViewSet.as_view({"get": "steps"}), name="set-up"),
]
