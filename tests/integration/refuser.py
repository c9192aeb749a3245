"""A milter that stands behind waybilld and spoils what that has accepted already: the end of a message that a header
marks is answered with "try again later", or costs Postfix its cleanup processes, before the queue file is written; a
recipient grey... is told to try again later, once."""
import contextlib
import os
import signal
import socketserver
import struct
import threading
from pathlib import Path

# Of the milter protocol (version 6): no connect, HELO, MAIL, body, end of header, unknown, DATA; header fields without
# an answer.
SKIPPED = 0x01 | 0x02 | 0x04 | 0x10 | 0x40 | 0x100 | 0x200 | 0x80
GO_ON, LATER = b"c", b"t"


def kill_cleanups(queue):
    """Of the Postfix with that queue."""
    master = int((queue / "pid" / "master.pid").read_text())
    for child in Path(f"/proc/{master}/task/{master}/children").read_text().split():
        with contextlib.suppress(FileNotFoundError, ProcessLookupError):
            if Path(f"/proc/{child}/comm").read_text() == "cleanup\n":
                os.kill(int(child), signal.SIGKILL)


class Refuser:
    """Each mark, `X-Trouble: refuse-ID` or `kill-ID`, makes trouble once."""

    def __init__(self, workplace):
        self.milter = f"unix:{workplace.folder}/refuser.sock"
        self.queue = None  # of the Postfix whose cleanups it kills
        self.done = set()
        self._server = None

    def start(self):
        refuser = self

        class Session(socketserver.StreamRequestHandler):
            def handle(self):
                with contextlib.suppress(ConnectionError):
                    refuser.converse(self.rfile, self.wfile)

        class Server(socketserver.ThreadingUnixStreamServer):
            daemon_threads = True

        path = self.milter.removeprefix("unix:")
        self._server = Server(path, Session)
        os.chmod(path, 0o666)
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()

    def stop(self):
        self._server.shutdown()
        self._server.server_close()

    def converse(self, commands, out):
        mark = None
        while size := commands.read(4):
            packet = commands.read(struct.unpack("!I", size)[0])
            command, rest = packet[:1], packet[1:]
            answer = None
            if command == b"O":
                answer = b"O" + struct.pack("!III", 6, 0, SKIPPED)
            elif command == b"L" and rest.lower().startswith(b"x-trouble\0"):
                mark = rest.split(b"\0")[1].strip().decode()
            elif command == b"R":
                answer = self.take_recipient(rest.split(b"\0")[0].decode())
            elif command == b"E":
                answer = self.end(mark)
            elif command == b"A":
                mark = None
            elif command == b"Q":
                return
            elif command not in (b"D", b"L", b"K"):
                answer = GO_ON
            if answer:
                out.write(struct.pack("!I", len(answer)) + answer)
            if command == b"E":
                mark = None

    def take_recipient(self, address):
        if not address.startswith("<grey") or address in self.done:
            return GO_ON
        self.done.add(address)
        return LATER

    def end(self, mark):
        if mark is None or mark in self.done:
            return GO_ON
        self.done.add(mark)
        if mark.startswith("kill"):
            kill_cleanups(self.queue)
        return LATER if mark.startswith("refuse") else GO_ON
