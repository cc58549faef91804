"""A pseudo-random byte stream that both ends can make, so that every byte is checked where it arrives.

A connection to stream.py begins with one line of JSON: {"mode", "seed"}. The client's bytes are Pattern(seed), the
server's Pattern(seed + 1). The client ends by shutting down its side; the server then sends what is left of its side and
a trailer: JSON padded with spaces to TRAILER_BYTES, with the account() of both directions.
"""

import hashlib
import random

TRAILER_BYTES = 1024
RATES = {"both": 2_000_000, "busy": 300_000, "slow": None, "idle": 1}  # bytes a second each way; None: as fast as the reader reads


class Pattern:
    """The bytes of one direction, made or checked piece by piece, with a running hash."""

    def __init__(self, seed):
        self.count = 0
        self.wrong_at = None
        self._random = random.Random(seed)
        self._made = b""
        self._hash = hashlib.sha256()

    def take(self, count):
        """The next bytes of the stream."""
        while len(self._made) < count:
            self._made += self._random.randbytes(65536)
        data, self._made = self._made[:count], self._made[count:]
        self.count += count
        self._hash.update(data)
        return data

    def check(self, data):
        """Takes note of received bytes: they must be the next ones of the stream."""
        before = self.count
        if data != self.take(len(data)) and self.wrong_at is None:
            self.wrong_at = before

    def account(self):
        return {"bytes": self.count, "hash": self._hash.hexdigest(), "wrongAt": self.wrong_at}
