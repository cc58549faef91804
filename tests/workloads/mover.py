"""A counter.py that moves its memory about: two regions change places by mremap every 2 ms, without being written.

usage: mover.py PORT [MIB]     MIB for each region, 8 unless told otherwise

The kernel moves whole page tables of small pages and marks none of them dirty, so whoever trusts that takes one region for the other.
"checksum" is answered with "checksum ok MIB" when each region is where it belongs, whole.
"""

import ctypes
import sys
import zlib

from counter import PAGE, Counter, make_memory

HUGE = 2 << 20
PRIVATE_ANONYMOUS, READ_WRITE = 0x22, 3
MAYMOVE_FIXED = 3

libc = ctypes.CDLL(None, use_errno=True)
libc.mmap.restype = libc.mremap.restype = ctypes.c_void_p
libc.mmap.argtypes = [ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int, ctypes.c_int, ctypes.c_int, ctypes.c_long]
libc.mremap.argtypes = [ctypes.c_void_p, ctypes.c_size_t, ctypes.c_size_t, ctypes.c_int, ctypes.c_void_p]


def map_aligned(size):
    address = libc.mmap(None, size + HUGE, READ_WRITE, PRIVATE_ANONYMOUS, -1, 0)
    return (address + HUGE - 1) // HUGE * HUGE


class Mover(Counter):
    def prepare(self):
        self.size = self.mib << 20
        self.places = [map_aligned(self.size) for _ in range(2)]
        self.spare = map_aligned(self.size)
        contents = [bytes(make_memory(self.mib)) for _ in self.places]
        self.checksums = [zlib.crc32(content) for content in contents]
        for place, content in zip(self.places, contents):
            ctypes.memmove(place, content, self.size)

    def move(self, place, to):
        if libc.mremap(place, self.size, self.size, MAYMOVE_FIXED, to) != to:
            raise OSError(ctypes.get_errno(), "mremap")

    def tick(self):
        one, other = self.places
        self.move(one, self.spare)
        self.move(other, one)
        self.move(self.spare, other)
        self.checksums.reverse()
        super().tick()

    def is_whole(self):
        return [zlib.crc32(ctypes.string_at(place, self.size)) for place in self.places] == self.checksums


if __name__ == "__main__":
    port, mib = sys.argv[1:] + ["8"][len(sys.argv) - 2 :]
    mover = Mover(int(port), int(mib), "0.0.0.0", bytes(PAGE))
    print("ready", flush=True)
    mover.loop.run()
