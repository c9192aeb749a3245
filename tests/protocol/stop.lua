-- TERM while a message waits for the directory: it is answered before waybilld ends.
-- on: unix inet
-- directory: silent
-- logs: stopping, 1 messages under way
-- logs: STOP1: .* verdict=tempfail
dofile(folder .. "/common.lua")
conn = connect()
os.execute("(sleep 1; kill -TERM " .. pid .. ") &")
send(conn, "STOP1", "Hello\r\n")
expect(mt.getreply(conn) == SMFIR_REPLYCODE, "no answer")
mt.disconnect(conn, false)
