from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.urls import include, path, re_path
from django.utils.translation import gettext_lazy as _

from mvforum import robots, views
from mvforum.accounts.views import email_preferences, my_account
from mvforum.resubmission.views import continue_form

admin.site.site_header = admin.site.site_title = "mvforum"
admin.site.index_title = _("Administration")
# allauth's rate limits apply to this log-in, too.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]

urlpatterns = [
    re_path("^admin/comments/(ground|letter|dangerphrase)/(.*)$", views.renamed_admin_page),
    path("admin/", admin.site.urls),
    path("accounts/", my_account, name="my_account"),
    path("accounts/continue/", continue_form, name="continue_form"),
    path("accounts/letters/", email_preferences, name="email_preferences"),
    path("accounts/", include("allauth.urls")),
    path("healthz", views.healthz, name="healthz"),
    path("privacy/", views.privacy, name="privacy"),
    path("favicon.ico", views.favicon),
    path("robots.txt", robots.robots_txt, name="robots"),
    path("sitemap.xml", robots.sitemap, name="sitemap"),
    path("sitemap-<slug:section>.xml", robots.sitemap_section, name="sitemap_section"),
    path(".well-known/security.txt", robots.security_txt, name="security"),
    path("", include("comments.urls")),
    path("", include("articles.urls")),
]
handler400 = "mvforum.views.bad_request"
handler403 = "mvforum.views.permission_denied"
handler404 = "mvforum.views.not_found"
handler500 = "mvforum.views.server_error"
