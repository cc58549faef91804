"""Counts the SIGCONT that it gets: a line of output for each, and one when it is ready.

usage: continued.py
"""

import signal

count = 0


def continued(_number, _frame):
    global count
    count += 1
    print(f"continued {count}", flush=True)


signal.signal(signal.SIGCONT, continued)
print("ready", flush=True)
while True:
    signal.pause()
