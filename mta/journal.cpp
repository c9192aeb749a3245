// mta/journal.cpp: sd-journal(3), with the cursor as position.
#include "mta/journal.h"

#include <systemd/sd-journal.h>

#include <charconv>
#include <cstdint>
#include <cstdlib>
#include <system_error>
#include <utility>

namespace waybill::mta {
namespace {

constexpr std::string_view kKind = "journal ";
constexpr const char* kMail = "SYSLOG_FACILITY=2";
constexpr std::size_t kMostField = 64U * 1024;
constexpr std::uint32_t kFirstPerson = 1000;  // UID_MIN of login.defs(5)

bool is_of_system(const std::optional<std::string>& user) {
  std::uint32_t number = 0;
  if (!user) return false;
  const char* end = user->data() + user->size();
  const auto [at, error] = std::from_chars(user->data(), end, number);
  return error == std::errc() && at == end && number < kFirstPerson;
}

}  // namespace

void Journal::Close::operator()(sd_journal* journal) const { sd_journal_close(journal); }

Journal::Journal(std::string folder, std::string_view position) : folder_(std::move(folder)) {
  if (position.starts_with(kKind)) cursor_ = position.substr(kKind.size());
}

std::string Journal::position() const { return cursor_.empty() ? "" : std::string(kKind) + cursor_; }

base::Result<Read> Journal::read() {
  if (!journal_) {
    if (auto error = open()) return *std::move(error);
  }
  auto out = read_lines();
  if (!out) journal_.reset();
  return out;
}

std::optional<base::Error> Journal::open() {
  int code = open_files();
  if (code < 0) return failed("cannot be opened", code);
  std::uint64_t bytes = 0;
  if (sd_journal_get_usage(journal_.get(), &bytes) < 0 || bytes == 0) {
    journal_.reset();
    return base::Error{base::ErrorKind::Unavailable,
                       "the journal: there is none, or its files cannot be read (group systemd-journal)"};
  }
  code = restrict_to_mail();
  if (code >= 0) code = cursor_.empty() ? go_to_end() : go_to_position();
  if (code >= 0) return std::nullopt;
  journal_.reset();
  return failed("cannot be searched", code);
}

int Journal::open_files() {
  sd_journal* opened = nullptr;
  const int code = folder_.empty() ? sd_journal_open(&opened, SD_JOURNAL_LOCAL_ONLY | SD_JOURNAL_SYSTEM)
                                   : sd_journal_open_directory(&opened, folder_.c_str(), 0);
  if (code >= 0) journal_.reset(opened);
  return code;
}

int Journal::restrict_to_mail() {
  const int code = sd_journal_set_data_threshold(journal_.get(), kMostField);
  return code < 0 ? code : sd_journal_add_match(journal_.get(), kMail, 0);
}

// On the last line; where there is none, all that comes is new.
int Journal::go_to_end() {
  int code = sd_journal_seek_tail(journal_.get());
  if (code >= 0) code = sd_journal_previous(journal_.get());
  if (code == 0) return sd_journal_seek_head(journal_.get());
  return code < 0 ? code : note_position();
}

// On the line of the cursor, or on the next one when it is gone.
int Journal::go_to_position() {
  int code = sd_journal_seek_cursor(journal_.get(), cursor_.c_str());
  if (code < 0) return go_to_end();  // no cursor
  code = sd_journal_next(journal_.get());
  is_on_unread_ = code > 0 && sd_journal_test_cursor(journal_.get(), cursor_.c_str()) <= 0;
  return code;
}

base::Result<Read> Journal::read_lines() {
  Read out;
  std::size_t lines = 0;
  for (; lines < kMostLines; ++lines) {
    const int code = is_on_unread_ ? 1 : sd_journal_next(journal_.get());
    if (code < 0) return failed("cannot be read", code);
    if (code == 0) break;
    is_on_unread_ = false;
    for (Proof& proof : proofs_here()) out.proofs.push_back(std::move(proof));
  }
  if (lines > 0) {
    const int code = note_position();
    if (code < 0) return failed("cannot be read", code);
  }
  // At the end it asks for files that came and went.
  out.may_be_more = lines == kMostLines || sd_journal_wait(journal_.get(), 0) > SD_JOURNAL_NOP;
  return out;
}

std::vector<Proof> Journal::proofs_here() const {
  if (!is_of_system(field("_UID"))) return {};
  const auto program = field("SYSLOG_IDENTIFIER");
  const auto text = field("MESSAGE");
  return program && text ? proofs_in({*program, *text}) : std::vector<Proof>{};
}

std::optional<std::string> Journal::field(const char* name) const {
  const void* bytes = nullptr;
  std::size_t size = 0;
  if (sd_journal_get_data(journal_.get(), name, &bytes, &size) < 0) return std::nullopt;
  const std::string_view pair(static_cast<const char*>(bytes), size);  // NAME=VALUE
  return std::string(pair.substr(pair.find('=') + 1));
}

int Journal::note_position() {
  char* cursor = nullptr;
  const int code = sd_journal_get_cursor(journal_.get(), &cursor);
  if (code >= 0) cursor_ = cursor;
  std::free(cursor);
  return code;
}

base::Error Journal::failed(const char* what, int code) const {
  const std::string name = folder_.empty() ? "the journal" : "the journal in " + folder_;
  return {base::ErrorKind::Unavailable, name + " " + what + ": " + std::generic_category().message(-code)};
}

}  // namespace waybill::mta
