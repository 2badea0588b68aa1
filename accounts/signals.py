from django.dispatch import Signal

# Sent inside the transaction that changed a person's own settings (time zone, check-ins …). Arguments: `user`.
person_changed = Signal()
