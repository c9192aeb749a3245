// content/document.h: what Office and PDF documents say about themselves.
//
// What: whether a document asks for a password, and its custom properties.
// Not here: the text of documents (a later version); opening the archive that a document of Office 2007 and later is.
// Contract: pure; linear; damaged documents say nothing.
// Source: MS-CFB (compound files), MS-OFFCRYPTO 2.3 (EncryptedPackage), MS-DOC 2.5.2 (fEncrypted), MS-XLS 2.4.117
// (FilePass), MS-PPT 2.3.7 (EncryptedSummary); ISO 32000-1, 7.6 (Encrypt); ECMA-376 part 2 (custom properties);
// OpenDocument 1.2 part 3, 4.4 (encryption-data).
#pragma once

#include <string_view>
#include <vector>

#include "message/attachments.h"

namespace waybill::content {

// Of a compound file (.doc, .xls, .ppt, and .docx with a password) or a PDF; false for anything else.
bool is_protected_document(std::string_view bytes);

// Of docProps/custom.xml.
std::vector<message::DocumentProperty> custom_properties(std::string_view xml);

// Of META-INF/manifest.xml: a file of the OpenDocument is encrypted.
bool says_encrypted(std::string_view manifest);

}  // namespace waybill::content
