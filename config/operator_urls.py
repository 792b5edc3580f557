from django.urls import include, path

from config import urls
from tenants.console.api import router

handler400, handler500 = urls.handler400, urls.handler500
urlpatterns = [
    path("console/", include("tenants.console.urls")),
    path("api/v1/", include((router.urls, "operators-api"))),
    *urls.urlpatterns,
]
