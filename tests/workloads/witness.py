"""Tells what it sees around itself, so that a look from before a move can be compared with one from after it.

usage: witness.py PORT [FOLDER...]

Every line that comes over TCP is answered with one line of JSON:
{"self": {argv, env, cwd, hostname, pid, session, ids, umask, limits}, "files": {path: SHA-256 or link target},
 "mapped": {FOLDER: [count in memory, count in the file]}}
"files" is what the folders hold at that moment. In every FOLDER that can be written it makes some files at the start, and
maps one that a child process counts up in all the time: "mapped" is read from the parent's memory, and from the file.
"""

import hashlib
import json
import mmap
import os
import resource
import signal
import socket
import struct
import sys

from loop import Connection, Loop, accept_all, tcp_listener

TICK_SECONDS = 0.005
MAPPED_BYTES = 1 << 20
LIMITS = ("NOFILE", "NPROC", "STACK", "CORE", "MEMLOCK")


def fill(folder):
    """Makes files, and returns the shared memory that a child counts up in."""
    os.makedirs(f"{folder}/deep/er", exist_ok=True)
    for name, size in (("large", 3 << 20), ("small", 17), ("empty", 0), ("deep/er/file", 5000)):
        with open(f"{folder}/{name}", "wb") as file:
            file.write(os.urandom(size))
    os.chmod(f"{folder}/small", 0o640)
    os.symlink("deep/er/file", f"{folder}/link")
    with open(f"{folder}/mapped", "w+b") as file:
        file.truncate(MAPPED_BYTES)
        return mmap.mmap(file.fileno(), MAPPED_BYTES)


def count_up(memories):
    """The life of the child."""
    signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGALRM])
    signal.setitimer(signal.ITIMER_REAL, TICK_SECONDS, TICK_SECONDS)
    words = [memoryview(memory).cast("Q") for memory in memories]
    parent, count = os.getppid(), 0
    while os.getppid() == parent:
        signal.sigwait([signal.SIGALRM])
        count += 1
        for each in words:
            each[-1] = count  # whole: struct.pack_into clears the place first, and the parent may look just then


def about_self():
    mask = os.umask(0)
    os.umask(mask)
    return {
        "argv": sys.orig_argv,
        "env": dict(os.environ),
        "cwd": os.getcwd(),
        "hostname": socket.gethostname(),
        "pid": os.getpid(),
        "session": os.getsid(0),
        "ids": [*os.getresuid(), *os.getresgid(), *os.getgroups()],
        "umask": mask,
        "limits": {name: resource.getrlimit(getattr(resource, f"RLIMIT_{name}")) for name in LIMITS},
    }


def content(path):
    if os.path.islink(path):
        return f"-> {os.readlink(path)}"
    with open(path, "rb") as file:
        return f"{os.fstat(file.fileno()).st_mode:o} {hashlib.sha256(file.read()).hexdigest()}"


def files_in(folder):
    paths = [f"{parent}/{name}" for parent, _, names in os.walk(folder) for name in names if name != "mapped"]
    return {path: content(path) for path in sorted(paths)}


def counts(folder, memory):
    with open(f"{folder}/mapped", "rb") as file:
        in_file = os.pread(file.fileno(), 8, MAPPED_BYTES - 8)
    return [struct.unpack_from("<Q", memory, MAPPED_BYTES - 8)[0], struct.unpack("<Q", in_file)[0]]


def main(port, folders):
    memories = {folder: fill(folder) for folder in folders if os.access(folder, os.W_OK)}
    if os.fork() == 0:
        count_up(memories.values())
        os._exit(0)

    def answer(connection, data):
        for _ in range(data.count(b"\n")):
            files = {path: digest for folder in folders for path, digest in files_in(folder).items()}
            mapped = {folder: counts(folder, memory) for folder, memory in memories.items()}
            connection.send(json.dumps({"self": about_self(), "files": files, "mapped": mapped}).encode() + b"\n")

    def accept():
        for sock in accept_all(listener):
            Connection(loop, sock, answer, lambda connection, _error: connection.close())

    loop = Loop(1, lambda: None)
    listener = tcp_listener(port)
    loop.watch(listener, accept)
    print("ready", flush=True)
    loop.run()


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2:])
