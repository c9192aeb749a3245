// tests/bench/floor.cpp: the least that a libmilter filter that edits bodies must do: it collects the body and sends it
// back. Negotiates what waybilld does on a unix socket.
//
// usage: bench_floor unix:PATH
#include <libmilter/mfapi.h>
#include <libmilter/mfdef.h>

#include <csignal>
#include <string>

namespace {

std::string* body_of(SMFICTX* context) { return static_cast<std::string*>(smfi_getpriv(context)); }

sfsistat on_negotiate(SMFICTX* context, unsigned long, unsigned long offered, unsigned long, unsigned long,
                      unsigned long* actions, unsigned long* steps, unsigned long* f2, unsigned long* f3) {
  *actions = SMFIF_ADDHDRS | SMFIF_CHGHDRS | SMFIF_CHGBODY | SMFIF_SETSYMLIST;
  *steps = offered & (SMFIP_HDR_LEADSPC | SMFIP_NOUNKNOWN | SMFIP_NOHELO | SMFIP_NODATA | SMFIP_NOEOH | SMFIP_NR_CONN |
                      SMFIP_NR_MAIL | SMFIP_NR_RCPT | SMFIP_NR_HDR | SMFIP_NR_BODY);
  *f2 = *f3 = 0;
  smfi_setsymlist(context, SMFIM_EOM, const_cast<char*>("i"));
  smfi_setpriv(context, new std::string);
  return SMFIS_CONTINUE;
}

sfsistat on_body(SMFICTX* context, unsigned char* bytes, size_t size) {
  body_of(context)->append(reinterpret_cast<char*>(bytes), size);
  return SMFIS_NOREPLY;
}

sfsistat on_end(SMFICTX* context) {
  std::string* body = body_of(context);
  auto* bytes = reinterpret_cast<unsigned char*>(body->data());
  const int sent = smfi_replacebody(context, bytes, static_cast<int>(body->size()));
  std::string().swap(*body);
  return sent == MI_SUCCESS ? SMFIS_CONTINUE : SMFIS_TEMPFAIL;
}

sfsistat on_close(SMFICTX* context) {
  delete body_of(context);
  smfi_setpriv(context, nullptr);
  return SMFIS_CONTINUE;
}

sfsistat on_connect(SMFICTX*, char*, _SOCK_ADDR*) { return SMFIS_NOREPLY; }
sfsistat on_arguments(SMFICTX*, char**) { return SMFIS_NOREPLY; }
sfsistat on_header(SMFICTX*, char*, char*) { return SMFIS_NOREPLY; }

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) return 64;
  smfiDesc filter = {};
  filter.xxfi_name = const_cast<char*>("floor");
  filter.xxfi_version = SMFI_VERSION;
  filter.xxfi_flags = SMFIF_ADDHDRS | SMFIF_CHGHDRS | SMFIF_CHGBODY;
  filter.xxfi_connect = on_connect;
  filter.xxfi_envfrom = on_arguments;
  filter.xxfi_envrcpt = on_arguments;
  filter.xxfi_header = on_header;
  filter.xxfi_body = on_body;
  filter.xxfi_eom = on_end;
  filter.xxfi_close = on_close;
  filter.xxfi_negotiate = on_negotiate;
  if (smfi_setconn(argv[1]) != MI_SUCCESS || smfi_register(filter) != MI_SUCCESS) return 69;
  smfi_setbacklog(256);
  return smfi_main() == MI_SUCCESS ? 0 : 70;
}
