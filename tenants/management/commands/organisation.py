from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from tenants import actions
from tenants.models import Organisation


class Command(BaseCommand):
    help = "Create, list, move to another time zone, suspend, resume, delete or restore an organisation."

    def add_arguments(self, parser: Any) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        create = verbs.add_parser("create")
        create.add_argument("slug", help="Its short name: the first part of its address.")
        create.add_argument("--name", required=True)
        create.add_argument("--admin-email", default="", help="Who is invited to configure it.")
        create.add_argument("--domain", default="", help="Its own host name, if it has one.")
        create.add_argument("--language", default="en")
        create.add_argument("--time-zone", default="Europe/London")
        create.add_argument("--is-operator", action="store_true", help="It runs the platform.")
        verbs.add_parser("list")
        for verb in ("suspend", "resume", "restore"):
            verbs.add_parser(verb).add_argument("slug")
        zone = verbs.add_parser("time_zone")
        zone.add_argument("slug")
        zone.add_argument("time_zone", help="Such as Europe/London.")
        delete = verbs.add_parser("delete")
        delete.add_argument("slug")
        delete.add_argument("--name", required=True, help="Its whole name, typed.")

    def handle(self, *args: Any, verb: str, **options: Any) -> None:
        try:
            getattr(self, verb)(**options)
        except ValidationError as error:
            raise CommandError("\n".join(_lines(error))) from None

    def create(self, **options: Any) -> None:
        fields = ("slug", "name", "admin_email", "domain", "language", "time_zone", "is_operator")
        made = actions.create_organisation(**{name: options[name] for name in fields})
        self.stdout.write(f"{made.name} is at {made.primary_domain}.")

    def list(self, **options: Any) -> None:
        for each in Organisation.objects.customers():
            self.stdout.write(f"{each.slug:<24} {each.state:<10} {each.primary_domain:<40} {each.name}")

    def suspend(self, slug: str, **options: Any) -> None:
        self.tell(actions.suspend(_found(slug)), "closed")

    def resume(self, slug: str, **options: Any) -> None:
        self.tell(actions.resume(_found(slug)), "open again")

    def restore(self, slug: str, **options: Any) -> None:
        self.tell(actions.restore(_found(slug)), "no longer to be deleted")

    def time_zone(self, slug: str, time_zone: str, **options: Any) -> None:
        done = actions.change_time_zone(_found(slug), time_zone=time_zone)
        self.tell(done, f"counted in {time_zone} from now on")

    def delete(self, slug: str, name: str, **options: Any) -> None:
        self.tell(actions.delete(_found(slug), typed_name=name), "closed, and gone in 30 days")

    def tell(self, done: bool, what: str) -> None:
        self.stdout.write(f"It is {what}." if done else "Nothing was to be done.")


def _found(slug: str) -> Organisation:
    try:
        return Organisation.objects.customers().get(slug=slug)
    except Organisation.DoesNotExist:
        raise CommandError(f"There is no organisation called {slug}.") from None


def _lines(error: ValidationError) -> list[str]:
    if not hasattr(error, "error_dict"):
        return error.messages
    return [f"{field}: {text}" for field, texts in error.message_dict.items() for text in texts]
