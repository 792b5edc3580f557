"""The API's one router: each app names its nouns in `api.ROUTES` as (path, viewset, name)."""

from rest_framework.routers import SimpleRouter

from employees import api as employees
from feedback import api as feedback

router = SimpleRouter()
for app in (employees, feedback):
    for path, viewset, name in app.ROUTES:
        router.register(path, viewset, basename=name)

app_name = "api"
urlpatterns = router.urls
