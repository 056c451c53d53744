"""The audience's one address."""

from django.urls import path

from .beacon import beacon

urlpatterns = [path("_b/<str:article>", beacon, name="beacon")]
