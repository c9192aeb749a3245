-- Twenty reloads while messages are under way end neither waybilld nor a message.
-- on: unix
-- logs: reloaded .*/waybill.toml, 2 rules
dofile(folder .. "/common.lua")

function signal(name) expect(os.execute("kill -" .. name .. " " .. pid), "waybilld is gone") end

conn = connect()
for count = 1, 20 do
  begin_message(conn, "HANGUP" .. count)
  signal(count % 5 == 0 and "USR1" or "HUP")
  end_headers(conn)
  fine(mt.bodystring(conn, "Hello\r\n"))
  fine(mt.eom(conn))
  expect_signed(conn)
end
for _ = 1, 20 do signal("HUP") end
for _ = 1, 10 do
  signal("USR1")
  signal("HUP")
end
send(conn, "HANGUP21", "Hello\r\n")
expect_signed(conn)
mt.disconnect(conn)
