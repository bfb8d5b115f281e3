"""IP address operators: an address in a CIDR range. An IPv6 address is in no IPv4 range, and the other way round."""

from __future__ import annotations

from ipaddress import IPv4Network, IPv6Network, ip_network

from cogtui.cloud.policy.conditions.operator import typed

Network = IPv4Network | IPv6Network


def network(text: str) -> Network | None:
    """Return the range that `text` writes, None when it isn't one; an address alone is a range of one."""
    try:
        return ip_network(text, strict=False)
    except ValueError:
        return None


def _within(address: Network, wanted: Network) -> bool:
    if isinstance(address, IPv4Network) and isinstance(wanted, IPv4Network):
        return address.subnet_of(wanted)
    if isinstance(address, IPv6Network) and isinstance(wanted, IPv6Network):
        return address.subnet_of(wanted)
    return False


_EXPECTS = "an address or a range such as 203.0.113.0/24"

OPERATORS = (
    typed("IpAddress", network, _within, _EXPECTS),
    typed("NotIpAddress", network, _within, _EXPECTS, negated=True),
)
