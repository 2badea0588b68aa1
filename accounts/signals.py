from django.dispatch import Signal

# Sent inside the transaction that changed a person's own settings (time zone, check-ins …). Arguments: `user`.
person_changed = Signal()

# Sent inside the transaction that deletes a person's account, before it does. Arguments: `user`.
person_leaving = Signal()
