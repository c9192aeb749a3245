// milter/mta.h: what a message's end may ask of the MTA. Implemented over libmilter (milter/libmilter_mta.h) and by
// tests.
//
// Contract: true says that the request was sent, not that it was carried out: the protocol has no answer to it. After
// the first false nothing more may be asked, and the message must be answered with a temporary failure.
#pragma once

#include <string>
#include <string_view>

namespace waybill::milter {

class Mta {
 public:
  Mta() = default;
  Mta(const Mta&) = delete;
  Mta& operator=(const Mta&) = delete;
  virtual ~Mta() = default;

  virtual bool change_header(const std::string& name, int index, const std::string& value) = 0;
  virtual bool remove_header(const std::string& name, int index) = 0;
  virtual bool add_header(const std::string& name, const std::string& value) = 0;
  virtual bool insert_header(int index, const std::string& name, const std::string& value) = 0;
  // One after another: the new body is what all calls gave.
  virtual bool replace_body(std::string_view bytes) = 0;

  // `argument`: what RCPT TO said, to the letter.
  virtual bool remove_recipient(const std::string& argument) = 0;
  virtual bool add_recipient(const std::string& address) = 0;
  // The message goes to the hold queue when it is accepted.
  virtual bool hold(const std::string& reason) = 0;
};

}  // namespace waybill::milter
