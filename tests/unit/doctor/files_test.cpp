// Rights of files, room on disks.
#include "doctor/files.h"

#include <boost/test/unit_test.hpp>
#include <cerrno>

#include "tests/unit/doctor/told.h"

using namespace waybill;
using namespace waybill::doctor;
using tests::told;

namespace {

constexpr std::uint64_t kMega = 1024 * 1024;
const Account kUser{"waybill", 4000000001U, 4000000002U, {4000000002U}};

Step step(const std::string& path, mode_t mode, gid_t group = 0) { return {path, mode, 0, group}; }

Findings modes(bool is_secret, mode_t mode) { return check_modes({{{"/etc/x", is_secret}, step("/etc/x", mode)}}); }

Room room(std::uint64_t megabytes) { return {"/var", "state", 1, megabytes * kMega, 100000, true, false}; }

const Kept kKept{Check::Memory, Severity::Error, "/var/w/d.db", "Copies wait"};

}  // namespace

BOOST_AUTO_TEST_SUITE(doctor_files)

BOOST_AUTO_TEST_CASE(modes_clean) {
  const std::string fine = "ok: others can neither read secrets nor change rules\n";
  BOOST_TEST(told(modes(false, 0644), Check::FileModes) == fine);
  BOOST_TEST(told(modes(false, 0664), Check::FileModes) == fine);  // a group of administrators
  BOOST_TEST(told(modes(true, 0640), Check::FileModes) == fine);
  BOOST_TEST(told(modes(true, 0600), Check::FileModes) == fine);
}

BOOST_AUTO_TEST_CASE(modes_that_let_others_in) {
  BOOST_TEST(told(modes(false, 0646), Check::FileModes) == "error: /etc/x (0646 root:root): others may change it\n");
  BOOST_TEST(modes(false, 0646)[0].fix == "chmod o-w /etc/x");
  BOOST_TEST(told(modes(true, 0660), Check::FileModes) == "error: /etc/x (0660 root:root): others may change it\n");
  BOOST_TEST(modes(true, 0660)[0].fix == "chmod g-w,o-rwx /etc/x");
  BOOST_TEST(told(modes(true, 0644), Check::FileModes) ==
             "error: /etc/x (0644 root:root): everybody may read the secret in it\n");
}

BOOST_AUTO_TEST_CASE(readable_clean) {
  BOOST_TEST(told(check_readable(kUser, {{"/etc/x"}, {"/etc/y"}}), Check::ReadableFiles) ==
             "ok: the user waybill can read all 2 files that are named\n");
}

BOOST_AUTO_TEST_CASE(a_file_that_waybilld_cannot_read) {
  const Way file = {step("/", 0755), step("/etc", 0755), step("/etc/x", 0600)};
  const Findings findings = check_readable(kUser, {{"/etc/x", EACCES, file}});
  BOOST_TEST(told(findings, Check::ReadableFiles) ==
             "error: the user waybill cannot read /etc/x: Permission denied: /etc/x (0600 root:root)\n");
  BOOST_TEST(findings[0].fix == "chgrp 4000000002 /etc/x\nchmod g+r /etc/x");
  const Way folder = {step("/", 0755), step("/etc", 0750), step("/etc/x", 0644)};
  BOOST_TEST(check_readable(kUser, {{"/etc/x", EACCES, folder}})[0].fix == "chgrp 4000000002 /etc");
  BOOST_TEST(check_readable(kUser, {{"/etc/x", ENOENT, {}}})[0].fix == "");
}

BOOST_AUTO_TEST_CASE(memory_clean) {
  BOOST_TEST(told(check_kept(kKept, kUser, std::nullopt, {})) == "ok: /var/w/d.db is whole\n");
}

BOOST_AUTO_TEST_CASE(memory_that_cannot_be_used) {
  const Way good = {step("/", 0755), step("/var", 0755), {"/var/w", 0700, kUser.uid, kUser.gid}};
  const Finding damaged = check_kept(kKept, kUser, "/var/w/d.db: is damaged", good);
  BOOST_TEST(told(damaged) == "error: /var/w/d.db: is damaged\n");
  BOOST_TEST(damaged.fix ==
             "systemctl stop waybill\nmkdir /var/w/damaged && mv /var/w/d.db* /var/w/damaged\nsystemctl start waybill");
  const Way closed = {step("/", 0755), step("/var", 0755), step("/var/w", 0755)};
  const Finding unwritable = check_kept(kKept, kUser, "x", closed);
  BOOST_TEST(told(unwritable) ==
             "error: the user waybill cannot write in the folder of /var/w/d.db: /var/w (0755 root:root)\n");
  BOOST_TEST(unwritable.fix == "chown waybill /var/w");
  BOOST_TEST(check_kept(kKept, kUser, "x", {step("/", 0755), step("/var", 0755)}).fix ==
             "install -d -o waybill -m 0700 /var/w");
}

BOOST_AUTO_TEST_CASE(disk_clean) {
  BOOST_TEST(told(check_disk({room(512)}), Check::Disk) == "ok: /var (state): 512 MB are free\n");
  std::vector<Room> real;
  look_at_room("/proc", "one", real);
  look_at_room("/proc/self", "two", real);  // the same file system
  look_at_room("/no-such-folder", "three", real);
  BOOST_REQUIRE(real.size() == 1U);
  BOOST_TEST(real[0].folder == "/proc");
  BOOST_TEST(real[0].purpose == "one, two");
  look_at_room("/", "root", real);
  BOOST_TEST(real.back().bytes > 0U);
}

BOOST_AUTO_TEST_CASE(disk_full) {
  BOOST_TEST(told(check_disk({room(511)}), Check::Disk) == "warning: /var (state): 511 MB are free\n");
  BOOST_TEST(told(check_disk({room(63)}), Check::Disk) == "error: /var (state): 63 MB are free\n");
  Room few = room(10000);
  few.files = 999;
  BOOST_TEST(told(check_disk({few}), Check::Disk) == "error: /var (state): room for 999 files is left\n");
  few.counts_files = false;
  BOOST_TEST(told(check_disk({few}), Check::Disk).starts_with("ok: "));
  Room closed = room(10000);
  closed.is_read_only = true;
  BOOST_TEST(told(check_disk({closed}), Check::Disk) ==
             "error: /var (state) cannot be written: its file system is mounted read-only\n");
}

BOOST_AUTO_TEST_CASE(the_files_of_a_configuration) {
  config::Configuration configuration;
  engine::Policy policy;
  rules::Rule rule;
  rule.place.file = "/etc/waybill/rules.toml";
  rule.disclaimer.emplace();
  rule.disclaimer->html = {"", "signatures/a.html", {"/etc/waybill/rules.toml"}};
  policy.rules = {rule, rule};
  configuration.policy = std::make_shared<const engine::Policy>(policy);
  ldap::Options& directory = configuration.settings.directory;
  directory.kind = ldap::Kind::Ldap;
  directory.bind_dn = "cn=x";
  directory.password_file = "/etc/waybill/ldap.password";
  directory.cert_file = "/etc/waybill/client.crt";
  directory.key_file = "/etc/waybill/client.key";
  directory.file = "/etc/waybill/people.ldif";  // not asked for
  configuration.settings.delivery.reinject = "127.0.0.1:10026";
  configuration.settings.delivery.key_file = "/etc/waybill/copy.key";
  std::string names;
  for (const NamedFile& file : list_files("/etc/waybill/waybill.toml", configuration)) {
    names += file.path + (file.is_secret ? " secret\n" : "\n");
  }
  BOOST_TEST(names ==
             "/etc/waybill/waybill.toml\n/etc/waybill/rules.toml\n/etc/waybill/signatures/a.html\n"
             "/etc/waybill/ldap.password secret\n/etc/waybill/client.crt\n/etc/waybill/client.key secret\n"
             "/etc/waybill/copy.key secret\n");
}

BOOST_AUTO_TEST_SUITE_END()
