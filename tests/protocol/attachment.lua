-- The daemon looks into archives: a program inside of one is found, a text is not.
-- logs: ATTACH1: from=<bert@example.com> .* rules="Program" .* verdict=accept
-- logs: ATTACH2: from=<bert@example.com> .* edits="header 1, body 0" verdict=accept
dofile(folder .. "/common.lua")

-- A zip file of one member, stored.
local function zip(name, bytes, crc)
  local function le(number, size)
    local out = ""
    for _ = 1, size do
      out = out .. string.char(number % 256)
      number = math.floor(number / 256)
    end
    return out
  end
  local head = le(20, 2) .. le(0, 8) .. le(crc, 4) .. le(#bytes, 4) .. le(#bytes, 4) .. le(#name, 2) .. le(0, 2)
  local member = "PK\3\4" .. head .. name .. bytes
  local entry = "PK\1\2" .. le(20, 2) .. head .. le(0, 14) .. name
  return member .. entry .. "PK\5\6" .. le(0, 4) .. le(1, 2) .. le(1, 2) .. le(#entry, 4) .. le(#member, 4) .. le(0, 2)
end

local function send_zip(queue_id, bytes, crc)
  local conn = connect()
  begin_message(conn, queue_id, "bert@example.com")
  fine(mt.header(conn, "MIME-Version", " 1.0"))
  fine(mt.header(conn, "Content-Type", " multipart/mixed; boundary=b"))
  end_headers(conn)
  local hex = string.gsub(zip("run", bytes, crc), ".", function(c) return string.format("=%02X", string.byte(c)) end)
  local lines = string.gsub(hex, string.rep(".", 72), "%0=\r\n")
  fine(mt.bodystring(conn, "--b\r\n\r\nHello\r\n--b\r\nContent-Type: application/zip; name=a.zip\r\n" ..
    "Content-Transfer-Encoding: quoted-printable\r\n\r\n" .. lines .. "\r\n--b--\r\n"))
  fine(mt.eom(conn))
  expect(mt.getreply(conn) == SMFIR_CONTINUE, "not accepted")
  return conn
end

conn = send_zip("ATTACH1", "\127ELF\1", 0xB9CE84BD)
expect(mt.eom_check(conn, MT_BODYCHANGE), "the program was not found")
mt.disconnect(conn)

conn = send_zip("ATTACH2", "Hello", 0xF7D18982)
expect(not mt.eom_check(conn, MT_BODYCHANGE), "a text was taken for a program")
mt.disconnect(conn)
