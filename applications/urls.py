from django.urls import path

from applications.views import applications, board, contacts, events, interviews, outcomes

app_name = "applications"
urlpatterns = [
    path("applications/", applications.list_, name="application-list"),
    path("applications/board/", board.show_board, name="board"),
    path("applications/new/", applications.new, name="application-new"),
    path("applications/<int:application_id>/", applications.detail, name="application-detail"),
    path("applications/<int:application_id>/edit/", applications.edit, name="application-edit"),
    path("applications/<int:application_id>/delete/", applications.delete, name="application-delete"),
    path("applications/<int:application_id>/move/", applications.move, name="application-move"),
    path("applications/<int:application_id>/outcome/", outcomes.record, name="outcome-record"),
    path("applications/<int:application_id>/reopen/", outcomes.reopen, name="application-reopen"),
    path("applications/<int:application_id>/interviews/new/", interviews.new, name="interview-new"),
    path("applications/<int:application_id>/events/new/", events.new, name="event-new"),
    path("events/<int:event_id>/correct/", events.correct, name="event-correct"),
    path("interviews/", interviews.list_, name="interview-list"),
    path("interviews/<int:interview_id>/edit/", interviews.edit, name="interview-edit"),
    path("interviews/<int:interview_id>/cancel/", interviews.cancel, name="interview-cancel"),
    path("interviews/<int:interview_id>/restore/", interviews.restore, name="interview-restore"),
    path("contacts/", contacts.list_, name="contact-list"),
    path("contacts/new/", contacts.new, name="contact-new"),
    path("contacts/<int:contact_id>/edit/", contacts.edit, name="contact-edit"),
    path("contacts/<int:contact_id>/delete/", contacts.delete, name="contact-delete"),
]
