// message/outcome.cpp: the words that logs, explain and golden files use for an outcome.
#include "message/outcome.h"

namespace waybill::message {

const char* to_string(Verdict verdict) {
  switch (verdict) {
    case Verdict::Accept:
      return "accept";
    case Verdict::Reject:
      return "reject";
    case Verdict::Tempfail:
      return "tempfail";
    case Verdict::Discard:
      return "discard";
    case Verdict::Quarantine:
      return "quarantine";
  }
  return "";
}

std::string to_string(const Reply& reply) {
  return std::to_string(reply.code) + ' ' + reply.status + ' ' + reply.text;
}

const char* to_string(Reason reason) {
  switch (reason) {
    case Reason::NoBodyText:
      return "no-body-text";
    case Reason::Signed:
      return "signed";
    case Reason::Encrypted:
      return "encrypted";
    case Reason::CalendarOnly:
      return "calendar-only";
    case Reason::Tnef:
      return "tnef";
    case Reason::Report:
      return "report";
    case Reason::UnknownCharset:
      return "unknown-charset";
    case Reason::BadEncoding:
      return "bad-encoding";
    case Reason::UnclosedHtml:
      return "unclosed-html";
    case Reason::Limit:
      return "limit";
    case Reason::VerifyFailed:
      return "verify-failed";
    case Reason::DirectoryUnknown:
      return "directory-unavailable";
  }
  return "";
}

}  // namespace waybill::message
