"""Pages of a list over the API in an order in which many rows are equal, as by their number of votes."""

from typing import Any

from rest_framework import exceptions
from rest_framework.request import Request
from rest_framework.utils.urls import replace_query_param

from tenants.paging import Page, Stretch, is_place, read_page
from tenants.rest import Pagination


class KeysetPagination(Pagination):
    """What is equal in the order asked for follows by its key, the newest first. The stock pages count such
    rows, and lose their place among more than a thousand."""

    def paginate_queryset(self, queryset: Any, request: Request, view: Any = None) -> Any:
        """A cursor that is not one of ours is not found."""
        self.address = request.build_absolute_uri()
        order = tuple(name for name in self.get_ordering(request, queryset, view) if name != "-pk")
        stretch, cursor = Stretch(queryset, (*order, "-id")), request.query_params.get("cursor", "")
        if cursor and not is_place(cursor, [stretch]):
            raise exceptions.NotFound(self.invalid_cursor_message)
        self.shown: Page[Any] = read_page([stretch], cursor, self.get_page_size(request))
        return self.shown.rows

    def get_next_link(self) -> str | None:
        return self._link(self.shown.older)

    def get_previous_link(self) -> str | None:
        return self._link(self.shown.newer)

    def _link(self, cursor: str) -> str | None:
        return replace_query_param(self.address, "cursor", cursor) if cursor else None
