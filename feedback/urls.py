from django.urls import path

from feedback.views import public

app_name = "feedback"
urlpatterns = [
    path("f/<str:key>/", public.form, name="form"),
    path("f/<str:key>/thanks/", public.thanks, name="thanks"),
]
