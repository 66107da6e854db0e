"""Stands between a program and PostgreSQL and counts the round trips of its transactions: how often the client sends
after the server has answered. The protocol is not parsed; names of prepared statements stand in it as they are."""

import socket
import threading


class _Connection:
    def __init__(self):
        self.trip = 0  # number of the present round trip
        self.begun = 0  # in which the present transaction began
        self.server_spoke = True


class DatabaseProxy:
    def __init__(self, server_port, begin, mark):
        """Transactions begin with the statement `begin`; those are counted that use the statement `mark`."""
        self.round_trips = []  # of each counted transaction
        self._begin = begin
        self._mark = mark
        self._server = ("127.0.0.1", server_port)
        self._sockets = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]

    def __enter__(self):
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *_):
        for open_socket in [self._listener, *self._sockets]:
            open_socket.close()

    def _accept(self):
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            server = socket.create_connection(self._server)
            for end in (client, server):
                end.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self._sockets += [client, server]
            connection = _Connection()
            for source, sink, note in ((client, server, self._note_client), (server, client, self._note_server)):
                threading.Thread(target=self._pump, args=(source, sink, connection, note), daemon=True).start()

    def _note_client(self, connection, data):
        if connection.server_spoke:
            connection.trip += 1
            connection.server_spoke = False
        if self._begin in data:
            connection.begun = connection.trip
        if self._mark in data:
            self.round_trips.append(connection.trip - connection.begun + 1)

    @staticmethod
    def _note_server(connection, _):
        connection.server_spoke = True

    @staticmethod
    def _pump(source, sink, connection, note):
        while True:
            try:
                data = source.recv(1 << 20)
                if not data:
                    sink.shutdown(socket.SHUT_WR)
                    return
                note(connection, data)
                sink.sendall(data)
            except OSError:
                return
