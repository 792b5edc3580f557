"""Logs that name nobody's own link."""

import logging

from django.conf import settings


class Unnamed(logging.Filter):
    """Of an address below settings.UNNAMED_PATHS only its beginning is written."""

    def filter(self, record: logging.LogRecord) -> bool:
        if isinstance(record.args, tuple):
            record.args = tuple(self.shortened(one) for one in record.args)
        return True

    def shortened(self, said: object) -> object:
        found = (path for path in settings.UNNAMED_PATHS if isinstance(said, str) and said.startswith(path))
        return next(found, said)
