"""The MTA's side of the milter protocol, version 6, as Postfix speaks it.

miltertest cannot send an empty body, and reads only short replies; this peer can, and applies what comes back.
"""
import re
import socket
import struct

ACTIONS, STEPS = 0x1FF, 0x1FFFFF
NO_HELO, NO_EOH, NO_DATA, LEADING_SPACE = 0x2, 0x40, 0x200, 0x100000
NO_REPLY = {b"C": 0x1000, b"H": 0x2000, b"M": 0x4000, b"R": 0x8000, b"T": 0x10000, b"L": 0x80, b"N": 0x40000,
            b"B": 0x80000}
CHUNK = 65535


class Answer:
    """What a filter said at the end of a message: the last reply, and its requests in their order."""

    def __init__(self):
        self.reply, self.text, self.requests = b"", b"", []

    def body(self):
        """The new body; None when it stays."""
        parts = [data for code, data in self.requests if code == b"b"]
        return b"".join(parts) if parts else None

    def inserted(self):
        """{name: value} of fields inserted on top."""
        found = [data[4:].split(b"\0") for code, data in self.requests if code == b"i" and data[:4] == b"\0\0\0\0"]
        return {name.decode(): value.decode() for name, value, _ in found}


class Peer:
    def __init__(self, address):
        family = socket.AF_UNIX if isinstance(address, str) else socket.AF_INET
        self._socket = socket.socket(family)
        self._socket.settimeout(60)
        self._socket.connect(address)
        self._in = self._socket.makefile("rb")
        self._send(b"O", struct.pack("!III", 6, ACTIONS, STEPS))
        _, data = self._read()
        _, self.actions, self.steps = struct.unpack("!III", data[:12])
        self._step(b"C", b"client.example.com\x004" + struct.pack("!H", 12345) + b"127.0.0.1\0")
        if not self.steps & NO_HELO:
            self._step(b"H", b"client.example.com\0")

    def close(self):
        self._in.close()
        self._socket.close()

    def _send(self, command, data=b""):
        self._socket.sendall(struct.pack("!I", len(data) + 1) + command + data)

    def _read(self):
        size = struct.unpack("!I", self._in.read(4))[0]
        packet = self._in.read(size)
        return packet[:1], packet[1:]

    def _step(self, command, data=b""):
        self._send(command, data)
        if not self.steps & NO_REPLY.get(command, 0):
            code, _ = self._read()
            assert code == b"c", code

    def send(self, queue_id, headers, body, chunk=CHUNK, sender="anna@example.com"):
        """One message; `headers` are lines without line end."""
        macro = b"i\0" + queue_id.encode() + b"\0"
        self._step(b"M", b"<" + sender.encode() + b">\0")
        self._step(b"R", b"<you@example.net>\0")
        if not self.steps & NO_DATA:
            self._step(b"T")
        for line in headers:
            name, value = re.match(rb"([^:]+):(.*)", line, re.DOTALL).groups()
            self._step(b"L", name + b"\0" + value + b"\0")
        if not self.steps & NO_EOH:
            self._step(b"N")
        for at in range(0, len(body), chunk):
            self._step(b"B", body[at:at + chunk])
        self._send(b"D", b"E" + macro)
        self._send(b"E")
        return self._answer()

    def abort(self):
        self._send(b"A")

    def _answer(self):
        answer = Answer()
        while True:
            code, data = self._read()
            if code in b"cardty":
                answer.reply, answer.text = code, data
                return answer
            answer.requests.append((code, data))
