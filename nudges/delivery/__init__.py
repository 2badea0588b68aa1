"""Sends what is due: form messages, claim some, ask rules and slots once more, send, settle each at once.

At least once, and at most one duplicate for each time a sender dies between the server's 250 and our settling (one for
each of its connections, and by default it has one); every copy bears the same Message-ID. A claim is a lease:
`next_attempt_at` pushed ahead, one more attempt and a token, in one short transaction. Sending happens outside any
transaction. Only the holder of the token may settle.

`sending` is the tick; `forming`, `claiming`, `checking`, `settling` are its steps; `outbox` speaks with the mail
server and `answers` acts on what it says; `gates` says what must wait although it is due, for a server that is down or
a domain that takes only so much.
"""

from nudges.delivery.answers import Tally
from nudges.delivery.claiming import Claimed, claim_due, lease, margin
from nudges.delivery.forming import form_messages
from nudges.delivery.sending import running_from, send, send_due, stopping
from nudges.delivery.settling import MAX_ATTEMPTS, park, pause_after, postpone, settle, try_again

__all__ = [
    "MAX_ATTEMPTS",
    "Claimed",
    "Tally",
    "claim_due",
    "form_messages",
    "lease",
    "margin",
    "park",
    "pause_after",
    "postpone",
    "running_from",
    "send",
    "send_due",
    "settle",
    "stopping",
    "try_again",
]
