"""supervisord, but no line that it cannot write ends it: `python -m config.supervise -c FILE`.

Where a log lies on a full disk, supervisord says so in the same log, fails at that as well, and takes all of Rebound
with it. What it supervises is worth more than what it has to say.
"""

from supervisor import loggers, supervisord


def say_nothing(handler: loggers.Handler) -> None:
    """In place of a traceback to where nothing can be written."""


def main() -> None:
    loggers.Handler.handleError = say_nothing
    supervisord.main()


if __name__ == "__main__":
    main()
