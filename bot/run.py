"""Start the engine on the present model: `bot/.venv/bin/python bot/run.py`. Loopback, no telemetry, no hub.

DALIL_RASA_PORT (5005), DALIL_RASA_HOST (127.0.0.1), DALIL_TRACKER_URL (a PostgreSQL address; unset: memory) and
DALIL_ENCODER_DIR are all that it reads.
"""

import logging
import os
import sys
import warnings
from pathlib import Path

HERE = Path(__file__).parent
os.chdir(HERE)
sys.path.insert(0, str(HERE))
os.environ["RASA_TELEMETRY_ENABLED"] = "false"
os.environ["SANIC_WORKERS"] = "1"  # a conversation's lock lives in one process
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
for _name in ("LOG_LEVEL", "LOG_LEVEL_LIBRARIES", "LOG_LEVEL_MATPLOTLIB", "LOG_LEVEL_RABBITMQ", "LOG_LEVEL_KAFKA"):
    os.environ[_name] = "WARNING"  # below it Rasa writes what people said

from train import model_path  # noqa: E402

PORT, HOST = "DALIL_RASA_PORT", "DALIL_RASA_HOST"


def main() -> None:
    """Serve until a signal comes; without a model, one line says what to do."""
    model = model_path()
    if not model.is_file():
        raise SystemExit("engine: no model for these inputs; run train.py first")
    port, host = int(os.environ.get(PORT) or 5005), os.environ.get(HOST) or "127.0.0.1"
    print(f"engine: starting on {host}:{port} with model {model.name}", flush=True)
    _serve(model, host, port)


def _serve(model: Path, host: str, port: int) -> None:
    import sanic  # noqa: F401 - it turns warnings on, so it comes before they are turned off

    warnings.simplefilter("ignore")  # of Rasa and its libraries, which are of 2022, about each other
    from rasa.core.run import serve_application
    from rasa.core.utils import AvailableEndpoints
    from rasa.utils.log_utils import configure_structlog

    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    configure_structlog(logging.WARNING)
    serve_application(
        str(model),
        credentials="credentials.yml",
        endpoints=AvailableEndpoints.read_endpoints("endpoints.yml"),
        interface=host,
        port=port,
        enable_api=False,
    )


if __name__ == "__main__":
    main()
