"""The maintainer's sign-in: token, limit on guesses, and the stamp of forms."""

from __future__ import annotations

import hmac
import time
from collections import deque
from collections.abc import Callable
from threading import Lock

from itsdangerous import BadData, URLSafeTimedSerializer

# The least number of characters of a token, so that it can't be guessed over a network.
SHORTEST = 16
# The seconds for which a form can be sent after its page was made.
STAMP_LIFE = 3600
# The number of requests that an address may make, and in how many seconds.
MOST = 10
WITHIN = 60.0
# The number of addresses that are remembered; further ones are counted together.
_ADDRESSES = 1000


class Guard:
    """Checks the token, and stamps forms against requests forged by other sites."""

    def __init__(self, token: str) -> None:
        self._token = token.encode()
        self._stamps = URLSafeTimedSerializer(token, salt="pprsearch form")

    def admits(self, given: str | None) -> bool:
        """Whether the token is right; takes constant time."""
        return hmac.compare_digest((given or "").encode(errors="replace"), self._token)

    def stamp(self, action: str) -> str:
        """The stamp for the form of an action; it can't be made without the token."""
        return str(self._stamps.dumps(action))

    def stamped(self, action: str, stamp: str) -> bool:
        """Whether a form has a valid stamp, made within the last hour."""
        try:
            return bool(self._stamps.loads(stamp, max_age=STAMP_LIFE) == action)
        except (BadData, UnicodeEncodeError):
            return False


class Limiter:
    """Counts requests by client address for a minute, in each worker process.

    ``most`` is how many are let pass in that time.

    Safe to use from several threads.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic, most: int = MOST) -> None:
        self._clock = clock
        self._most = most
        self._seen: dict[str, deque[float]] = {}
        self._lock = Lock()

    def full(self, address: str) -> bool:
        """Whether the address has reached the limit."""
        with self._lock:
            return len(self._recent(address)) >= self._most

    def count(self, address: str) -> None:
        """Count a request of the address."""
        with self._lock:
            self._recent(address).append(self._clock())

    def _recent(self, address: str) -> deque[float]:
        now = self._clock()
        for other in [
            a for a, times in self._seen.items() if not times or now - times[-1] > WITHIN
        ]:
            del self._seen[other]
        if address not in self._seen and len(self._seen) >= _ADDRESSES:
            address = ""
        times = self._seen.setdefault(address, deque(maxlen=self._most))
        while times and now - times[0] > WITHIN:
            times.popleft()
        return times
