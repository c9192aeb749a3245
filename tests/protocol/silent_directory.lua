-- A directory that takes connections and stays silent: the message waits its time, then is tried again later.
-- on: unix
-- directory: silent
-- logs: SILENT1: .* undecided="Sign" .* verdict=tempfail reply="451 4.7.1
dofile(folder .. "/common.lua")
conn = connect()
send(conn, "SILENT1", "Hello\r\n")
expect(mt.getreply(conn) == SMFIR_REPLYCODE, "not tempfailed with a reply")
expect(not mt.eom_check(conn, MT_BODYCHANGE), "signed")
mt.disconnect(conn)
