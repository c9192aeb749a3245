-- What all scripts share. run.py defines `socket` (of waybilld), `pid`, `folder` and `kind`: "unix" or "inet".

-- miltertest prints no error of a script, so it is said first.
function fail(what)
  local place = debug.getinfo(3, "Sl")
  mt.echo(place.short_src .. ":" .. place.currentline .. ": " .. what)
  error(what)
end

-- Ends the script when a call of miltertest gave an error.
function fine(result)
  if result ~= nil then fail(result) end
end

function expect(claim, what)
  if not claim then fail(what) end
end

function connect()
  local conn = mt.connect(socket, 100, 0.05)
  expect(conn ~= nil, "no connection to " .. socket)
  fine(mt.negotiate(conn, nil, nil, nil))
  fine(mt.conninfo(conn, "localhost", "127.0.0.1"))
  if not mt.test_option(conn, SMFIP_NOHELO) then fine(mt.helo(conn, "client.example.com")) end
  return conn
end

function begin_message(conn, queue_id, sender)
  mt.macro(conn, SMFIC_MAIL, "i", queue_id)
  fine(mt.mailfrom(conn, "<" .. (sender or "anna@example.com") .. ">"))
  fine(mt.rcptto(conn, "<you@example.net>"))
  fine(mt.header(conn, "From", " Anna <" .. (sender or "anna@example.com") .. ">"))
  fine(mt.header(conn, "To", " you@example.net"))
  fine(mt.header(conn, "Message-ID", " <" .. queue_id .. "@example.com>"))
end

function end_headers(conn)
  if not mt.test_option(conn, SMFIP_NOEOH) then fine(mt.eoh(conn)) end
end

-- A message from header to end; the answer is in mt.getreply().
function send(conn, queue_id, body, sender)
  begin_message(conn, queue_id, sender)
  end_headers(conn)
  if body ~= "" then fine(mt.bodystring(conn, body)) end
  fine(mt.eom(conn))
end

function expect_signed(conn)
  expect(mt.getreply(conn) == SMFIR_CONTINUE, "not accepted")
  expect(mt.eom_check(conn, MT_HDRINSERT, "X-Waybill-Dedupe-ID"), "no ID")
  expect(mt.eom_check(conn, MT_BODYCHANGE), "not signed")
end
