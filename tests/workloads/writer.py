"""A counter.py whose memory is rewritten all the time: page after page, each with the number of its last writing.

usage: writer.py PORT [MIB [PAGES_PER_SECOND]]     2000 pages a second unless told otherwise

"checksum" is answered with "checksum ok MIB" when every page is the last one that was written there, whole.
"""

import sys

from counter import PACE_SECONDS, Counter
from pages import Pages


class Writer(Counter):
    def __init__(self, port, mib, rate):
        self.pages = Pages(mib)
        self.per_tick = max(1, round(rate * PACE_SECONDS))
        super().__init__(port, mib, "0.0.0.0", b"")

    def tick(self):
        self.pages.write_next(self.per_tick)
        super().tick()

    def is_whole(self):
        return self.pages.are_whole()


if __name__ == "__main__":
    port, mib, rate = sys.argv[1:] + ["16", "2000"][len(sys.argv) - 2 :]
    writer = Writer(int(port), int(mib), int(rate))
    print("ready", flush=True)
    writer.loop.run()
