"""Addresses of profiles in social networks: "instagram.com/anna"."""

from comments.personal_info.words import WordFile

_WORDS = WordFile("profile_addresses")

_HANDLE = r"[a-z0-9._%+$-]{1,80}"
_END = r"(?![a-z0-9_%+$-])"
_REST = r"(?:[/?#][^\s<>()\[\]]{0,300})?"
# The path of a group, a search or a single video names nobody.
_PLAIN = (
    _WORDS.get_pattern("plain_hosts")
    + r"/(?!" + _WORDS.get_pattern("no_profiles") + r"(?![a-z0-9._-]))@?\$?" + _HANDLE + _END
    + r"(?!/" + _WORDS.get_pattern("publications") + r"/)" + _REST
)  # fmt: skip
_WITH_PATH = _WORDS.get_pattern("profile_paths") + _HANDLE + _REST
# Mastodon and the like have "/@name" on hosts of any name.
_WITH_AT = r"(?:[a-z0-9-]{1,40}\.){1,3}[a-z]{2,12}/@" + _HANDLE + _END + r"(?!/\d)" + _REST
_SUBDOMAIN = r"(?!www\.)[a-z0-9_-]{2,40}\.(?:tumblr\.com|bsky\.social)" + _END + _REST

# For small letters. The first is for the part after "https://".
PROFILE_LOCATION = rf"(?:(?:[a-z0-9-]{{1,20}}\.){{0,2}}?(?:{_PLAIN}|{_WITH_PATH})|{_WITH_AT}|{_SUBDOMAIN})"
PROFILE_ADDRESS = r"(?<![a-z0-9@._/-])(?:https?://)?" + PROFILE_LOCATION
