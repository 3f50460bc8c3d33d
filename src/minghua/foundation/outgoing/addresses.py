"""Which network addresses lie outside: an explicit table of special ranges, never a library's idea of “private”."""

from collections.abc import Iterable
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Final

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

# IANA special-purpose registries: this host, private use, shared, loopback, link-local, protocol assignments,
# documentation, AS112, 6to4 relay, benchmarking, multicast, reserved, broadcast.
_NOT_OUTSIDE_4: Final = tuple(
    ip_network(text)
    for text in (
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24",
        "192.0.2.0/24", "192.31.196.0/24", "192.52.193.0/24", "192.88.99.0/24", "192.168.0.0/16", "192.175.48.0/24",
        "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
    )
)  # fmt: skip
# Only global unicast is outside at all, so mapped, translated (NAT64), unique-local and link-local fall away at once.
_OUTSIDE_6: Final = ip_network("2000::/3")
# Protocol assignments with Teredo, ORCHID and benchmarking; documentation; 6to4; AS112; documentation again; SRv6.
_NOT_OUTSIDE_6: Final = tuple(
    ip_network(text)
    for text in ("2001::/23", "2001:db8::/32", "2002::/16", "2620:4f:8000::/48", "3fff::/20", "5f00::/16")
)


def is_outside(address: Address, *, allowed: Iterable[Network] = ()) -> bool:
    """Return whether an address is a public one, or lies in a network that the operator allowed by name."""
    if any(address.version == network.version and address in network for network in allowed):
        return True
    if isinstance(address, IPv4Address):
        return not any(address in network for network in _NOT_OUTSIDE_4)
    if getattr(address, "scope_id", None):
        return False
    return address in _OUTSIDE_6 and not any(address in network for network in _NOT_OUTSIDE_6)


def parsed(text: str) -> Address | None:
    """Return the address a resolver answered with; None for what is none."""
    try:
        return ip_address(text)
    except ValueError:
        return None
