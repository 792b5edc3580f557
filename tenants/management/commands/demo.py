import argparse
import contextlib
import sys

from django.core.management.base import BaseCommand

from tenants import demo, embedded, places


def port(text: str) -> int:
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise argparse.ArgumentTypeError(f"{text} is no port: choose a number from 1 to 65535.")
    return int(text)


class Command(BaseCommand):
    """The whole site on this machine: database, content, web, queue and watchdog, until Ctrl-C."""

    help = "Run the site with demo content, until Ctrl-C."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser):
        parser.add_argument("--port", type=port, default=8000)

    def handle(self, *, port, **options):
        try:
            places.RUN.mkdir(mode=0o755, exist_ok=True)
            with demo.only_one():
                demo.check_the_machine(port)
                demo.Demo(port=port, say=self.say).run()
        except (demo.DemoError, embedded.EmbeddedError) as error:
            sys.exit(str(error))
        except OSError as error:
            sys.exit(f"The demo cannot go on: {error}.")

    def say(self, text: str, ending: str) -> None:
        with contextlib.suppress(OSError):  # a terminal that was closed must not keep the end from coming
            self.stdout.write(text, ending=ending)
            self.stdout.flush()
