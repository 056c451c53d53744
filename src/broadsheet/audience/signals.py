"""What the audience tells those above it."""

from django.dispatch import Signal

# Sent with `reads`, a mapping of article to new readers, after these changed the order of what is read most.
counted = Signal()
