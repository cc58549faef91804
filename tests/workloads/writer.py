"""A counter.py whose memory is rewritten all the time: page after page, each with the number of its last writing.

usage: writer.py PORT [MIB [PAGES_PER_SECOND]]     2000 pages a second unless told otherwise

"checksum" is answered with "checksum ok MIB" when every page is the last one that was written there, whole.
"""

import os
import struct
import sys
from array import array

from counter import PACE_SECONDS, PAGE, Counter

STRIDE = 7919  # a prime: neighbours in time are no neighbours in memory


class Writer(Counter):
    def __init__(self, port, mib, rate):
        self.pages = mib * (1 << 20) // PAGE
        self.written = array("Q", [0]) * self.pages
        self.writings = 0
        self.per_tick = max(1, round(rate * PACE_SECONDS))
        super().__init__(port, mib, "0.0.0.0", os.urandom(1 << 20) * mib)

    def prepare(self):
        for page in range(self.pages):
            self.write(page)

    def write(self, page):
        """The first and the last bytes of a page tell the same: half a page would show."""
        self.writings += 1
        self.written[page] = self.writings
        struct.pack_into("<QQ", self.memory, page * PAGE, page, self.writings)
        struct.pack_into("<Q", self.memory, (page + 1) * PAGE - 8, self.writings)

    def tick(self):
        for _ in range(self.per_tick):
            self.write(self.writings * STRIDE % self.pages)
        super().tick()

    def is_whole(self):
        unpack = struct.unpack_from
        return all(
            unpack("<QQ", self.memory, page * PAGE) == (page, last)
            and unpack("<Q", self.memory, (page + 1) * PAGE - 8) == (last,)
            for page, last in enumerate(self.written)
        )


if __name__ == "__main__":
    port, mib, rate = sys.argv[1:] + ["16", "2000"][len(sys.argv) - 2 :]
    writer = Writer(int(port), int(mib), int(rate))
    print("ready", flush=True)
    writer.loop.run()
