"""The pages that PlainMiddleware answers, past sessions and sign-in."""

from feedback.urls import plain

urlpatterns = plain
