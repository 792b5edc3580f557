import os
from typing import Any

from django.core.management.base import BaseCommand

from tenants.supervisor import Supervisor, add_queue


class Command(BaseCommand):
    """In production: the cluster and its watchdog as one, so that a cluster that hangs is started anew."""

    help = "Run the queue's cluster and its watchdog, until SIGTERM."

    def handle(self, **options: Any) -> None:
        supervisor = Supervisor("queue", environment=dict(os.environ), say=self.stdout.write, alone=False)
        add_queue(supervisor)
        try:
            supervisor.watch()
        finally:
            supervisor.stop()
