"""How the web process serves, the same on one's own machine and in production (docs/adr/0003)."""

import os
from pathlib import Path
from typing import Any

from gunicorn.config import Config
from gunicorn.glogging import Logger

from config.log import DiscreetFormatter, JsonFormatter

_host = os.environ.get("HOST") or "127.0.0.1"
_port = os.environ.get("PORT") or "8000"

bind = f"[{_host}]:{_port}" if ":" in _host else f"{_host}:{_port}"
worker_class = "gthread"
workers = int(os.environ.get("WEB_PROCESSES") or "1")
threads = int(os.environ.get("WEB_THREADS") or "4")
timeout = 60
graceful_timeout = 20
keepalive = 5
errorlog = "-"
loglevel = "warning"
control_socket_disable = True
reload = os.environ.get("DEBUG", "") in {"1", "true", "True", "yes", "on"}
if Path("/dev/shm").is_dir():  # noqa: S108
    worker_tmp_dir = "/dev/shm"  # noqa: S108  the sign of life must not wait for a slow disk


class logger_class(Logger):  # noqa: N801
    """gunicorn's own loggers, an access log if somebody asks for one included, keep secrets as ours do."""

    def setup(self, cfg: Config) -> None:
        super().setup(cfg)
        for log in (self.error_log, self.access_log):
            for handler in log.handlers:
                is_json = os.environ.get("LOG_FORMAT") == "json"
                handler.setFormatter(JsonFormatter("web") if is_json else DiscreetFormatter.like(handler.formatter))


def when_ready(server: Any) -> None:
    """Says where to go, once the address is open."""
    if greeting := os.environ.get("REBOUND_GREETING"):
        print(greeting, flush=True)
