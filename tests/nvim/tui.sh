#!/usr/bin/env bash
# tests/nvim/tui.sh NVIM: what a person sees: Neovim in a tmux pane as editors/try starts it, keys typed, the screen read.
set -uo pipefail
cd "$(dirname "$0")/../.."
nvim=$1 socket=copydesk$$ passed=0 failed=0
export COPYDESK=${COPYDESK:-$PWD/target/debug/copydesk} LC_ALL=C.UTF-8 TERM=xterm-256color
work=$(mktemp -d)
trap 'tmux -L "$socket" kill-server 2>/dev/null; rm -rf "$work"' EXIT
cp seeds/* "$work"
tmux -L "$socket" -f /dev/null new-session -d -x 80 -y 24 \
  "$nvim -u '$PWD/editors/nvim/try.lua' -i NONE -n '$work/000_ac0255bbbf864db0.txt'"

screen() { tmux -L "$socket" capture-pane -p; }
keys() { tmux -L "$socket" send-keys "$@"; }

# sees NAME WORDS: the words stand on one line of the screen, within ten seconds.
sees() {
  for _ in $(seq 100); do
    if screen | grep -qF -- "$2"; then
      echo "ok   $1"
      passed=$((passed + 1))
      return
    fi
    sleep 0.1
  done
  echo "FAIL $1: not seen: $2"
  screen
  failed=$((failed + 1))
}

sees "the status line tells what was read" '5 articles, 4 events'
keys '/Mr. Earnest' Enter K
sees "the hover's first line" 'Josh Earnest · person'
# Ends of lines 80 columns wide; in the middle of these words Neovim would break them by itself.
sees "a line with links is whole" '│Named 3 times here: 16, 18, 24 '
sees "a long line breaks at a word" '│18 “It’s an opportunity for the president to, once again, make the case to    │'
sees "and goes on with the next" '│President Putin that he should use his influence with the Assad regime to …”  │'
keys Escape gg '/the phone call' Enter C-']'
sees "a jump to the other article" '001_33418969c43dd264.txt'
keys ':Copydesk nonsense' Enter
sees "a mistyped command is answered" 'no command "nonsense"'
echo "$passed passed, $failed failed"
[ "$failed" = 0 ] && [ "$passed" != 0 ]
