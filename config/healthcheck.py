"""What a container asks itself: is this process well? Ends with 0 or with a sentence.

python -m config.healthcheck web       does it answer, with database and cache
python -m config.healthcheck worker    has it written its heartbeat lately (beat likewise)
"""

import asyncio
import json
import os
import sys
import urllib.error
import urllib.request
from urllib.parse import urlsplit

import django


def main(name: str) -> None:
    problem = web_problem() if name == "web" else life_problem(name)
    if problem:
        sys.exit(problem)


def web_problem() -> str | None:
    """Beat and worker are not asked here: the pages stay useful when they are away."""
    host = urlsplit(os.environ.get("SITE_URL", "")).netloc or "127.0.0.1"
    address = f"http://127.0.0.1:{os.environ.get('PORT', '8000')}/health/"
    try:
        request = urllib.request.Request(address, headers={"Host": host})  # noqa: S310
        with urllib.request.urlopen(request, timeout=10) as response:  # noqa: S310
            answer = response.read()
    except urllib.error.HTTPError as response:
        answer = response.read()
    except OSError as problem:
        return f"The web process does not answer: {problem}"
    try:
        found = json.loads(answer)
    except ValueError:
        return "The web process answers something else than its health"
    return next((f"{part}: {found.get(part)}" for part in ("database", "cache") if found.get(part) != "ok"), None)


def life_problem(name: str) -> str | None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    from config.health import Life

    result = asyncio.run(Life(name).get_result())
    return f"{name}: {result.error.message}" if result.error else None


if __name__ == "__main__":
    main(*sys.argv[1:])
