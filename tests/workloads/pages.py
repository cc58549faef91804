"""Memory that tells whether it is what it was: each page says its number and which writing of it was the last one."""

import os
import struct
from array import array

PAGE = 4096
STRIDE = 7919  # a prime: neighbours in time are no neighbours in memory


class Pages:
    def __init__(self, mib):
        self.memory = bytearray(os.urandom(1 << 20) * mib)
        self.count = mib * (1 << 20) // PAGE
        self.written = array("Q", [0]) * self.count
        self.writings = 0
        for page in range(self.count):
            self.write(page)

    def write(self, page):
        """The first and the last bytes of a page tell the same: half a page would show."""
        self.writings += 1
        self.written[page] = self.writings
        struct.pack_into("<QQ", self.memory, page * PAGE, page, self.writings)
        struct.pack_into("<Q", self.memory, (page + 1) * PAGE - 8, self.writings)

    def write_next(self, count):
        """So many pages here and there; each has its turn."""
        for _ in range(count):
            self.write(self.writings * STRIDE % self.count)

    def is_whole(self, page):
        last = self.written[page]
        start = struct.unpack_from("<QQ", self.memory, page * PAGE)
        return start == (page, last) and struct.unpack_from("<Q", self.memory, (page + 1) * PAGE - 8) == (last,)

    def are_whole(self):
        return all(self.is_whole(page) for page in range(self.count))
