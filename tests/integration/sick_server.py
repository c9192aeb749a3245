"""A directory server that takes connections and logins, and answers no search that matters."""
import contextlib
import select
import socket
import socketserver

import ber
from servers import free_port, serve

SILENT, CLOSED = "silent", "closed"


class SickServer:
    """Passes connections on to a port. While it has an ailment, searches but those of the root DSE end so: in silence, by a
    closed connection, or with that result code."""

    def __init__(self, target, ailment=None):
        self.port = free_port()
        self.uri = f"ldap://127.0.0.1:{self.port}"
        self.ailment = ailment
        self.asked = 0  # searches while it has one
        self._target = target
        self._server = None

    def start(self):
        sick = self

        class Session(socketserver.BaseRequestHandler):
            def handle(self):
                with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", sick._target)) as there:
                    sick.converse(self.request, there)

        self._server = serve(self.port, Session)

    def stop(self):
        self._server.shutdown()
        self._server.server_close()

    def converse(self, client, server):
        while self._server:
            ready, _, _ = select.select([client, server], [], [])
            data = ready[0].recv(65536)
            if not data:
                return
            if ready[0] is server:
                client.sendall(data)
            elif self.ailment is None or not is_search(data):
                server.sendall(data)
            else:
                self.asked += 1
                if self.ailment == CLOSED:
                    return
                if self.ailment != SILENT:
                    client.sendall(refusal(data, self.ailment))


def message(data):
    return ber.parts(ber.parts(data)[0][1])


def is_search(data):
    operation, content = message(data)[1]
    return operation == ber.SEARCH and ber.values(content)[0] != b""


def refusal(data, code):
    operation, content, _ = ber.result(ber.SEARCH_RESULT, code)
    return ber.sequence(ber.tagged(*message(data)[0]) + ber.tagged(operation, content))
