// tests/fuzz/address.cpp: an address list; what is read as an address is read as the same again.
#include "message/address.h"
#include "tests/fuzz/fuzz_target.h"

using namespace waybill;

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  for (const message::Mailbox& mailbox : message::parse_mailboxes(fuzz::as_text(data, size))) {
    const auto again = message::parse_mailboxes('<' + mailbox.address + '>');
    fuzz::require(again.size() == 1 && again.front().address == mailbox.address, "an address reads back");
    fuzz::require(!message::domain_of(mailbox.address).empty(), "an address has a domain");
  }
  return 0;
}
