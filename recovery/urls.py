from django.urls import path

from recovery.views import checkins, feedback, lessons, paces, recoveries, steps

app_name = "recovery"
urlpatterns = [
    path("recovery/", recoveries.list_, name="recovery-list"),
    path("recovery/check-ins/forget/", checkins.forget, name="checkin-forget"),
    path("recovery/for/<int:application_id>/", recoveries.for_, name="recovery-for"),
    path("recovery/for/<int:application_id>/begin/", recoveries.begin, name="recovery-begin"),
    path("recovery/for/<int:application_id>/feedback/", feedback.detail, name="feedback-detail"),
    path("recovery/for/<int:application_id>/feedback/asked/", feedback.asked, name="feedback-asked"),
    path("recovery/for/<int:application_id>/feedback/followed-up/", feedback.followed_up, name="feedback-followed-up"),
    path("recovery/for/<int:application_id>/feedback/received/", feedback.received, name="feedback-received"),
    path("recovery/for/<int:application_id>/feedback/refused/", feedback.refused, name="feedback-refused"),
    path("recovery/for/<int:application_id>/feedback/rest/", feedback.rest, name="feedback-rest"),
    path("recovery/<int:recovery_id>/", recoveries.detail, name="recovery-detail"),
    path("recovery/<int:recovery_id>/start/", paces.start, name="recovery-start"),
    path("recovery/<int:recovery_id>/tomorrow/", paces.tomorrow, name="recovery-tomorrow"),
    path("recovery/<int:recovery_id>/decline/", paces.decline, name="recovery-decline"),
    path("recovery/<int:recovery_id>/hold-reply/", paces.hold_reply, name="recovery-hold-reply"),
    path("recovery/<int:recovery_id>/pause/", paces.pause, name="recovery-pause"),
    path("recovery/<int:recovery_id>/keep-resting/", paces.keep_resting, name="recovery-keep-resting"),
    path("recovery/<int:recovery_id>/resume/", paces.resume, name="recovery-resume"),
    path("recovery/<int:recovery_id>/close/", paces.close, name="recovery-close"),
    path("recovery/<int:recovery_id>/choose/<int:application_id>/", paces.choose, name="recovery-choose"),
    path("recovery/<int:recovery_id>/notes/<int:application_id>/", paces.note, name="note-save"),
    path("recovery/<int:recovery_id>/steps/<slug:key>/", steps.detail, name="step-detail"),
    path("recovery/<int:recovery_id>/steps/<slug:key>/open/", steps.open_, name="step-open"),
    path("recovery/<int:recovery_id>/steps/<slug:key>/save/", steps.save, name="step-save"),
    path("recovery/<int:recovery_id>/steps/<slug:key>/sent/", steps.sent, name="step-sent"),
    path("recovery/<int:recovery_id>/steps/<slug:key>/done/", steps.done, name="step-done"),
    path("recovery/<int:recovery_id>/steps/<slug:key>/skip/", steps.skip, name="step-skip"),
    path("recovery/<int:recovery_id>/steps/<slug:key>/return/", steps.return_, name="step-return"),
    path("lessons/<int:lesson_id>/mark/", lessons.mark, name="lesson-mark"),
    path("lessons/<int:lesson_id>/delete/", lessons.delete, name="lesson-delete"),
]
