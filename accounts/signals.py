from django.dispatch import Signal

# Sent inside the transaction that changed a person's own settings (time zone, check-ins …). Arguments: `user`.
person_changed = Signal()

# Sent when a visit was noted, so at most once in ten minutes for each person. Arguments: `user`, `now`.
person_seen = Signal()

# Sent inside the transaction that deletes a person's account, before it does. Arguments: `user`.
person_leaving = Signal()
