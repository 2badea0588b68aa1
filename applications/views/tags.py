from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from applications import operations
from applications.forms import TagsForm
from applications.views.answers import PersonRequest, go, posted


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: PersonRequest, application_id: int) -> HttpResponse:
    """The tags of one application: a page of its own, or a question in a dialog."""
    application = get_object_or_404(request.user.applications.for_lists(), pk=application_id)
    chosen = [tag.name for tag in application.tags.all()]
    form = TagsForm(posted(request), user=request.user, chosen=chosen)
    if request.method == "POST" and form.is_valid():
        operations.set_tags(application, names=form.cleaned_data["tags"], was=form.was, now=timezone.now())
        messages.success(request, _("Saved."))
        return go(request, application)
    context = {"form": form, "application": application}
    return render(request, "applications/tags/edit.html", context, status=422 if form.is_bound else 200)
