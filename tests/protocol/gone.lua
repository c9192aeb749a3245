-- A peer that goes away in the middle of a message disturbs nobody else.
-- on: unix inet
dofile(folder .. "/common.lua")
other = connect()
begin_message(other, "OTHER")

for count = 1, 10 do
  gone = connect()
  begin_message(gone, "GONE" .. count)
  end_headers(gone)
  fine(mt.bodystring(gone, "half a "))
  mt.disconnect(gone, false)
end
gone = mt.connect(socket)
mt.disconnect(gone, false)

end_headers(other)
fine(mt.bodystring(other, "Hello\r\n"))
fine(mt.eom(other))
expect_signed(other)
mt.disconnect(other)
