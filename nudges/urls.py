from django.urls import path

from nudges.views import actions, first_no, plan, settings, today, unsubscribe, welcome

app_name = "nudges"
urlpatterns = [
    path("", today.show, name="today-show"),
    path("welcome/", welcome.answer, name="welcome-answer"),
    path("nudges/", plan.show, name="plan-show"),
    path("nudges/history/", plan.history, name="plan-history"),
    path("nudges/pause/", plan.pause, name="plan-pause"),
    path("nudges/resume/", plan.resume, name="plan-resume"),
    path("nudges/settings/", settings.edit, name="settings-edit"),
    path("nudges/address/use/", settings.use_address, name="address-use"),
    path("nudges/first-no/yes/", first_no.say_yes, name="first-no-say-yes"),
    path("nudges/first-no/no/", first_no.say_no, name="first-no-say-no"),
    path("nudges/<int:pk>/send-now/", plan.send_now, name="nudge-send-now"),
    path("nudges/<int:pk>/snooze/", plan.snooze, name="nudge-snooze"),
    path("nudges/<int:pk>/drop/", plan.drop, name="nudge-drop"),
    path("nudges/<int:pk>/stop/", plan.stop, name="nudge-stop"),
    path("nudges/<int:pk>/done/", plan.done, name="nudge-done"),
    path("nudges/<int:pk>/take-back/", plan.take_back, name="nudge-take-back"),
    path("n/<str:token>/", actions.act, name="action"),
    path("p/<str:token>/", actions.pause, name="pause"),
    path("u/<str:token>/", unsubscribe.leave, name="unsubscribe"),
]
