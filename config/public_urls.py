from django.urls import URLPattern, path

from config.preferences import accessibility

urlpatterns: list[URLPattern] = [path("accessibility/", accessibility, name="accessibility")]
