// milter/libmilter_mta.h: the requests of milter/mta.h as calls of libmilter. Only at end of message.
#pragma once

#include <libmilter/mfapi.h>

#include "milter/mta.h"

namespace waybill::milter {

class LibmilterMta final : public Mta {
 public:
  explicit LibmilterMta(SMFICTX* context) : context_(context) {}

  bool change_header(const std::string& name, int index, const std::string& value) override;
  bool remove_header(const std::string& name, int index) override;
  bool add_header(const std::string& name, const std::string& value) override;
  bool insert_header(int index, const std::string& name, const std::string& value) override;
  bool replace_body(std::string_view bytes) override;
  bool remove_recipient(const std::string& argument) override;
  bool add_recipient(const std::string& address) override;
  bool hold(const std::string& reason) override;

 private:
  SMFICTX* context_;
};

}  // namespace waybill::milter
