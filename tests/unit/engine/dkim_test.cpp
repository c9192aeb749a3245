// Which edits break which signatures.
#include "engine/dkim.h"

#include <boost/test/unit_test.hpp>
#include <string>

#include "message/compose.h"

using namespace waybill;
using message::AddHeader;
using message::ChangeHeader;
using message::Edits;
using message::HeaderField;
using message::InsertHeader;
using message::RemoveHeader;
using message::SpliceBody;

namespace {

HeaderField dkim(const std::string& more, const std::string& domain = "example.com") {
  return {"DKIM-Signature", " v=1; a=rsa-sha256; d=" + domain + "; s=x; bh=AA==; b=AA==; " + more};
}

HeaderField arc(const std::string& instance) {
  return {"ARC-Message-Signature", " i=" + instance + "; a=rsa-sha256; d=example.com; s=x; bh=AA==; b=AA==; h=From"};
}

message::Message mail(message::HeaderList signatures, std::string_view body = "Hello\r\n\r\nBob\r\n") {
  message::Message out;
  out.headers = std::move(signatures);
  out.headers.insert(out.headers.end(), {{"From", " a@example.com"}, {"Subject", " one"}, {"Subject", " two"}});
  out.body = body;
  return out;
}

// What is broken, a line each.
std::string list(const std::vector<message::BrokenDkim>& broken) {
  std::string out;
  for (const auto& one : broken) out += to_string(one) + (one.removed ? " removed\n" : "\n");
  return out;
}

std::string broken_by(const Edits& edits, const std::string& tags) {
  return list(engine::broken_dkim(mail({dkim(tags)}), edits));
}

std::string body_broken(std::string_view body, const Edits& edits, const std::string& tags) {
  return list(engine::broken_dkim(mail({dkim("h=From; " + tags)}, body), edits));
}

constexpr const char* kBody = "DKIM-Signature of example.com (body)\n";

}  // namespace

BOOST_AUTO_TEST_SUITE(engine_dkim)

BOOST_AUTO_TEST_CASE(a_body_that_changes_breaks_a_signature_without_l) {
  BOOST_TEST(body_broken("Hello\r\n", {SpliceBody{7, 7, "more\r\n"}}, "c=relaxed/relaxed") == kBody);
  BOOST_TEST(body_broken("Hello\r\n", {}, "c=relaxed/relaxed") == "");
}

BOOST_AUTO_TEST_CASE(l_covers_the_first_octets_only) {
  const Edits append = {SpliceBody{7, 7, "more\r\n"}};
  BOOST_TEST(body_broken("Hello\r\n", append, "l=7") == "");
  BOOST_TEST(body_broken("Hello\r\n", append, "l=8") == kBody);
  BOOST_TEST(body_broken("Hello\r\n", {SpliceBody{0, 0, "more\r\n"}}, "l=7") == kBody);
  BOOST_TEST(body_broken("Hello\r\n", {SpliceBody{0, 0, "more\r\n"}}, "l=0") == "");
  BOOST_TEST(body_broken("Hello\r\n", append, "l=99999999999999999999999999") == kBody);
}

BOOST_AUTO_TEST_CASE(l_counts_octets_of_the_canonical_body) {
  const std::string_view body = "a  \t b \r\n\r\n\r\nc\r\n";
  const Edits behind = {SpliceBody{body.size(), body.size(), "more\r\n"}};
  // a b CRLF CRLF CRLF c CRLF
  BOOST_TEST(body_broken(body, behind, "c=simple/relaxed; l=12") == "");
  BOOST_TEST(body_broken(body, behind, "c=simple/relaxed; l=13") == kBody);
  BOOST_TEST(body_broken(body, behind, "l=16") == "");
  BOOST_TEST(body_broken(body, behind, "c=relaxed; l=16") == "");  // relaxed for the header only
  BOOST_TEST(body_broken(body, behind, "c=relaxed/simple; l=17") == kBody);
}

BOOST_AUTO_TEST_CASE(empty_lines_count_when_text_follows_them) {
  const std::string_view body = "a\r\n\r\n\r\n";
  const Edits append = {SpliceBody{3, 3, "more\r\n"}};
  BOOST_TEST(body_broken(body, append, "l=3") == "");
  BOOST_TEST(body_broken(body, append, "l=4") == kBody);
  BOOST_TEST(body_broken(body, {SpliceBody{7, 7, "more\r\n"}}, "l=3") == "");
}

BOOST_AUTO_TEST_CASE(bytes_that_a_replacement_keeps_are_kept) {
  const Edits longer = {SpliceBody{0, 7, "Hello\r\nmore\r\n"}};
  BOOST_TEST(body_broken("Hello\r\n", longer, "l=7") == "");
  BOOST_TEST(body_broken("Hello\r\n", {SpliceBody{0, 7, "Hallo\r\n"}}, "l=1") == "");
  BOOST_TEST(body_broken("Hello\r\n", {SpliceBody{0, 7, "Hallo\r\n"}}, "l=2") == kBody);
  BOOST_TEST(body_broken("Hello\r\n", {SpliceBody{6, 6, "x"}}, "l=6") == kBody);  // between CR and LF
}

BOOST_AUTO_TEST_CASE(a_field_breaks_what_selects_it) {
  const Edits edits = {ChangeHeader{"subject", 2, " three"}};
  BOOST_TEST(broken_by(edits, "h=From : SUBJECT") == "DKIM-Signature of example.com (SUBJECT)\n");
  BOOST_TEST(broken_by(edits, "h=From:Date") == "");
  BOOST_TEST(broken_by({RemoveHeader{"Subject", 2}}, "h=Subject") == "DKIM-Signature of example.com (Subject)\n");
}

BOOST_AUTO_TEST_CASE(of_namesakes_the_last_are_selected) {
  const Edits first = {ChangeHeader{"Subject", 1, " three"}};
  BOOST_TEST(broken_by(first, "h=Subject") == "");
  BOOST_TEST(broken_by(first, "h=Subject:Subject") == "DKIM-Signature of example.com (Subject)\n");
  BOOST_TEST(broken_by({RemoveHeader{"Subject", 1}}, "h=Subject") == "");
  BOOST_TEST(broken_by({InsertHeader{"Subject", " zero"}}, "h=Subject:Subject") == "");
  BOOST_TEST(broken_by({AddHeader{"Subject", " last"}}, "h=Subject") == "DKIM-Signature of example.com (Subject)\n");
}

BOOST_AUTO_TEST_CASE(an_absent_field_that_is_listed_must_stay_absent) {
  const Edits edits = {AddHeader{"MIME-Version", " 1.0"}};
  BOOST_TEST(broken_by(edits, "h=From:MIME-Version") == "DKIM-Signature of example.com (MIME-Version)\n");
  BOOST_TEST(broken_by({InsertHeader{"Subject", " zero"}}, "h=Subject:Subject:Subject") ==
             "DKIM-Signature of example.com (Subject)\n");
  BOOST_TEST(broken_by(edits, "h=From") == "");
  BOOST_TEST(broken_by({InsertHeader{"X-Waybill-Dedupe-ID", " v1:x"}}, "h=From:Subject") == "");
}

BOOST_AUTO_TEST_CASE(what_no_verifier_takes_cannot_be_broken) {
  const Edits edits = {SpliceBody{0, 0, "x"}};
  for (const char* value :
       {" v=1", " v=1; a=x; d=x; s=x; bh=x; b=x", " v=2; a=x; d=x; s=x; bh=x; b=x; h=From",
        " v=1; a=x; d=x; s=x; bh=x; b=x; h=From; h=To", " v=1; a=x; d=x; s=x; bh=x; b=x; h=From; l=x"}) {
    BOOST_TEST_CONTEXT(value) { BOOST_TEST(list(engine::broken_dkim(mail({{"DKIM-Signature", value}}), edits)) == ""); }
  }
}

BOOST_AUTO_TEST_CASE(a_signature_that_leaves_the_header_is_not_broken) {
  BOOST_TEST(broken_by({RemoveHeader{"DKIM-Signature", 1}, SpliceBody{0, 0, "x"}}, "h=From") == "");
}

BOOST_AUTO_TEST_CASE(of_arc_the_newest_counts) {
  const auto message = mail({arc("2"), arc("10"), arc("3"), {"ARC-Seal", " i=10; cv=pass"}});
  BOOST_TEST(list(engine::broken_dkim(message, {SpliceBody{0, 0, "x"}})) ==
             "ARC-Message-Signature[2] of example.com (body)\n");
}

BOOST_AUTO_TEST_CASE(only_broken_signatures_are_removed) {
  const auto message = mail({dkim("h=From; l=0", "a.example"), dkim("h=From", "b.example"), arc("1")});
  Edits edits = {SpliceBody{0, 0, "x"}};
  BOOST_TEST(list(engine::remove_broken_dkim(message, edits)) ==
             "DKIM-Signature[2] of b.example (body) removed\nARC-Message-Signature of example.com (body)\n");
  const auto after = message::apply_to_headers(message.headers, edits);
  BOOST_TEST((after[0] == message.headers[0]));
  BOOST_TEST((after[1] == message.headers[2]));
  BOOST_TEST(after.size() == message.headers.size() - 1);
}

BOOST_AUTO_TEST_CASE(a_signature_that_covers_a_removed_one_goes_too) {
  const auto message = mail({dkim("h=From:DKIM-Signature; l=0", "outer.example"), dkim("h=From", "inner.example")});
  Edits edits = {SpliceBody{0, 0, "x"}};
  BOOST_TEST(list(engine::remove_broken_dkim(message, edits)) ==
             "DKIM-Signature[2] of inner.example (body) removed\n"
             "DKIM-Signature of outer.example (DKIM-Signature) removed\n");
}

BOOST_AUTO_TEST_CASE(many_signatures_cost_linear_time) {
  message::HeaderList many(20000, dkim("h=From:To:Cc:Subject; l=5"));
  const auto message = mail(std::move(many));
  Edits edits = {SpliceBody{0, 0, "x"}};
  BOOST_TEST(engine::remove_broken_dkim(message, edits).size() == 20000U);
  BOOST_TEST(message::apply_to_headers(message.headers, edits).size() == 3U);
}

BOOST_AUTO_TEST_SUITE_END()
