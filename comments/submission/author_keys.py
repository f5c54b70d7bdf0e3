"""Author keys: keyed hashes that recognise an author again without storing an address."""

from ipaddress import IPv6Address, ip_address

from django.contrib.auth import get_user_model
from django.http import HttpRequest
from django.utils.crypto import salted_hmac
from django.utils.timezone import now

from comments.models.accounts import get_client_address

GUEST_KEY_DAYS = 30  # A guest has the same key for so long.


def get_guest_key(request: HttpRequest) -> str:
    """Hash a guest's network address together with the current period.

    Raises PermissionDenied if the server does not know the address.
    """
    period = now().toordinal() // GUEST_KEY_DAYS
    return _hash_identity(f"guest:{period}:{_get_network(request)}")


def get_account_key(user_id: int, *, anonymously: bool = False) -> str:
    """Hash an account. Anonymous posts have another key, so that no list or record that goes by
    keys connects them with the account."""
    return _hash_identity(f"user:{user_id}" + (":anonymously" if anonymously else ""))


def get_reader_key(request: HttpRequest) -> str:
    """The key of the visitor, member or guest, for actions other than posting, such as flags."""
    account = request.user
    return get_account_key(account.pk) if account.is_authenticated else get_guest_key(request)


def get_all_account_keys() -> set[str]:
    """The keys of all accounts, which do not expire. Every other key is a guest's."""
    pks = get_user_model()._default_manager.values_list("pk", flat=True)
    return {get_account_key(pk, anonymously=is_anonymous) for pk in pks.iterator() for is_anonymous in (False, True)}


def _get_network(request: HttpRequest) -> str:
    """The IPv4 address, or the /64 of an IPv6 address, which belongs to one household."""
    address = ip_address(get_client_address(request))
    if isinstance(address, IPv6Address) and not address.ipv4_mapped:
        return str(int(address) >> 64)
    return str(getattr(address, "ipv4_mapped", None) or address)


def _hash_identity(identity: str) -> str:
    return salted_hmac("comments.author", identity, algorithm="sha256").hexdigest()
