from tenants.audit.models import Entry
from tenants.audit.record import entry_hash


def first_broken() -> Entry | None:
    """The first line of this organisation's trail that was changed, or follows one that was taken away."""
    last = ""
    for entry in Entry.objects.order_by("id").iterator(chunk_size=2000):
        if entry.previous_hash != last or entry.hash != entry_hash(entry):
            return entry
        last = entry.hash
    return None
