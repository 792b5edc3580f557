"""The API's one router: each app names its nouns in `api.ROUTES` as (path, viewset, name), and in `api.PATHS`
what has an address of its own."""

from django.urls import re_path
from rest_framework.routers import SimpleRouter

from employees import api as employees
from feedback import api as feedback
from ideas import api as ideas
from insights import api as insights
from tenants.api import nothing

router = SimpleRouter()
for app in (feedback, employees, ideas, insights):
    for path, viewset, name in app.ROUTES:
        router.register(path, viewset, basename=name)

app_name = "api"
urlpatterns = [
    *router.urls, *feedback.PATHS, *employees.PATHS, *ideas.PATHS, *insights.PATHS,
    re_path(r"^(?P<rest>[\s\S]*)/$", nothing, name="nothing"),
]  # fmt: skip
