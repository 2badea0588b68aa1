"""Rings for this floor's tasks."""

from accounts import doorbell


def ring(task: str, *args: object) -> None:
    """After the commit, asks a worker to run this task soon. See `accounts.doorbell`."""
    doorbell.ring(f"nudges.tasks.{task}", *args)
