from django.urls import URLPattern, path

from config.preferences import accessibility

handler500 = "tenants.pages.server_error"
urlpatterns: list[URLPattern] = [path("accessibility/", accessibility, name="accessibility")]
