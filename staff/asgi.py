"""The staff site for uvicorn: `uvicorn staff.asgi:application --port 8001`."""

from __future__ import annotations

import os
import warnings

from django.core.asgi import get_asgi_application
from django.db import connections

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dalil.django_settings")

# WhiteNoise hands files over as Django's FileResponse; Django reads them in a thread, which is what we want.
warnings.filterwarnings("ignore", message="StreamingHttpResponse must consume synchronous iterators")

application = get_asgi_application()

# Under ASGI each request has a thread of its own: a connection kept for the next request would be kept for nobody.
connections["default"].settings_dict["CONN_MAX_AGE"] = 0
