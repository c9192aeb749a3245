"""As much of BER and of the messages of LDAP (RFC 4511) as a server of tests needs."""
import contextlib
import socketserver

BIND, BIND_RESULT, UNBIND, SEARCH, ENTRY, SEARCH_RESULT, REFERENCE = 0x60, 0x61, 0x42, 0x63, 0x64, 0x65, 0x73
AND, OR, EQUAL, PRESENT, EXTENSIBLE = 0xA0, 0xA1, 0xA3, 0x87, 0xA9
CONTROLS = 0xA0


def tagged(tag, content):
    size = len(content)
    length = bytes([size]) if size < 0x80 else bytes([0x84]) + size.to_bytes(4, "big")
    return bytes([tag]) + length + content


def integer(number, tag=0x02):
    return tagged(tag, number.to_bytes(number.bit_length() // 8 + 1, "big"))


def text(value):
    return tagged(0x04, value if isinstance(value, bytes) else value.encode())


def sequence(content):
    return tagged(0x30, content)


def parts(content):
    """(tag, content) of each."""
    out, at = [], 0
    while at < len(content):
        tag, size, at = content[at], content[at + 1], at + 2
        if size & 0x80:
            size, at = int.from_bytes(content[at:at + (size & 0x7F)], "big"), at + (size & 0x7F)
        out.append((tag, content[at:at + size]))
        at += size
    return out


def values(content):
    return [value for _, value in parts(content)]


def result(operation, code, why=""):
    return operation, integer(code, 0x0A) + text("") + text(why), []


class Session(socketserver.StreamRequestHandler):
    """One connection; `answer(operation, content, controls)` gives messages of the same kind."""

    disable_nagle_algorithm = True
    is_bound = False

    def handle(self):
        with contextlib.suppress(ConnectionError):
            while message := self._read():
                number, (operation, content), *rest = parts(message)
                if operation == UNBIND:
                    return
                controls = [self._control(control) for _, control in parts(rest[0][1])] if rest else []
                out = self.answer(operation, content, controls)
                self.wfile.write(b"".join(self._message(number[1], *one) for one in out))

    def _read(self):
        """The content of one message; nothing at the end."""
        head = self.rfile.read(2)
        if len(head) < 2:
            return b""
        size = head[1]
        if size & 0x80:
            size = int.from_bytes(self.rfile.read(size & 0x7F), "big")
        return self.rfile.read(size)

    @staticmethod
    def _control(control):
        """Its name, and its value."""
        name, *rest = parts(control)
        return name[1], next((value for tag, value in rest if tag == 0x04), b"")

    @staticmethod
    def _message(number, operation, content, controls):
        more = b"".join(sequence(text(name) + text(value)) for name, value in controls)
        return sequence(tagged(0x02, number) + tagged(operation, content) + (tagged(CONTROLS, more) if more else b""))
