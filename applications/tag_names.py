"""What can be the name of a tag, and how several are parted."""

import re

from django.core.exceptions import ValidationError

from accounts.validators import no_control_characters
from applications.models import Tag

LONGEST = Tag._meta.get_field("name").max_length or 0
MOST = 30  # of one application
BETWEEN = re.compile(r"[,;\n،、，；]")


def is_fitting(name: str) -> bool:
    try:
        no_control_characters(name)
    except ValidationError:
        return False
    return 0 < len(name) <= LONGEST
