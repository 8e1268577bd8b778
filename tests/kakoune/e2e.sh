#!/usr/bin/env bash
# tests/kakoune/e2e.sh: Kakoune without kakoune-lsp loads editors/kakoune/copydesk.kak, and tells articles from other text.
set -uo pipefail
cd "$(dirname "$0")/../.."
passed=0 failed=0
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/articles" "$work/articles/2016"
touch "$work/articles/copydesk.toml"
echo 'Officials left.' | tee "$work/articles/2016/a.txt" >"$work/b.txt"

# ask FILE: the filetype, the error (if any) and whether a window of it wraps, as Kakoune with our file has them.
ask() {
  timeout 20 kak -n -ui dummy -e "
    try %{
      declare-option str lsp_servers
      declare-option str lsp_language_id
      source editors/kakoune/copydesk.kak
      edit $1
      nop %sh{ printf '%s|%s|' \"\$kak_opt_filetype\" \"\$kak_opt_lsp_servers\" >$work/answer }
      try %{ add-highlighter window/copydesk wrap; nop %sh{ printf plain >>$work/answer } } catch %{
        nop %sh{ printf wrapped >>$work/answer } }
    } catch %{ nop %sh{ printf %s \"\$kak_error\" >$work/answer } }
    quit!" </dev/null >/dev/null 2>&1
  tr '\n' ' ' <"$work/answer"
  rm -f "$work/answer"
}

check() { # NAME ANSWER PATTERN
  # shellcheck disable=SC2254
  case $2 in
  $3) echo "ok   $1"; passed=$((passed + 1)) ;;
  *) echo "FAIL $1: $2"; failed=$((failed + 1)) ;;
  esac
}

check "an article gets the server, and wraps" "$(ask "$work/articles/2016/a.txt")" 'news|*\[copydesk\]*root_globs*|wrapped'
check "other text is left alone" "$(ask "$work/b.txt")" '||plain'
echo "$passed passed, $failed failed"
[ "$failed" = 0 ] && [ "$passed" != 0 ]
