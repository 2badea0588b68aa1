from collections.abc import Callable
from datetime import datetime

from django.db import transaction

from accounts.models import User


@transaction.atomic
def do_once(user: User, mark: str, act: Callable[[], str], *, now: datetime) -> str:
    """Does `act` unless the form with this mark has done it already; answers the address to which it led, either way.

    `act` answers that address. A second request with the same mark waits for the first one; where the first failed,
    the second does the work. Without a mark (a form that bears none) it is simply done.
    """
    if not mark:
        return act()
    sent, is_new = user.sent_forms.get_or_create(mark=mark, defaults={"sent_at": now})
    if is_new:
        sent.led_to = act()
        sent.save(update_fields=["led_to"])
    return sent.led_to
