"""A pipe before a server: counts what it answers, and stops the conversation at a chosen step."""
import contextlib
import select
import socket
import socketserver
import threading

from servers import free_port, serve

FULL_SPEED = 1 << 30
CHANGE_CIPHER_SPEC = b"\x14\x03\x03\0\x01\x01"  # a client of TLS 1.3 sends it at any time, and it means nothing


class Valve:
    """Passes connections on to a port.

    stop_at(n) ends the connections there are. Of each later one the first n requests get through, and of the answer to
    the last of these one half; then it stays open and silent, in both directions. With 0 nothing gets through: the
    server is one that accepts. A request is all that the client sends until the server answers. open() ends these
    connections, and passes the later ones on.
    """

    def __init__(self, target):
        self.port = free_port()
        self.received = 0  # bytes, from the server
        self._target = target
        self._requests = FULL_SPEED
        self._changed = threading.Event()  # set when the connections of now are to end
        self._server = None

    def start(self):
        valve = self

        class Session(socketserver.BaseRequestHandler):
            def handle(self):
                with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", valve._target)) as there:
                    for end in (self.request, there):
                        end.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                    valve.converse(self.request, there)

        self._server = serve(self.port, Session)

    def stop(self):
        self.open()
        self._server.shutdown()
        self._server.server_close()

    def stop_at(self, requests):
        self._requests = requests
        self._changed.set()
        self._changed = threading.Event()

    def open(self):
        self.stop_at(FULL_SPEED)

    def converse(self, client, server):
        limit, ended = self._requests, self._changed
        asked, asking = 0, False
        while (asked < limit or asking) and not ended.is_set():
            ready, _, _ = select.select([client, server], [], [], 0.05)
            if not ready:
                continue
            data = (server if server in ready else client).recv(65536)
            if not data:
                return
            if server in ready:
                asking = False
                self.received += len(data)
                client.sendall(data if asked < limit else data[:len(data) // 2])
            else:
                server.sendall(data)
                if data != CHANGE_CIPHER_SPEC:
                    asked += not asking
                    asking = True
        ended.wait()
