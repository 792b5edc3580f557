from feedback.actions.newsletters import write_batch


def deliver(pk: int) -> None:
    """Write the mails of a newsletter into the outbox, some hundred at a time; safe to run twice."""
    while write_batch(pk):
        pass
