"""Touches memory and gives it back, so that what follows does not wait for a hypervisor that must first find the pages.

usage: warm-memory.py MIB
"""

import mmap
import sys

FLAGS = mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS | mmap.MAP_POPULATE

mmap.mmap(-1, int(sys.argv[1]) << 20, flags=FLAGS).close()
