"""Recognise an author again without keeping their address."""

from ipaddress import IPv6Address, ip_address

from django.contrib.auth import get_user_model
from django.http import HttpRequest
from django.utils.crypto import salted_hmac
from django.utils.timezone import now

from comments.models.accounts import get_client_address

GUEST_KEY_DAYS = 30  # days for which a guest is known by the same key


def get_guest_key(request: HttpRequest) -> str:
    """A keyed hash of a guest's network address and the present period.

    Raises PermissionDenied where the server was told no address.
    """
    period = now().toordinal() // GUEST_KEY_DAYS
    return _hash_identity(f"guest:{period}:{_get_network(request)}")


def get_account_key(user_id: int, *, anonymously: bool = False) -> str:
    """A keyed hash of an account; another one for what it posts anonymously, so that no
    list or record that goes by keys brings the two together."""
    return _hash_identity(f"user:{user_id}" + (":anonymously" if anonymously else ""))


def get_reader_key(request: HttpRequest) -> str:
    """Of whoever asks, for what they do without writing: as a member, or as a guest."""
    account = request.user
    return get_account_key(account.pk) if account.is_authenticated else get_guest_key(request)


def get_all_account_keys() -> set[str]:
    """Those that last: every other key is a guest's."""
    pks = get_user_model()._default_manager.values_list("pk", flat=True)
    return {
        get_account_key(pk, anonymously=is_anonymous)
        for pk in pks.iterator()
        for is_anonymous in (False, True)
    }


def _get_network(request: HttpRequest) -> str:
    """The address, or for IPv6 the /64 that one household has to itself."""
    address = ip_address(get_client_address(request))
    if isinstance(address, IPv6Address) and not address.ipv4_mapped:
        return str(int(address) >> 64)
    return str(getattr(address, "ipv4_mapped", None) or address)


def _hash_identity(identity: str) -> str:
    return salted_hmac("comments.author", identity, algorithm="sha256").hexdigest()
