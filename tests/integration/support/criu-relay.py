#!/usr/bin/python3
"""Stands in CRIU's place on a test's host and starts the real one, so that a test can act at an exact moment of its work.

Installed as /usr/local/sbin/criu. A helper relays every packet between konk and CRIU; CRIU itself keeps the process and so
its parent, its cgroup and its namespaces. What to do is in /run/criu-plan, JSON, read anew at every notification:
{"at": SCRIPT, "do": "kill" | "kill-answered" | "hold", "afterMs": N} and {"version": [MAJOR, MINOR, SUBLEVEL]}.

kill            CRIU is killed with SIGKILL while konk has not heard of SCRIPT yet (with afterMs: passed on, killed later)
kill-answered   konk has answered, CRIU has not heard
hold            konk hears of SCRIPT only when the plan is gone; /run/criu-held exists meanwhile
"""

import fcntl
import json
import os
import select
import signal
import socket
import struct
import sys
import time

PLAN, HELD = "/run/criu-plan", "/run/criu-held"
CRIU = "/usr/sbin/criu"
VERSION = 10
SCRIPT_OF_NOTIFICATION = (5, 1)
FOLDER_OF_REQUEST = (2, 1)
OUT_OF_THE_WAY = 200  # of the numbers that konk's descriptors have


def plan():
    try:
        with open(PLAN, encoding="utf8") as file:
            return json.load(file)
    except FileNotFoundError:
        return {}


def fields(packet):
    """The fields of a protobuf message, as far as CRIU's are concerned: number -> value."""
    found, at = {}, 0

    def varint():
        nonlocal at
        value = shift = 0
        while True:
            byte = packet[at]
            at += 1
            value |= (byte & 0x7F) << shift
            shift += 7
            if byte < 0x80:
                return value

    while at < len(packet):
        key = varint()
        if key & 7 == 2:
            length = varint()
            found[key >> 3] = packet[at : at + length]
            at += length
        else:
            found[key >> 3] = varint()
    return found


def script_of(packet):
    notification = fields(packet).get(SCRIPT_OF_NOTIFICATION[0])
    return None if notification is None else fields(notification)[SCRIPT_OF_NOTIFICATION[1]].decode()


def version_answer(version):
    major, minor, sublevel = version
    numbers = bytes([0x08, major, 0x10, minor, 0x20, sublevel])
    return bytes([0x08, VERSION, 0x10, 1, 0x52, len(numbers)]) + numbers


def out_of_the_way(end):
    return socket.socket(fileno=fcntl.fcntl(end.detach(), fcntl.F_DUPFD, OUT_OF_THE_WAY))


class Relay:
    def __init__(self, konk, criu, pid):
        self.konk, self.criu, self.pid = out_of_the_way(konk), out_of_the_way(criu), pid
        self.kill_at = None
        self.kill_on_answer = False

    def kill(self):
        os.kill(self.pid, signal.SIGKILL)
        self.kill_at = None

    def run(self):
        while True:
            patience = None if self.kill_at is None else max(0, self.kill_at - time.monotonic())
            readable = select.select([self.konk, self.criu], [], [], patience)[0]
            if self.kill_at is not None and time.monotonic() >= self.kill_at:
                self.kill()
            for end in readable:
                packet = end.recv(1 << 20)
                if not packet:
                    return
                (self.request if end is self.konk else self.response)(packet)

    def lend_folder(self, packet):
        """CRIU looks for the folder, a number, among the descriptors of the process that made its socket: this one."""
        number = fields(fields(packet).get(FOLDER_OF_REQUEST[0], b"")).get(FOLDER_OF_REQUEST[1])
        if number is None or number >= OUT_OF_THE_WAY:
            return
        asking = struct.unpack("3i", self.konk.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, 12))[0]
        folder = os.open(f"/proc/{asking}/fd/{number}", os.O_RDONLY)
        if folder != number:
            os.dup2(folder, number)
            os.close(folder)

    def request(self, packet):
        if self.kill_on_answer:
            self.kill_on_answer = False
            self.kill()
        version = plan().get("version")
        if version and fields(packet)[1] == VERSION:
            self.konk.send(version_answer(version))
        else:
            self.lend_folder(packet)
            self.criu.send(packet)

    def response(self, packet):
        script = script_of(packet)
        step = plan()
        if script is not None and step.get("at") == script:
            self.act(step)
        self.konk.send(packet)

    def act(self, step):
        if step["do"] == "hold":
            open(HELD, "w").close()
            while "do" in plan() and os.path.exists(f"/proc/{self.pid}"):
                time.sleep(0.002)
            os.unlink(HELD)
        elif step["do"] == "kill-answered":
            self.kill_on_answer = True
        elif step.get("afterMs"):
            self.kill_at = time.monotonic() + step["afterMs"] / 1000
        else:
            self.kill()


def main():
    if sys.argv[1:2] != ["swrk"]:
        os.execv(CRIU, ["criu", *sys.argv[1:]])
    number = int(sys.argv[2])
    konk = socket.socket(fileno=number)
    here, there = socket.socketpair()
    pid = os.getpid()
    child = os.fork()
    if child == 0:
        if os.fork() == 0:
            os.setsid()
            with open("/sys/fs/cgroup/sessions.scope/cgroup.procs", "w", encoding="utf8") as file:
                file.write("0")  # CRIU's own may be frozen or killed
            mine, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
            socket.send_fds(there, [b"its end"], [theirs.fileno()])
            for end in (theirs, here, there):
                end.close()
            for descriptor in range(3):
                os.close(descriptor)
            try:
                Relay(konk, mine, pid).run()
            except OSError:
                pass  # one end has died: closing both tells the other
        os._exit(0)
    os.waitpid(child, 0)  # a child of CRIU's process that CRIU does not know would end its restore
    there.close()
    _, (theirs,), _, _ = socket.recv_fds(here, 16, 1)
    here.close()
    os.dup2(theirs, number)
    os.close(theirs)
    os.execv(CRIU, ["criu", *sys.argv[1:]])


if __name__ == "__main__":
    main()
