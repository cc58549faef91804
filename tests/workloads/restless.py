"""A counter.py whose memory changes its place, its owners and its extent all the while: what post-copy must keep up with.

usage: restless.py PORT [MIB]

Each round one of many private mappings is checked page by page, then moved, given back to the kernel, unmapped and made anew,
written, closed to every access until it is looked at again, or looked at by a child of its own, which must see what its parent sees. "checksum" is answered with "checksum ok MIB" when every page was
always what was last written there.
"""

import ctypes
import mmap
import os
import struct
import sys

from counter import PAGE, Counter

PIECE = 1 << 20
PAGES = PIECE // PAGE
ROUND_TICKS = 10

libc = ctypes.CDLL("libc.so.6", use_errno=True)
libc.mmap.restype = ctypes.c_void_p
libc.mmap.argtypes = [ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int, ctypes.c_int, ctypes.c_int, ctypes.c_long]
libc.mremap.restype = ctypes.c_void_p
libc.mremap.argtypes = [ctypes.c_void_p, ctypes.c_size_t, ctypes.c_size_t, ctypes.c_int, ctypes.c_void_p]
libc.munmap.argtypes = [ctypes.c_void_p, ctypes.c_size_t]
libc.mprotect.argtypes = [ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int]
libc.madvise.argtypes = [ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int]
MAYMOVE = 1
FIXED = 2
DONTNEED = 4
FAILED = ctypes.c_void_p(-1).value


class Piece:
    def __init__(self, number):
        self.number = number
        self.address = self.map()
        self.fill()

    def map(self):
        address = libc.mmap(None, PIECE, mmap.PROT_READ | mmap.PROT_WRITE, mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS, -1, 0)
        assert address != FAILED, os.strerror(ctypes.get_errno())
        return address

    def expected(self, page):
        return struct.pack("<QQ", self.number << 32 | page, self.turn) if self.turn else bytes(16)

    def fill(self, turn=1):
        self.turn = turn
        for page in range(PAGES):
            ctypes.memmove(self.address + page * PAGE, self.expected(page), 16)

    def is_whole(self, pages):
        self.protect(mmap.PROT_READ | mmap.PROT_WRITE)
        return all(ctypes.string_at(self.address + page * PAGE, 16) == self.expected(page) for page in pages)

    def move(self):
        place = self.map()
        assert libc.mremap(self.address, PIECE, PIECE, MAYMOVE | FIXED, place) == place, os.strerror(ctypes.get_errno())
        self.address = place

    def hide(self):
        """Nobody may read it, and it is kept all the same."""
        self.protect(0)

    def protect(self, protection):
        assert libc.mprotect(self.address, PIECE, protection) == 0

    def give_back(self):
        assert libc.madvise(self.address, PIECE, DONTNEED) == 0
        self.turn = 0

    def renew(self):
        assert libc.munmap(self.address, PIECE) == 0
        self.address = self.map()
        self.fill(self.turn + 1)


class Restless(Counter):
    def __init__(self, port, mib):
        self.pieces = [Piece(number) for number in range(mib)]
        self.whole = True
        self.ticks = 0
        super().__init__(port, mib, "0.0.0.0", b"restless")

    def is_whole(self):
        return self.whole and super().is_whole() and all(piece.is_whole(range(PAGES)) for piece in self.pieces)

    def tick(self):
        self.ticks += 1
        if self.ticks % ROUND_TICKS == 0:
            self.round(self.ticks // ROUND_TICKS)
        super().tick()

    def round(self, number):
        piece = self.pieces[number * 7919 % len(self.pieces)]
        self.whole = self.whole and piece.is_whole(range(number % 64, PAGES, 64))
        kind = number % 6
        if kind == 0:
            piece.move()
        elif kind == 1:
            piece.give_back()
        elif kind == 2:
            piece.renew()
        elif kind == 3:
            piece.fill(piece.turn + 1)
        elif kind == 4:
            piece.hide()
        else:
            self.whole = self.whole and self.child_sees(piece)

    def child_sees(self, piece):
        """The child is judged by its exit status, and looks at a neighbour of the piece, too."""
        child = os.fork()
        if child == 0:
            neighbour = self.pieces[(piece.number + 1) % len(self.pieces)]
            os._exit(0 if piece.is_whole(range(PAGES)) and neighbour.is_whole(range(0, PAGES, 16)) else 1)
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


if __name__ == "__main__":
    port, mib = sys.argv[1:] + ["16"][len(sys.argv) - 2 :]
    restless = Restless(int(port), int(mib))
    print("ready", flush=True)
    restless.loop.run()
