"""Two processes that meet in POSIX shared memory: named memory, and semaphores whose names are gone already.

usage: shm.py    needs a /dev/shm that can be written

The parent lets the child count in the shared memory, one step a round, and prints a line of JSON every 100 ms:
{count, errors, files}: "files" is what is in /dev/shm.
"""

import json
import multiprocessing
import os
import struct
import time
from multiprocessing.shared_memory import SharedMemory


def child_life(name, asked, answered):
    memory = SharedMemory(name, track=False)
    while True:
        asked.acquire()
        (count,) = struct.unpack_from("<Q", memory.buf)
        struct.pack_into("<Q", memory.buf, 0, count + 1)
        answered.release()


def main():
    context = multiprocessing.get_context("fork")
    memory = SharedMemory("konk-counter", create=True, size=1 << 20, track=False)
    asked, answered = context.Semaphore(0), context.Semaphore(0)
    context.Process(target=child_life, args=("konk-counter", asked, answered), daemon=True).start()
    steps, errors = 0, []
    while True:
        for _ in range(10):
            asked.release()
            answered.acquire()
            steps += 1
            (count,) = struct.unpack_from("<Q", memory.buf)
            if count != steps:
                errors.append(f"found {count}, wanted {steps}")
            time.sleep(0.01)
        print(json.dumps({"count": steps, "errors": errors[:10], "files": os.listdir("/dev/shm")}), flush=True)


if __name__ == "__main__":
    main()
