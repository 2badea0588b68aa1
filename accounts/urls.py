from django.urls import path

from accounts.views import devices, home_screen, mail, offline, settings, signing_in

app_name = "accounts"
urlpatterns = [
    path("settings/", settings.edit, name="settings-edit"),
    path("settings/export/", settings.export, name="settings-export"),
    path("settings/leave/", settings.leave, name="settings-leave"),
    path("settings/signing-in/", signing_in.show, name="signing-in-show"),
    path("settings/devices/", devices.overview, name="device-list"),
    path("settings/devices/end-others/", devices.end_others, name="device-end-others"),
    path("settings/devices/<int:device_id>/end/", devices.end, name="device-end"),
    path("mail/", mail.overview, name="mail-overview"),
    path("mail/everyone/", mail.everyone, name="mail-everyone"),
    path("mail/<str:name>/", mail.read, name="mail-read"),
    path("offline/", offline.show, name="offline-show"),
    path("service-worker.js", offline.worker, name="offline-worker"),
    path("manifest.webmanifest", home_screen.manifest, name="home-screen-manifest"),
    path("favicon.ico", home_screen.favicon, name="home-screen-favicon"),
]
