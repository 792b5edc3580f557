from django.urls import URLPattern, path
from django.views.generic import RedirectView

from config.preferences import accessibility
from tenants import front

handler400 = "tenants.pages.bad_request"
handler500 = "tenants.pages.server_error"
urlpatterns: list[URLPattern] = [
    path("", front.front, name="front"),
    path("find/name/", front.find_by_name, name="find_by_name"),
    path("find/mail/", front.find_by_email, name="find_by_email"),
    path("accounts/login/", RedirectView.as_view(pattern_name="front"), name="account_login"),
    path("accessibility/", accessibility, name="accessibility"),
]
