// tests/integration/ldap/slapd.cpp: its configuration and its people.
#include "tests/integration/ldap/slapd.h"

#include <filesystem>

#include "tests/integration/ldap/people.h"

namespace waybill::tests {

Slapd::Slapd(const std::string& more) : port_(free_port()), tls_port_(free_port()) {
  std::filesystem::create_directory(process_.folder() + "/db");
  write("test.schema", kSchema);
  std::string configuration = replaced(kConfiguration, "MORE", more);
  configuration = replaced(configuration, "FOLDER", process_.folder());
  write("slapd.conf", replaced(configuration, "CERTIFICATES", Authority::get().folder()));
  // dora is in more groups than the size limit lets through.
  std::string people = kPeople;
  for (int i = 0; i < 12; ++i) {
    const std::string name = "many" + std::to_string(i);
    people += "\ndn: cn=" + name + ",dc=example,dc=com\nobjectClass: groupOfNames\ncn: " + name +
              "\nmember: uid=dora,dc=example,dc=com\n";
  }
  run("/usr/sbin/slapadd -q -f " + process_.folder() + "/slapd.conf -l " + write("people.ldif", people));
}

void Slapd::start() {
  process_.start({"/usr/sbin/slapd", "-d", "0", "-f", process_.folder() + "/slapd.conf", "-h",
                  uri() + "/ " + tls_uri() + "/ " + other_name_uri() + "/"},
                 {port_, tls_port_});
}

}  // namespace waybill::tests
