from django.urls import path

from tenants.brand import changes, views

urlpatterns = [
    path("brand.css", views.brand, name="brand"),
    path("logo", views.logo, name="logo"),
    path("look/", changes.look, name="look"),
    path("look/colour/", changes.color, name="look_color"),
    path("look/logo/", changes.logo, name="look_logo"),
    path("look/logo/remove/", changes.remove, name="look_remove"),
    path("look/undo/<str:token>/", changes.undo, name="look_undo"),
]
