"""The licences under which readers may use a text."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Licence(TextChoices):
    """Licences by their SPDX identifiers. An empty string means that no licence was chosen."""

    RESERVED = "reserved", _("All rights reserved")
    CC0 = "CC0-1.0", "CC0 1.0"
    BY = "CC-BY-4.0", "CC BY 4.0"
    BY_SA = "CC-BY-SA-4.0", "CC BY-SA 4.0"
    BY_ND = "CC-BY-ND-4.0", "CC BY-ND 4.0"
    BY_NC = "CC-BY-NC-4.0", "CC BY-NC 4.0"
    BY_NC_SA = "CC-BY-NC-SA-4.0", "CC BY-NC-SA 4.0"
    BY_NC_ND = "CC-BY-NC-ND-4.0", "CC BY-NC-ND 4.0"

    @property
    def url(self) -> str:
        """The address of the terms, or an empty string."""
        if self == Licence.CC0:
            return "https://creativecommons.org/publicdomain/zero/1.0/"
        if self == Licence.RESERVED:
            return ""
        terms = self.value.removeprefix("CC-").removesuffix("-4.0").lower()
        return f"https://creativecommons.org/licenses/{terms}/4.0/"
