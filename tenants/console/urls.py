from django.urls import path

from tenants.console import views

app_name = "tenants"
urlpatterns = [
    path("", views.console, name="console"),
    path("new/", views.create, name="create"),
    path("<int:pk>/", views.organisation, name="organisation"),
    path("<int:pk>/suspend/", views.suspend, name="suspend"),
    path("<int:pk>/resume/", views.resume, name="resume"),
    path("<int:pk>/delete/", views.delete, name="delete"),
    path("<int:pk>/restore/", views.restore, name="restore"),
    path("<int:pk>/time-zone/", views.change_time_zone, name="change_time_zone"),
    path("<int:pk>/domains/", views.add_domain, name="add_domain"),
    path("<int:pk>/domains/<int:domain>/primary/", views.make_primary, name="make_primary"),
    path("<int:pk>/domains/<int:domain>/remove/", views.remove_domain, name="remove_domain"),
]
