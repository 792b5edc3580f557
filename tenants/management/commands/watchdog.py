import signal
import sys
import time
from typing import Any

from django.core.management.base import BaseCommand
from django.db import DatabaseError, connection

from tenants.supervisor import RESTART_CLUSTER
from tenants.watch import queue_health


class Command(BaseCommand):
    help = "Watch the queue; end with exit code 75 when it stands still, so that the cluster is started anew."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--every", type=float, default=5, help="Seconds between two looks.")
        parser.add_argument(
            "--settle", type=float, default=20,
            help="Seconds before the first look: rows that waited for a cluster to start are no standstill.",
        )  # fmt: skip

    def handle(self, *args: Any, every: float, settle: float, **options: Any) -> None:
        signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(0))
        time.sleep(settle)
        while not self.stands_still():
            time.sleep(every)
        self.stderr.write("The queue stands still.")
        sys.exit(RESTART_CLUSTER)

    def stands_still(self) -> bool:
        """While the database is away nobody can know; the next look will tell."""
        try:
            return queue_health().stands_still
        except DatabaseError:
            connection.close()
            return False
