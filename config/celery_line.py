"""Celery's command line, without the interactive shell of one of its commands: `python -m config.celery_line worker …`.

Importing that shell costs each process some 8 MiB, and nobody types into worker or beat.
"""

import sys
from types import ModuleType


def main() -> None:
    shell = ModuleType("click_repl")
    vars(shell)["register_repl"] = lambda group: None
    sys.modules.setdefault("click_repl", shell)
    from celery.__main__ import main as celery

    celery()


if __name__ == "__main__":
    main()
