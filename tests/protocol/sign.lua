-- A plain mail is signed and gets its ID; a sender who is in no group gets the ID only.
-- on: unix inet
-- logs: SIGN1: from=<anna@example.com> .* rules="Sign" .* verdict=accept
-- logs: SIGN2: from=<bert@example.com> .* edits="header 1, body 0" verdict=accept
dofile(folder .. "/common.lua")

conn = connect()
send(conn, "SIGN1", "Hello\r\n")
expect_signed(conn)
mt.disconnect(conn)

conn = connect()
send(conn, "SIGN2", "Hello\r\n", "bert@example.com")
expect(mt.getreply(conn) == SMFIR_CONTINUE, "not accepted")
expect(mt.eom_check(conn, MT_HDRINSERT, "X-Waybill-Dedupe-ID"), "no ID")
expect(not mt.eom_check(conn, MT_BODYCHANGE), "signed")
mt.disconnect(conn)
