-- A message that is aborted in any of its steps leaves nothing behind for the next one on the connection.
-- on: unix inet
dofile(folder .. "/common.lua")
conn = connect()

fine(mt.mailfrom(conn, "<bert@example.com>"))
fine(mt.abort(conn))

begin_message(conn, "ABORT1", "bert@example.com")
fine(mt.abort(conn))

begin_message(conn, "ABORT2", "bert@example.com")
end_headers(conn)
fine(mt.bodystring(conn, "half a "))
fine(mt.abort(conn))

send(conn, "ABORT3", "Hello\r\n")
expect_signed(conn)
mt.disconnect(conn)
