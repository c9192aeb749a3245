-- On a unix socket no step is answered; on an inet socket every step is. Only needed actions are asked for.
-- on: unix inet
dofile(folder .. "/common.lua")
conn = connect()

for _, action in ipairs({SMFIF_ADDHDRS, SMFIF_CHGHDRS, SMFIF_CHGBODY, SMFIF_ADDRCPT, SMFIF_DELRCPT, SMFIF_QUARANTINE}) do
  expect(mt.test_action(conn, action), "an action is missing")
end
expect(not mt.test_action(conn, SMFIF_CHGFROM), "an action that is not needed")

expect(mt.test_option(conn, SMFIP_HDR_LEADSPC), "header values lose their blanks")
for _, option in ipairs({SMFIP_NR_CONN, SMFIP_NR_MAIL, SMFIP_NR_RCPT, SMFIP_NR_HDR, SMFIP_NR_BODY, SMFIP_NOEOH}) do
  expect(mt.test_option(conn, option) == (kind == "unix"), "an option that is not for " .. kind)
end
mt.disconnect(conn)
