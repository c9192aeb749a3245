// content/executable.cpp: signatures of programs.
#include "content/executable.h"

#include <algorithm>
#include <array>

#include "content/text.h"

namespace waybill::content {
namespace {

using namespace std::string_view_literals;

constexpr std::size_t kDosHeader = 28;
constexpr std::size_t kPifSignature = 0x171;
constexpr auto kEicar = R"(X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*)"sv;

// Of libmagic. Its application/x-dosexec is not among them: by the first byte it finds .COM files in any noise.
constexpr auto kTypes = std::to_array<std::string_view>(
    {"application/vnd.microsoft.portable-executable", "application/x-executable", "application/x-pie-executable",
     "application/x-sharedlib", "application/x-object", "application/x-coff", "application/x-mach-binary",
     "application/x-java-applet", "application/java-archive", "application/x-ms-shortcut"});

bool stands_at(std::string_view bytes, std::size_t offset, std::string_view signature) {
  return bytes.size() >= offset && bytes.substr(offset).starts_with(signature);
}

// MZ: DOS, OS/2, 16-bit Windows, VxD, PE; self-extracting archives too. A text may begin with these letters.
bool is_dos(std::string_view bytes) {
  return bytes.size() >= kDosHeader && (bytes.starts_with("MZ") || bytes.starts_with("ZM")) && !looks_like_text(bytes);
}

}  // namespace

bool is_executable(std::string_view bytes, std::string_view type) {
  return is_dos(bytes) ||
         bytes.starts_with(
             "\x7F"
             "ELF") ||
         bytes.starts_with(kEicar) || stands_at(bytes, kPifSignature, "MICROSOFT PIFEX"sv) ||
         std::find(kTypes.begin(), kTypes.end(), type) != kTypes.end();
}

}  // namespace waybill::content
