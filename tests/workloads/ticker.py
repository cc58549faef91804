"""Needs no network: writes "line 1", "line 2" … on its standard output, one every few milliseconds.

usage: ticker.py [MILLISECONDS]     5 unless told otherwise
"""

import itertools
import sys

from loop import Loop

if __name__ == "__main__":
    numbers = itertools.count(1)
    milliseconds = float(sys.argv[1]) if len(sys.argv) > 1 else 5.0
    Loop(milliseconds / 1000, lambda: print("line", next(numbers), flush=True)).run()
