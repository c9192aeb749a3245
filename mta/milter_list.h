// mta/milter_list.h: smtpd_milters and its like, milter by milter.
//
// Contract: pure. Written again, a list is what it was but for the blanks between its items.
// Source: postconf(5), smtpd_milters; Postfix' MILTER_README (settings of one milter stand in braces since 3.0).
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace waybill::mta {

struct Milter {
  std::string text;                                  // as it stands in the list
  std::string address;                               // unix:PATH or inet:HOST:PORT
  std::map<std::string, std::string> settings = {};  // { ADDRESS, default_action=accept }

  friend bool operator==(const Milter&, const Milter&) = default;
};

std::vector<Milter> read_milters(std::string_view list);
std::string write_milters(const std::vector<Milter>& milters);
// Without blanks, as a value in master.cf has to be.
std::string write_tight(const std::vector<Milter>& milters);

// `inet:localhost:8891 (opendkim)`: with the program that usually has this address, if one is known.
std::string describe(const Milter& milter);

}  // namespace waybill::mta
