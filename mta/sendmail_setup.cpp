// mta/sendmail_setup.cpp: the filter, its place, and the ports.
#include "mta/sendmail_setup.h"

#include <algorithm>
#include <map>
#include <utility>

#include "base/text.h"

namespace waybill::mta {
namespace {

using Equates = std::map<char, std::string>;  // by the first letter, which is all that Sendmail looks at

constexpr const char* kName = "waybill";
constexpr std::chrono::seconds kUsualEnd = std::chrono::minutes(5);  // Sendmail's own

Equates equates_in(std::string_view list) {
  Equates out;
  for (const std::string& item : items_in(list, ',')) {
    const std::size_t equals = std::min(item.find('='), item.size());
    out[item.front()] = base::trim(std::string_view(item).substr(std::min(equals + 1, item.size())));
  }
  return out;
}

// "unix:/x", "local:/x" and "/x" are the same.
std::string_view bare(std::string_view socket) {
  for (const std::string_view kind : {"unix:", "local:"}) {
    if (socket.starts_with(kind)) return socket.substr(kind.size());
  }
  return socket;
}

// How long Sendmail waits for the end of a message, of "C:5m;S:10s;R:10s;E:5m".
std::chrono::seconds end_timeout(const std::string& timeouts) {
  for (const std::string& item : items_in(timeouts, ';')) {
    if (item.starts_with("E:")) return read_interval(std::string_view(item).substr(2));
  }
  return kUsualEnd;
}

std::string quoted(const std::string& text) { return '`' + text + '\''; }

class Lines {
 public:
  explicit Lines(const std::string& text) : lines_(base::split(text, '\n')) {
    if (lines_.back().empty()) lines_.pop_back();
  }

  std::size_t end() const { return lines_.size() + 1; }
  std::string_view at(std::size_t line) const { return lines_[line - 1]; }

  // Above comments that stand right before that line.
  std::size_t above_comments(std::size_t line) const {
    while (line > 1 && at(line - 1).starts_with("dnl")) --line;
    return line;
  }

  // Behind the call that begins on that line.
  std::size_t behind_call(std::size_t line) const {
    for (int open = 0; line < end();) {
      const std::string_view text = at(line).substr(0, at(line).find("dnl"));
      ++line;
      open += static_cast<int>(std::count(text.begin(), text.end(), '('));
      open -= static_cast<int>(std::count(text.begin(), text.end(), ')'));
      if (open <= 0) break;
    }
    return line;
  }

 private:
  std::vector<std::string_view> lines_;
};

class Planner {
 public:
  Planner(const Sendmail& sendmail, const Wish& wish) : sendmail_(sendmail), wish_(wish), lines_(sendmail.text) {}

  SendmailPlan run() && {
    place_filter();
    for (const std::string& daemon : sendmail_.daemons) look_at(equates_in(daemon));
    if (!wish_.reinject.empty()) add_port();
    if (!wish_.trusts_loopback) {
      plan_.notes.push_back(
          "mail of sendmail(1) comes from 127.0.0.1, which organization.trusted_networks does not name: it counts as "
          "coming from outside");
    }
    return std::move(plan_);
  }

 private:
  using Calls = std::vector<MacroCall>::const_iterator;

  // ---- where ----

  template <class Predicate>
  Calls find(Predicate predicate) const {
    return std::find_if(sendmail_.calls.begin(), sendmail_.calls.end(), predicate);
  }
  bool is_found(Calls call) const { return call != sendmail_.calls.end(); }
  bool is_here(const MacroCall& call) const { return call.file == sendmail_.file; }

  // The line of a call, or of what includes it.
  std::size_t line_of(Calls call) const {
    while (!is_here(*call) && call != sendmail_.calls.begin()) --call;
    return is_here(*call) ? call->line : lines_.end();
  }

  std::size_t before_mailers() const {
    const auto mailer = find([](const MacroCall& call) { return call.name.starts_with("MAILER"); });
    return is_found(mailer) ? lines_.above_comments(line_of(mailer)) : lines_.end();
  }

  std::size_t before_filters() const {
    const auto first = find([](const MacroCall& call) { return call.name == "INPUT_MAIL_FILTER"; });
    return is_found(first) ? line_of(first) : before_mailers();
  }

  // ---- the filter ----

  bool is_ours(const MacroCall& call) const {
    if (!call.name.ends_with("MAIL_FILTER") || call.arguments.size() < 2) return false;
    return call.arguments[0] == kName || bare(equates_in(call.arguments[1])['S']) == bare(wish_.milter);
  }

  std::string our_line(const std::string& name) const {
    const std::string end = wish_.patience > kUsualEnd ? std::to_string(wish_.patience.count()) + 's' : "5m";
    return "INPUT_MAIL_FILTER(" + quoted(name) + ", " +
           quoted("S=" + wish_.milter + ", F=T, T=C:1m;S:1m;R:1m;E:" + end) + ")dnl";
  }

  // What of it is not as Waybill wants it; empty: nothing.
  std::string wrong_with(const MacroCall& ours) const {
    Equates equates = equates_in(ours.arguments[1]);
    std::string out;
    if (bare(equates['S']) != bare(wish_.milter)) out += ", it is where waybill.toml says";
    if (equates['F'] != "T" && equates['F'] != "4") out += ", mail waits while it is down (F=T)";
    if (end_timeout(equates['T']) < wish_.patience) out += ", directory and copies have their time (T=E:)";
    if (sendmail_.filters.empty() || sendmail_.filters.front() != ours.arguments[0]) {
      out += ", it is before all others: a signer of DKIM signs what it made";
    }
    return out.empty() ? out : out.substr(2);
  }

  // Whether InputMailFilters is what the calls of INPUT_MAIL_FILTER make of it.
  bool is_list_by_hand() const {
    std::vector<std::string> called;
    for (const MacroCall& call : sendmail_.calls) {
      if (call.name == "INPUT_MAIL_FILTER" && !call.arguments.empty()) called.push_back(call.arguments[0]);
    }
    return called != sendmail_.filters;
  }

  void place_filter() {
    const auto ours = find([&](const MacroCall& call) { return is_ours(call); });
    const std::string wrong = is_found(ours) ? wrong_with(*ours) : std::string();
    if (is_found(ours) && wrong.empty()) return;
    if (is_list_by_hand()) {
      plan_.problems.push_back(sendmail_.file + " lists the filters itself (confINPUT_MAIL_FILTERS). Write there\n  " +
                               kName + "\nin front of the others, and before that\n  " + our_line(kName).substr(6));
    } else if (!is_found(ours)) {
      plan_.steps.push_back(
          {"Mail by SMTP, and so that of sendmail(1). Waybill is first: a signer of DKIM behind it signs what "
           "it made. Mail waits while it is down (F=T)",
           {before_filters(), 0, our_line(kName) + '\n'}});
    } else {
      change_filter(*ours, wrong);
    }
  }

  void change_filter(const MacroCall& ours, const std::string& wrong) {
    const std::string line = our_line(ours.arguments[0]);
    if (!is_here(ours) || lines_.behind_call(ours.line) != ours.line + 1 ||
        !base::trim(lines_.at(ours.line)).starts_with(ours.name)) {
      plan_.problems.push_back(ours.file + ':' + std::to_string(ours.line) + ": write so that " + wrong + "\n  " +
                               line);
      return;
    }
    const std::size_t place = std::min(before_filters(), ours.line);
    if (place == ours.line) {
      plan_.steps.push_back({"So that " + wrong, {place, 1, line + '\n'}});
    } else {
      plan_.steps.push_back({"So that " + wrong, {place, 0, line + '\n'}});
      plan_.steps.push_back({"", {ours.line, 1}});
    }
  }

  // ---- ports ----

  std::string port_for_copies() const { return wish_.reinject.substr(wish_.reinject.rfind(':') + 1); }

  void look_at(Equates daemon) {
    const auto list = daemon.find('I');
    if (list == daemon.end()) return;
    const std::vector<std::string> filters = items_in(list->second, ';');
    const auto ours = find([&](const MacroCall& call) { return is_ours(call); });
    const std::string name = is_found(ours) ? ours->arguments[0] : kName;
    if (std::count(filters.begin(), filters.end(), name) != 0) return;
    const bool takes_copies = !wish_.reinject.empty() && daemon['P'] == port_for_copies();
    plan_.notes.push_back(
        "the port " + daemon['N'] + " has filters of its own (InputMailFilters=" + list->second +
        "): " + (takes_copies ? "copies keep the mark of Waybill" : "its mail does not pass Waybill"));
  }

  void add_port() {
    const std::size_t colon = wish_.reinject.rfind(':');
    if (wish_.reinject.starts_with("unix:") || colon == std::string::npos) {
      plan_.problems.push_back(
          "Sendmail takes no mail at a unix socket; in waybill.toml, [delivery], write\n"
          "  reinject = \"127.0.0.1:10026\"");
      return;
    }
    for (const std::string& daemon : sendmail_.daemons) {
      if (equates_in(daemon)['P'] == port_for_copies()) return;
    }
    const bool is_v6 = wish_.reinject.starts_with('[');
    const std::string address = is_v6 ? wish_.reinject.substr(1, colon - 2) : wish_.reinject.substr(0, colon);
    plan_.steps.push_back(
        {"The port for copies. All filters see them: Waybill takes its mark off, and a signer of DKIM signs them",
         {behind_ports(), 0,
          usual_ports() + "DAEMON_OPTIONS(" +
              quoted(std::string("Name=") + kName + (is_v6 ? ", Family=inet6" : ", Family=inet") + ", Addr=" + address +
                     ", Port=" + port_for_copies()) +
              ")dnl\n"}});
  }

  std::size_t behind_ports() const {
    const auto& calls = sendmail_.calls;
    const auto last = std::find_if(calls.rbegin(), calls.rend(), [&](const MacroCall& call) {
      return call.name == "DAEMON_OPTIONS" && is_here(call);
    });
    return last == calls.rend() ? before_mailers() : lines_.behind_call(last->line);
  }

  // Without any DAEMON_OPTIONS there are usual ones, which the first takes away.
  std::string usual_ports() const {
    if (is_found(find([](const MacroCall& call) { return call.name == "DAEMON_OPTIONS"; }))) return {};
    std::string out;
    for (const std::string& daemon : sendmail_.daemons) {
      if (equates_in(daemon)['N'] != "MSA") out += "DAEMON_OPTIONS(" + quoted(daemon) + ")dnl\n";
    }
    return out;
  }

  const Sendmail& sendmail_;
  const Wish& wish_;
  const Lines lines_;
  SendmailPlan plan_;
};

}  // namespace

SendmailPlan plan_sendmail(const Sendmail& sendmail, const Wish& wish) { return Planner(sendmail, wish).run(); }

std::string changed_text(const std::string& text, const SendmailPlan& plan) {
  std::string out;
  std::size_t line = 1;
  std::size_t removed = 0;
  const auto put_changes = [&] {
    for (const auto& step : plan.steps) {
      if (step.change.line != line) continue;
      if (!out.empty() && out.back() != '\n') out += '\n';
      out += step.change.text;
      removed = std::max(removed, step.change.removed);
    }
  };
  for (std::size_t at = 0; at < text.size(); ++line) {
    const std::size_t end = std::min(text.find('\n', at), text.size() - 1) + 1;
    put_changes();
    if (removed == 0) out += text.substr(at, end - at);
    if (removed != 0) --removed;
    at = end;
  }
  put_changes();
  return out;
}

}  // namespace waybill::mta
