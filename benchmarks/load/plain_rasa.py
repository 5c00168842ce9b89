"""Rasa as others run it: the same model behind its own REST channel and memory. Runs in the engine's environment.

`bot/.venv/bin/python benchmarks/load/plain_rasa.py PORT`; `benchmarks.load.plain` starts it.
"""

import logging
import os
import sys
import tempfile
import warnings
from pathlib import Path

BOT = Path(__file__).resolve().parents[2] / "bot"
os.chdir(BOT)
sys.path.insert(0, str(BOT))
os.environ["RASA_TELEMETRY_ENABLED"] = "false"
os.environ["SANIC_WORKERS"] = "1"
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

from train import model_path  # noqa: E402

# The model's answers are acts: what draws them up comes along, everything else is Rasa's default.
_ENDPOINTS = "nlg:\n  type: components.act_generator.ActGenerator\n"


def main() -> None:
    import sanic  # noqa: F401 - it turns warnings on, so it comes before they are turned off

    warnings.simplefilter("ignore")
    from rasa.core.run import serve_application
    from rasa.core.utils import AvailableEndpoints
    from rasa.utils.log_utils import configure_structlog

    logging.basicConfig(level=logging.WARNING)
    configure_structlog(logging.WARNING)
    with tempfile.TemporaryDirectory() as folder:
        endpoints, credentials = Path(folder, "endpoints.yml"), Path(folder, "credentials.yml")
        endpoints.write_text(_ENDPOINTS)
        credentials.write_text("rest:\n")
        serve_application(
            str(model_path()),
            credentials=str(credentials),
            endpoints=AvailableEndpoints.read_endpoints(str(endpoints)),
            interface="127.0.0.1",
            port=int(sys.argv[1]),
            enable_api=False,
        )


if __name__ == "__main__":
    main()
