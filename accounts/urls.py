from django.urls import path

from accounts.views import home_screen, mail, offline, settings

app_name = "accounts"
urlpatterns = [
    path("settings/", settings.edit, name="settings-edit"),
    path("settings/export/", settings.export, name="settings-export"),
    path("settings/leave/", settings.leave, name="settings-leave"),
    path("mail/", mail.overview, name="mail-overview"),
    path("mail/everyone/", mail.everyone, name="mail-everyone"),
    path("mail/<str:name>/", mail.read, name="mail-read"),
    path("offline/", offline.show, name="offline-show"),
    path("service-worker.js", offline.worker, name="offline-worker"),
    path("manifest.webmanifest", home_screen.manifest, name="home-screen-manifest"),
    path("favicon.ico", home_screen.favicon, name="home-screen-favicon"),
]
