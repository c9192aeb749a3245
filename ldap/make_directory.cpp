// ldap/make_directory.cpp: chooses the kind of directory.
#include "ldap/make_directory.h"

#include "ldap/directories.h"
#include "ldap/server_directory.h"
#include "ldap/watched_ldif.h"

namespace waybill::ldap {
namespace {

class NoDirectory : public engine::Directory {
 public:
  std::vector<message::Fact> ask(const std::vector<message::Query>& queries,
                                 std::chrono::steady_clock::time_point) override {
    return std::vector<message::Fact>(queries.size(), message::Unavailable{"no directory configured"});
  }
};

using Made = std::unique_ptr<engine::Directory>;

base::Result<Made> make_ldif(const Options& options, const std::vector<std::string_view>& attributes) {
  auto directory = WatchedLdif::load(options.file, attributes, options.recipient_delimiter);
  if (!directory) return directory.error();
  return Made(std::move(*directory));
}

}  // namespace

base::Result<Made> make_directory(const Options& options, const std::vector<std::string_view>& attributes,
                                  Caches& caches) {
  switch (options.kind) {
    case Kind::None:
      return Made(std::make_unique<NoDirectory>());
    case Kind::Ldif:
      return make_ldif(options, attributes);
    case Kind::Ldap:
      return Made(std::make_unique<ServerDirectory>(options, attributes, caches));
  }
  return base::Error{base::ErrorKind::Internal, "unknown kind of directory"};
}

base::Result<Made> make_directories(const std::vector<Options>& options,
                                    const std::vector<std::string_view>& attributes, Caches& caches) {
  if (options.size() <= 1) return make_directory(options.empty() ? Options() : options.front(), attributes, caches);
  std::vector<Made> all;
  for (Options one : options) {
    one.is_one_of_several = true;
    auto made = make_directory(one, attributes, caches);
    if (!made) return made.error();
    all.push_back(std::move(*made));
  }
  return Made(std::make_unique<Directories>(std::move(all)));
}

}  // namespace waybill::ldap
