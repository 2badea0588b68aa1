from django.db import transaction

from accounts.models import User
from applications.models import ListLook, SavedView


def change_look(look: ListLook) -> None:
    """Keeps how the person wants the list to look."""
    look.save()


@transaction.atomic
def save_view(user: User, *, name: str, query: str, is_default: bool) -> SavedView:
    """Gives a way of looking at the list a name. The same name again means the new way.

    Of all views only one opens the list.
    """
    name = " ".join(name.split())
    if is_default:
        user.saved_views.update(is_default=False)
    view = user.saved_views.filter(name__iexact=name).first() or SavedView(user=user)
    view.name, view.query, view.is_default = name, query, is_default
    view.save()
    return view


def delete_view(view: SavedView) -> None:
    """Forgets the name; nothing that the view showed changes."""
    view.delete()
