"""`waybill lookup`, with settings of [directory] and groups that rules name."""
import os
import subprocess

WAYBILL = os.path.join(os.environ["WAYBILL_BIN"], "waybill")


def look_up(workplace, address, directory, groups=(), trace=False, environment=None):
    """The lines that it prints, those of standard error last."""
    rules = "".join(f'[[TransportRule]]\nName = "{name}"\nFromMemberOf = "{name}"\nDeleteMessage = true\n' for name in groups)
    workplace.write("rules.toml", rules)
    config = workplace.write("waybill.toml", f'[rules]\nfiles = "rules.toml"\n[directory]\nkind = "ldap"\n{directory}')
    run = subprocess.run([WAYBILL, "lookup", address, "-c", str(config), *["--trace"] * trace], capture_output=True, text=True, timeout=120,
                         env=os.environ | (environment or {}))
    return (run.stdout + run.stderr).splitlines()


def groups_in(lines):
    """The DNs of all groups."""
    return {line.removeprefix("group ") for line in lines if line.startswith("group ")}


def membership(workplace, address, directory, *groups):
    """What is said of each group."""
    lines = look_up(workplace, address, directory, groups)
    return dict(line.removeprefix("named in rules: ").replace('"', "").split(": ", 1)
                for line in lines if line.startswith("named in rules: "))
