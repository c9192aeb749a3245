# bash completion for waybill and waybilld; needs nothing but bash. Where no word fits, files are completed.

_waybill() {
  local current=$2 previous=$3 command=${COMP_WORDS[1]} options
  local envelope='--sender --recipient --auth --client-ip --now'
  local search='--message-id --queue-id --sender --recipient --event --since --until --limit --format'
  COMPREPLY=()
  case $previous in
    --sender | --recipient | --auth | --client-ip | --now | --send-test | --smtp) return ;;
    --message-id | --queue-id | --since | --until | --limit) return ;;
    --event) COMPREPLY=($(compgen -W 'RECEIVE AGENTINFO REDIRECT TRANSFER DUPLICATE DEFER FAIL' -- "$current")); return ;;
    --format) COMPREPLY=($(compgen -W 'table csv json' -- "$current")); return ;;
    -c | --config | --postfix-config | --sendmail-config | --output | --report | --log) compopt -o default; return ;;
  esac
  if [[ $previous == --ignore ]]; then
    options=$(waybill doctor --help 2>/dev/null | sed -n 's/.*--ignore TEXT:{\([^}]*\)}.*/\1/p')
    COMPREPLY=($(compgen -W "${options//,/ }" -- "$current"))
    return
  fi
  case $COMP_CWORD:$command in
    1:*)
      options='check explain apply id lookup schema rules import setup doctor reload track seen words settings'
      options+=' --help --version'
      ;;
    *:check | *:reload) options='--config --help' ;;
    *:lookup) options='--config --trace --help' ;;
    *:schema) options='--config --csv --json --all --limit --help' ;;
    *:explain) options="--config --json --help $envelope" ;;
    *:apply) options="--config --output --help $envelope" ;;
    *:id) options='--config --queue-id --json --help' ;;
    *:rules) options='--config --toml --help' ;;
    *:import) options='--output --report --help' ;;
    *:setup) options='postfix sendmail --config --postfix-config --sendmail-config --apply --help' ;;
    *:doctor) options='--config --postfix-config --verbose --json --ignore --send-test --smtp --log --help' ;;
    *:track) options="forget --config --help $search" ;;
    *:seen) options='list show forget --config --recipient --queue-id --limit --format --help' ;;
    *:words) options="--help $(waybill words 2>/dev/null | sed -n 's/^| `\([A-Za-z0-9]*\)` |.*/\1/p')" ;;
    *) options=--help ;;
  esac
  if [[ $COMP_CWORD != 1 && $command =~ ^(explain|apply|id|import)$ && $current != -* ]]; then
    compopt -o default
  else
    COMPREPLY=($(compgen -W "$options" -- "$current"))
  fi
}
complete -F _waybill waybill

_waybilld() {
  COMPREPLY=()
  case $3 in
    -p | --socket) return ;;
    -c | --config) compopt -o default; return ;;
  esac
  COMPREPLY=($(compgen -W '--config --socket --check --dry-run --verbose --foreground --help --version' -- "$2"))
}
complete -F _waybilld waybilld
