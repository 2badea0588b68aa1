from django.urls import path

from accounts.views import mail, settings

app_name = "accounts"
urlpatterns = [
    path("settings/", settings.edit, name="settings-edit"),
    path("settings/export/", settings.export, name="settings-export"),
    path("settings/leave/", settings.leave, name="settings-leave"),
    path("mail/", mail.overview, name="mail-overview"),
    path("mail/everyone/", mail.everyone, name="mail-everyone"),
    path("mail/<str:name>/", mail.read, name="mail-read"),
]
