// Passwords and properties of Office and PDF documents.
#include "content/document.h"

#include <boost/test/unit_test.hpp>

using namespace std::string_view_literals;
using namespace waybill;
using content::custom_properties;
using content::is_protected_document;
using content::says_encrypted;

namespace {

std::string little(unsigned number, unsigned size) {
  std::string out;
  for (unsigned i = 0; i < size; ++i) out += static_cast<char>(number >> 8U * i & 0xFFU);
  return out;
}

std::string wide(std::string_view name) {
  std::string out;
  for (const char c : name) out.append({c, '\0'});
  return out;
}

// A compound file with sectors of 512 bytes: header, directory, one stream.
std::string compound(std::string_view name, const std::string& stream = "") {
  std::string header = "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1" + std::string(22, '\0') + little(9, 2);
  header.resize(512);
  std::string entry = wide(name);
  entry.resize(64);
  entry += little(static_cast<unsigned>(name.size() * 2 + 2), 2);
  entry.resize(116);
  entry += little(1, 4);
  entry.resize(512);
  return header + entry + stream;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(content_document)

BOOST_AUTO_TEST_CASE(an_encrypted_package_asks_for_a_password) {
  BOOST_TEST(is_protected_document(compound("EncryptedPackage")));
  BOOST_TEST(!is_protected_document(compound("EncryptedPackage2")));
  BOOST_TEST(!is_protected_document(compound("WordDocument")));
  BOOST_TEST(!is_protected_document(wide("EncryptedPackage")));
  BOOST_TEST(!is_protected_document(""));
}

BOOST_AUTO_TEST_CASE(office_97_says_it_in_its_streams) {
  BOOST_TEST(is_protected_document(compound("WordDocument", std::string(10, '\0') + little(0x0100, 2))));
  BOOST_TEST(!is_protected_document(compound("WordDocument", std::string(10, '\0') + little(0xFEFF, 2))));
  const std::string bof = little(0x0809, 2) + little(16, 2) + std::string(16, '\0');
  BOOST_TEST(is_protected_document(compound("Workbook", bof + little(0x002F, 2))));
  BOOST_TEST(!is_protected_document(compound("Workbook", bof + little(0x0042, 2))));
  BOOST_TEST(is_protected_document(compound("EncryptedSummary")));
}

BOOST_AUTO_TEST_CASE(a_pdf_says_it_in_its_trailer) {
  BOOST_TEST(is_protected_document("%PDF-1.7\ntrailer <</Encrypt 8 0 R>>"));
  BOOST_TEST(is_protected_document("%PDF-1.7\n<</EncryptMetadata false>> trailer <</Encrypt\r\n<</Filter/Standard>>"));
  BOOST_TEST(!is_protected_document("%PDF-1.7\n<</EncryptMetadata false>>"));
  BOOST_TEST(!is_protected_document("%PDF-1.7\n<</Encrypt"));
  BOOST_TEST(!is_protected_document("trailer <</Encrypt 8 0 R>>"));
}

BOOST_AUTO_TEST_CASE(properties_have_names_and_values) {
  const auto found = custom_properties(
      "<?xml version='1.0'?><Properties><property name='Project'><vt:lpwstr>A &amp; B</vt:lpwstr></property>"
      "<property name='Count'><vt:i4>7</vt:i4></property><property name='Empty'/></Properties>");
  BOOST_REQUIRE(found.size() == 3U);
  BOOST_TEST(found[0].name == "Project");
  BOOST_TEST(found[0].value == "A & B");
  BOOST_TEST(found[1].value == "7");
  BOOST_TEST(found[2].value == "");
  BOOST_TEST(custom_properties("<Properties><property name=").empty());
  BOOST_TEST(custom_properties("").empty());
}

BOOST_AUTO_TEST_CASE(an_open_document_says_it_in_its_manifest) {
  BOOST_TEST(says_encrypted("<m:manifest><m:file-entry><m:encryption-data/></m:file-entry></m:manifest>"));
  BOOST_TEST(!says_encrypted("<m:manifest><m:file-entry/></m:manifest>"));
  BOOST_TEST(!says_encrypted("encryption-data"));
}

BOOST_AUTO_TEST_SUITE_END()
