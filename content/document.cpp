// content/document.cpp: compound files by the entries of their directory, PDF by its trailer, properties by pugixml.
#include "content/document.h"

#include <pugixml.hpp>

#include <cstdint>
#include <optional>
#include <string>

namespace waybill::content {
namespace {

using namespace std::string_view_literals;

constexpr auto kCompound = "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"sv;

unsigned number_at(std::string_view bytes, std::size_t offset, unsigned size) {
  unsigned out = 0;
  for (unsigned i = size; i-- > 0;) {
    const std::size_t at = offset + i;
    out = out << 8U | (at < bytes.size() ? static_cast<unsigned char>(bytes[at]) : 0U);
  }
  return out;
}

// Directory entries are 128 bytes and stand at multiples of that, whatever the sectors are (MS-CFB 2.6.1). So they
// are found without following the chains of sectors, which a stranger may have tied into knots.
class CompoundFile {
 public:
  explicit CompoundFile(std::string_view bytes) : bytes_(bytes) {}

  bool has(std::string_view name) const { return find(name).has_value(); }

  // The first sector of a stream, by its name; empty when there is none.
  std::string_view start_of(std::string_view name) const {
    const auto entry = find(name);
    if (!entry) return {};
    const std::size_t sector = std::size_t{1} << (number_at(bytes_, kSectorShift, 2) & kMostShift);
    const std::size_t begin = (std::size_t{number_at(bytes_, *entry + kFirstSector, 4)} + 1) * sector;
    return begin < bytes_.size() ? bytes_.substr(begin, sector) : std::string_view();
  }

 private:
  static constexpr std::size_t kEntry = 128;
  static constexpr std::size_t kNameSize = 64;
  static constexpr std::size_t kFirstSector = 116;
  static constexpr std::size_t kSectorShift = 30;
  static constexpr unsigned kMostShift = 15;

  std::optional<std::size_t> find(std::string_view name) const {
    std::string wide;
    for (const char c : name) wide.append({c, '\0'});
    for (std::size_t at = 0; at + kEntry <= bytes_.size(); at += kEntry) {
      if (bytes_.substr(at).starts_with(wide) && number_at(bytes_, at + kNameSize, 2) == wide.size() + 2) return at;
    }
    return std::nullopt;
  }

  std::string_view bytes_;
};

bool is_protected_word(std::string_view stream) {
  constexpr unsigned kEncrypted = 0x0100;
  return (number_at(stream, 10, 2) & kEncrypted) != 0;
}

// The record behind the first one, which is BOF, is FilePass.
bool is_protected_excel(std::string_view stream) {
  constexpr unsigned kBof = 0x0809;
  constexpr unsigned kFilePass = 0x002F;
  return number_at(stream, 0, 2) == kBof && number_at(stream, 4 + number_at(stream, 2, 2), 2) == kFilePass;
}

bool is_protected_compound(std::string_view bytes) {
  const CompoundFile file(bytes);
  return file.has("EncryptedPackage") || file.has("EncryptedSummary") ||
         is_protected_word(file.start_of("WordDocument")) || is_protected_excel(file.start_of("Workbook"));
}

bool is_blank(char c) { return " \t\r\n\f\0"sv.find(c) != std::string_view::npos; }

// `/Encrypt 12 0 R` or `/Encrypt <<...>>`: a key of the trailer, which is never compressed.
bool is_protected_pdf(std::string_view bytes) {
  constexpr auto kKey = "/Encrypt"sv;
  for (std::size_t at = bytes.find(kKey); at != std::string_view::npos; at = bytes.find(kKey, at)) {
    at += kKey.size();
    while (at < bytes.size() && is_blank(bytes[at])) ++at;
    if (at < bytes.size() && ((bytes[at] >= '0' && bytes[at] <= '9') || bytes[at] == '<')) return true;
  }
  return false;
}

}  // namespace

bool is_protected_document(std::string_view bytes) {
  if (bytes.starts_with(kCompound)) return is_protected_compound(bytes);
  return bytes.starts_with("%PDF-") && is_protected_pdf(bytes);
}

std::vector<message::DocumentProperty> custom_properties(std::string_view xml) {
  std::vector<message::DocumentProperty> out;
  pugi::xml_document document;
  if (!document.load_buffer(xml.data(), xml.size())) return out;
  for (const pugi::xml_node& property : document.document_element().children()) {
    out.push_back({property.attribute("name").value(), property.first_child().text().get()});
  }
  return out;
}

bool says_encrypted(std::string_view manifest) {
  pugi::xml_document document;
  if (!document.load_buffer(manifest.data(), manifest.size())) return false;
  const auto is_encryption = [](const pugi::xml_node& node) {
    return std::string_view(node.name()).ends_with("encryption-data");
  };
  return !document.find_node(is_encryption).empty();
}

}  // namespace waybill::content
