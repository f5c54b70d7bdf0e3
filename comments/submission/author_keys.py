"""Recognise an author again without keeping their address."""

from ipaddress import IPv6Address, ip_address

from allauth.account.adapter import get_adapter
from django.contrib.auth import get_user_model
from django.http import HttpRequest
from django.utils.crypto import salted_hmac
from django.utils.timezone import now

PERIOD = 30  # days for which a guest is known by the same key


def key_of_guest(request: HttpRequest) -> str:
    """A keyed hash of a guest's network address and the present period.

    Raises PermissionDenied where the server was told no address.
    """
    period = now().toordinal() // PERIOD
    return _hash(f"guest:{period}:{_network_of(request)}")


def key_of_account(user_id: int, *, anonymously: bool = False) -> str:
    """A keyed hash of an account; another one for what it posts anonymously, so that no
    list or record that goes by keys brings the two together."""
    return _hash(f"user:{user_id}" + (":anonymously" if anonymously else ""))


def key_of_reader(request: HttpRequest) -> str:
    """Of whoever asks, for what they do without writing: as a member, or as a guest."""
    account = request.user
    return key_of_account(account.pk) if account.is_authenticated else key_of_guest(request)


def keys_of_all_accounts() -> set[str]:
    """Those that last: every other key is a guest's."""
    pks = get_user_model()._default_manager.values_list("pk", flat=True)
    return {key_of_account(pk, anonymously=way) for pk in pks.iterator() for way in (False, True)}


def _network_of(request: HttpRequest) -> str:
    """The address, or for IPv6 the /64 that one household has to itself."""
    address = ip_address(get_adapter().get_client_ip(request))
    if isinstance(address, IPv6Address) and not address.ipv4_mapped:
        return str(int(address) >> 64)
    return str(getattr(address, "ipv4_mapped", None) or address)


def _hash(who: str) -> str:
    return salted_hmac("comments.author", who, algorithm="sha256").hexdigest()
