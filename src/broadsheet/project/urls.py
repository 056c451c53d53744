"""All addresses of the site, desk first; `/media/` is none of Django's, its files are handed out before it."""

from django.urls import include, path
from wagtail.admin import urls as wagtailadmin_urls

from ..desk.uploads import uploaded

urlpatterns = [
    path("", include("broadsheet.audience.urls")),
    path("desk/uploads/<path:name>", uploaded, name="desk_uploaded"),
    path("desk/", include("broadsheet.desk.urls")),
    path("desk/", include(wagtailadmin_urls)),
    path("", include("broadsheet.site.urls")),
]

handler404 = "broadsheet.site.views.missing.page_not_found"
handler500 = "broadsheet.site.views.missing.server_error"
