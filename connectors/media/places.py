"""From where a channel's media may be fetched. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

# Where Meta keeps media: the media endpoint of the Cloud API answers with addresses of these.
WHATSAPP_HOSTS = frozenset({"lookaside.fbsbx.com", "scontent.whatsapp.net", "mmg.whatsapp.net"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """`api` is the provider's server as the operator set it: only its own scheme, host and port. All else is https to a known host."""

    api: str
    hosts: frozenset[str] = frozenset()

    def allow(self, url: str) -> bool:
        """
        >>> places = Places(api="http://127.0.0.1:8081", hosts=frozenset({"lookaside.fbsbx.com"}))
        >>> [places.allow(u) for u in ("http://127.0.0.1:8081/f", "https://lookaside.fbsbx.com/a?b=c", "http://lookaside.fbsbx.com/a")]
        [True, True, False]
        >>> [places.allow(u) for u in ("https://lookaside.fbsbx.com.evil.example/a", "https://x@lookaside.fbsbx.com/", "file:///etc/passwd")]
        [False, False, False]
        """
        try:
            asked, api = urlsplit(url), urlsplit(self.api)
            if asked.username is not None or asked.password is not None:
                return False
            known = asked.scheme == "https" and asked.hostname in self.hosts and asked.port in (None, 443)
            return known or _origin(asked) == _origin(api)
        except ValueError:  # a port that is none
            return False


def _origin(url: SplitResult) -> tuple[str, str | None, int | None]:
    return url.scheme, url.hostname, url.port
