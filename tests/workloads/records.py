"""A counter.py whose memory is what many programs keep: text that repeats itself, with a few bytes in each line that do not.

usage: records.py PORT [MIB]
"""

import os
import struct
import sys

from counter import PAGE, Counter


def make_records(mib):
    line = "record %s owner=somebody state=active balance=%s\n"
    text = "".join(line % (os.urandom(6).hex(), os.urandom(2).hex()) for _ in range((1 << 20) // 64))
    memory = bytearray(text.encode()[: 1 << 20].ljust(1 << 20, b"x") * mib)
    for page in range(len(memory) // PAGE):
        struct.pack_into("<Q", memory, page * PAGE, page)
    return memory


if __name__ == "__main__":
    port, mib = sys.argv[1:] + ["16"][len(sys.argv) - 2 :]
    records = Counter(int(port), int(mib), "0.0.0.0", make_records(int(mib)))
    print("ready", flush=True)
    records.loop.run()
