"""Which addresses of the internet are somebody's public server, and not a machine behind our own door.

Judged are addresses after a name was resolved, never names: there are endless ways to write 127.0.0.1.
"""

import ipaddress

# Python calls these global, or newer versions do while older ones do not.
V4_REFUSED = [
    ipaddress.IPv4Network(text)
    for text in (
        "0.0.0.0/8",
        "100.64.0.0/10",  # behind a provider's NAT, and some clouds' metadata
        "168.63.129.16/32",  # a cloud's metadata under a public number
        "192.0.0.0/24",
        "192.88.99.0/24",
        "198.18.0.0/15",
        "224.0.0.0/3",  # groups, and what is reserved
    )
]
V6_PUBLIC = ipaddress.IPv6Network("2000::/3")
V6_REFUSED = [
    ipaddress.IPv6Network(text)
    for text in (
        "2001::/23",  # tunnels (Teredo) and other special uses
        "2001:db8::/32",
        "2002::/16",  # tunnels (6to4): the address inside may be anything
        "3fff::/20",
    )
]
# How a machine without IPv4 reaches IPv4: the address inside is the one that counts.
NAT64 = ipaddress.IPv6Network("64:ff9b::/96")


def is_public(text: str) -> bool:
    """Whether this address may be connected to. Anything that is not plainly public is not."""
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return False  # a scope, as in fe80::1%eth0, included
    if isinstance(address, ipaddress.IPv4Address):
        return address.is_global and not any(address in network for network in V4_REFUSED)
    if address in NAT64:
        return is_public(str(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)))
    return (
        address in V6_PUBLIC
        and address.is_global
        and not address.scope_id
        and not any(address in network for network in V6_REFUSED)
    )
