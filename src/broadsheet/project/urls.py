"""All addresses of the site, desk first."""

from django.conf import settings
from django.urls import include, path
from django.views.static import serve
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

urlpatterns = [
    path("", include("broadsheet.audience.urls")),
    path("desk/", include("broadsheet.desk.urls")),
    path("desk/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("media/<path:path>", serve, {"document_root": settings.MEDIA_ROOT}),
    path("", include("broadsheet.site.urls")),
]

handler404 = "broadsheet.site.views.missing.page_not_found"
handler500 = "broadsheet.site.views.missing.server_error"
