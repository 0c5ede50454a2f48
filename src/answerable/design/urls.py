"""The one address that pages' furniture needs."""

from django.urls import re_path

from answerable.design.views import brand

app_name = "design"
urlpatterns = [re_path(r"^brand/(?P<colour>[0-9a-f]{6})\.css$", brand, name="brand")]
