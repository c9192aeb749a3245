// milter/libmilter_mta.cpp: libmilter wants pointers to what it only reads; hence the casts.
#include "milter/libmilter_mta.h"

#include <cstdint>

namespace waybill::milter {
namespace {

char* text(const std::string& value) { return const_cast<char*>(value.c_str()); }

}  // namespace

bool LibmilterMta::change_header(const std::string& name, int index, const std::string& value) {
  return smfi_chgheader(context_, text(name), index, text(value)) == MI_SUCCESS;
}

bool LibmilterMta::remove_header(const std::string& name, int index) {
  return smfi_chgheader(context_, text(name), index, nullptr) == MI_SUCCESS;
}

bool LibmilterMta::add_header(const std::string& name, const std::string& value) {
  return smfi_addheader(context_, text(name), text(value)) == MI_SUCCESS;
}

bool LibmilterMta::insert_header(int index, const std::string& name, const std::string& value) {
  return smfi_insheader(context_, index, text(name), text(value)) == MI_SUCCESS;
}

// libmilter counts in int.
bool LibmilterMta::replace_body(std::string_view bytes) {
  constexpr std::size_t kMost = std::size_t{1} << 30;
  do {
    const std::string_view now = bytes.substr(0, kMost);
    bytes.remove_prefix(now.size());
    auto* data = reinterpret_cast<unsigned char*>(const_cast<char*>(now.data()));
    if (smfi_replacebody(context_, data, static_cast<int>(now.size())) != MI_SUCCESS) return false;
  } while (!bytes.empty());
  return true;
}

bool LibmilterMta::remove_recipient(const std::string& argument) {
  return smfi_delrcpt(context_, text(argument)) == MI_SUCCESS;
}

bool LibmilterMta::add_recipient(const std::string& address) {
  return smfi_addrcpt(context_, text('<' + address + '>')) == MI_SUCCESS;
}

bool LibmilterMta::hold(const std::string& reason) { return smfi_quarantine(context_, text(reason)) == MI_SUCCESS; }

}  // namespace waybill::milter
