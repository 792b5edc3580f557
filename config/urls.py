from allauth.account.decorators import secure_admin_login
from django.conf import settings
from django.contrib import admin
from django.urls import include, path

from config import api_docs, preferences

handler400 = "tenants.pages.bad_request"
handler500 = "tenants.pages.server_error"

admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]

urlpatterns = [  # what has a prefix of its own first: each pattern before the right one is tried in vain
    path("api/v1/", include("config.api_urls")),
    path("api/schema/", api_docs.schema, name="schema"),
    path("api/docs/", api_docs.docs, name="docs"),
    path("accounts/", include("config.account_urls")),
    path("admin/", admin.site.urls),
    path("preferences/", preferences.preferences, name="preferences"),
    path("accessibility/", preferences.accessibility, name="accessibility"),
    *([path("mails/", include("tenants.mailbox.urls"))] if settings.SHOW_MAILS else []),
    path("", include("tenants.brand.urls")),
    path("", include("feedback.urls")),
    path("", include("insights.urls")),
    path("", include("ideas.urls")),
    path("", include("employees.urls")),
]
