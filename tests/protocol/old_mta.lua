-- An MTA of protocol version 2, without no-reply bits and leading spaces, is served too.
-- on: unix inet
dofile(folder .. "/common.lua")
conn = mt.connect(socket, 100, 0.05)
fine(mt.negotiate(conn, 2, 63, 127))
fine(mt.conninfo(conn, "localhost", "127.0.0.1"))
send(conn, "OLD1", "Hello\r\n")
expect_signed(conn)
mt.disconnect(conn)
