// mta/postfix_setup.cpp: one function a setting.
#include "mta/postfix_setup.h"

#include <algorithm>
#include <cstdlib>

#include "base/text.h"

namespace waybill::mta {
namespace {

constexpr std::string_view kUnix = "unix:";
constexpr int kProtocol = 6;
constexpr const char* kMarks = "Waybill knows its copies again there and takes its mark off; others sign them";

bool is_separator(char c) { return base::is_space(c) || c == ','; }

// The items of a list of milters; one in braces has settings of its own.
std::vector<std::string> milters_in(std::string_view list) {
  std::vector<std::string> out;
  for (std::size_t at = 0; at < list.size();) {
    if (is_separator(list[at])) {
      ++at;
      continue;
    }
    const std::size_t begin = at;
    const std::size_t close = list[at] == '{' ? list.find('}', at) : std::string_view::npos;
    if (close != std::string_view::npos) {
      at = close + 1;
    } else {
      while (at < list.size() && !is_separator(list[at])) ++at;
    }
    out.emplace_back(list.substr(begin, at - begin));
  }
  return out;
}

std::string_view address_of(std::string_view item) {
  if (!item.starts_with('{')) return item;
  item = base::trim(item.substr(1, item.size() - 2));
  return item.substr(0, item.find_first_of(", \t"));
}

std::string joined(const std::vector<std::string>& milters) {
  std::string out;
  for (const std::string& milter : milters) out += (out.empty() ? "" : ", ") + milter;
  return out;
}

class Planner {
 public:
  Planner(const Postfix& postfix, const Wish& wish) : postfix_(postfix), wish_(wish), milter_(wish.milter) {
    if (is_below_queue()) milter_ = std::string(kUnix) + wish.milter.substr(kUnix.size() + queue().size());
  }

  PostfixPlan run() && {
    look_for_chroots();
    if (!plan_.problems.empty()) return std::move(plan_);
    put_first("smtpd_milters", "Mail by SMTP. Waybill is first: a signer of DKIM behind it signs what it made");
    put_first("non_smtpd_milters", "Mail by sendmail(1)");
    for (const Service& service : postfix_.services) override_milters(service);
    set_default_action();
    set_protocol();
    set_timeout();
    if (!wish_.reinject.empty()) add_port();
    return std::move(plan_);
  }

 private:
  std::string queue() const { return postfix_.value("queue_directory") + '/'; }
  bool is_unix() const { return wish_.milter.starts_with(kUnix); }
  bool is_below_queue() const { return is_unix() && wish_.milter.compare(kUnix.size(), queue().size(), queue()) == 0; }

  void set(std::string why, const std::string& parameter, const std::string& value) {
    plan_.steps.push_back({std::move(why), {"-e", parameter + " = " + value}});
  }

  void look_for_chroots() {
    if (!is_unix() || is_below_queue()) return;
    std::string chrooted;
    for (const Service& service : postfix_.services) {
      const bool asks = service.program == "smtpd" || service.program == "cleanup";
      if (asks && service.is_chrooted) chrooted += (chrooted.empty() ? "" : ", ") + service.name;
    }
    if (chrooted.empty()) return;
    const std::string folder = queue() + "waybill";
    plan_.problems.push_back(
        chrooted + " run in a chroot (fifth column of master.cf) and reach no socket outside of " + queue() +
        ".\nIn waybill.toml, [milter], write\n  socket = \"unix:" + folder +
        "/waybill.sock\"\n  socket_group = \"\"\nand then\n  install -d -o waybill -g postfix -m 2750 " + folder +
        "\n  systemctl restart waybill");
  }

  bool is_ours(std::string_view item) const {
    const std::string_view address = address_of(item);
    return address == milter_ || address == wish_.milter;
  }

  // The list with Waybill at its head, as it is there or new.
  std::vector<std::string> with_ours_first(std::vector<std::string> milters) const {
    const auto ours = std::find_if(milters.begin(), milters.end(), [&](const std::string& m) { return is_ours(m); });
    if (ours == milters.end()) {
      milters.insert(milters.begin(), milter_);
    } else {
      std::rotate(milters.begin(), ours, ours + 1);
    }
    return milters;
  }

  void put_first(const std::string& parameter, std::string why) {
    const std::vector<std::string> before = milters_in(postfix_.value(parameter));
    const std::vector<std::string> after = with_ours_first(before);
    if (after != before) set(std::move(why), parameter, joined(after));
  }

  void override_milters(const Service& service) {
    const auto own = service.overrides.find("smtpd_milters");
    if (own == service.overrides.end()) return;
    const bool takes_copies = service.name == wish_.reinject + "/inet";
    const std::vector<std::string> before = milters_in(own->second);
    if (before.empty() && !takes_copies) {
      plan_.notes.push_back(service.name + " has no milters (-o smtpd_milters=): its mail does not pass Waybill");
      return;
    }
    const std::vector<std::string> after = with_ours_first(before);
    if (after == before) return;
    plan_.steps.push_back({takes_copies ? kMarks : service.name + " has milters of its own",
                           {"-P", service.name + "/smtpd_milters=" + joined(after)}});
  }

  void set_default_action() {
    const std::string action = postfix_.value("milter_default_action");
    if (action == "tempfail" || action == "shutdown") return;
    set("While Waybill is down, mail waits; " + action + " would let it pass or drop it", "milter_default_action",
        "tempfail");
  }

  void set_protocol() {
    if (std::atoi(postfix_.value("milter_protocol").c_str()) >= kProtocol) return;
    set("Waybill speaks version 6", "milter_protocol", std::to_string(kProtocol));
  }

  void set_timeout() {
    if (read_interval(postfix_.value("milter_content_timeout")) >= wish_.patience) return;
    set("Directory and copies may take that long", "milter_content_timeout",
        std::to_string(wish_.patience.count()) + "s");
  }

  // docs/operations.md
  void add_port() {
    const std::string name = wish_.reinject + "/inet";
    if (postfix_.find_service(name) != nullptr) return;
    plan_.steps.push_back(
        {std::string("The port for copies. ") + kMarks, {"-M", name + "=" + wish_.reinject + " inet n - n - - smtpd"}});
    const std::string milters = joined(with_ours_first(milters_in(postfix_.value("smtpd_milters"))));
    for (const std::string& option : {"smtpd_milters=" + milters, std::string("mynetworks=127.0.0.0/8"),
                                      std::string("smtpd_recipient_restrictions=permit_mynetworks,reject"),
                                      std::string("smtpd_authorized_xforward_hosts=127.0.0.0/8")}) {
      plan_.steps.push_back({"", {"-P", name + "/" + option}});
    }
  }

  const Postfix& postfix_;
  const Wish& wish_;
  std::string milter_;  // as it is written: below the queue folder relative to it, which is right in a chroot too
  PostfixPlan plan_;
};

}  // namespace

PostfixPlan plan_postfix(const Postfix& postfix, const Wish& wish) { return Planner(postfix, wish).run(); }

}  // namespace waybill::mta
