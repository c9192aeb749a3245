-- Many messages on one connection, with the MTA's abort between them or without.
-- on: unix inet
dofile(folder .. "/common.lua")
conn = connect()
for count = 1, 20 do
  send(conn, "MANY" .. count, "Message number " .. count .. "\r\n")
  expect_signed(conn)
  if count % 2 == 0 then fine(mt.abort(conn)) end
end
mt.disconnect(conn)
