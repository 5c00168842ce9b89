"""Rasa kept quiet while it trains: it draws bars for minutes, which matter only when it fails."""

import contextlib
import io
import logging
import warnings
from collections.abc import Iterator


@contextlib.contextmanager
def silence() -> Iterator[io.StringIO]:
    """What Rasa writes goes to the string that this gives, for whoever has a failure to explain."""
    import sanic  # noqa: F401 - it turns warnings on, so it comes before they are turned off

    warnings.simplefilter("ignore")  # of Rasa and its libraries, which are of 2022, about each other
    from rasa.utils.log_utils import configure_structlog

    configure_structlog(logging.WARNING)
    told = io.StringIO()
    with contextlib.redirect_stdout(told), contextlib.redirect_stderr(told):
        yield told
