"""Looks at how mail leaves and says in plain sentences what to mend: `manage.py mail doctor`. Sends nothing."""

from nudges.doctor.addresses import look_at_addresses
from nudges.doctor.asking import DnsSilent, ask_dns
from nudges.doctor.findings import Finding, Level
from nudges.doctor.names import look_at_names
from nudges.doctor.server import look_at_server
from nudges.doctor.site import look_at_site

__all__ = [
    "DnsSilent",
    "Finding",
    "Level",
    "ask_dns",
    "look_at_addresses",
    "look_at_names",
    "look_at_server",
    "look_at_site",
]
