// tracking/privacy.h: what of a trail is kept from those who read the tracking log.
//
// Contract
//   Full: as it is. Hashed: "h:" and 22 characters of base64url: the first 16 bytes of HMAC-SHA-256 (RFC 2104) of the
//   text, an address normalized. The same text gives the same word, so entries about one address can be found by who
//   knows it, and counted by who does not. Off: empty.
//   Empty stays empty, and the null sender "<>" is nobody's address. Where addresses do not stand as they are, a status
//   is its numbers only ("550 5.1.1"): an MTA's text may name the recipient.
//   Message-ID, client, queue id and the names of rules are not touched.
// Why keyed: addresses are few and known; a plain hash of one is found by trying them all. Who has the key can do that.
// Threads: any number, it is constant.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace waybill::tracking {

enum class Show { Full, Hashed, Off };

class Privacy {
 public:
  // REQUIRES a key where either is Hashed.
  Privacy(Show addresses, Show subjects, std::string key)
      : addresses_(addresses), subjects_(subjects), key_(std::move(key)) {}

  std::string address(std::string_view normalized) const;
  std::string status(std::string_view text) const;
  std::string subject(std::string_view text) const;

 private:
  std::string shown(Show how, std::string_view text) const;

  Show addresses_;
  Show subjects_;
  std::string key_;
};

// How an address stands in a file, whatever the settings were when it was written: as it is, and hashed when there is a
// key. "<>" and addresses in brackets are taken too.
std::vector<std::string> forms_of(std::string_view address, std::string_view key);

}  // namespace waybill::tracking
