"""Takes one tar stream from one TCP connection: `nc -l PORT | tar -x`, without a copy between the two.

usage: receive.py PORT FOLDER     prints "listening", becomes tar when somebody connects
"""

import os
import socket
import sys


def main(port, folder):
    with socket.create_server(("0.0.0.0", port)) as listener:
        print("listening", flush=True)
        connection, _ = listener.accept()
    os.dup2(connection.fileno(), 0)
    os.execvp("tar", ["tar", "--extract", "--file=-", "--blocking-factor=512", "--read-full-records", f"--directory={folder}"])


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2])
