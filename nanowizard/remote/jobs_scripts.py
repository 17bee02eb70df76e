"""What runs on the Nano for a job: POSIX sh with util-linux, coreutils and procps as Ubuntu 18.04 has them.

A job's folder (0700) holds: `about` (one line of JSON), `token` (which call started it), `boot` (the kernel's boot id
at its start), `since` (seconds since 1970 and since the boot), `command` (the command line, can be run again by hand),
`runner`, `pid` (the runner's and the command's), `lock` (held by the runner as long as it lives: no number of a process
can be mistaken for it), `log` (both streams), at the end `status`, and `told` if the runner itself was told to end. The
place for the status is taken before the start, so that a full disk cannot swallow it, and it appears by a rename.

No text here contains two backslashes in a row or a backslash before a quote: a login shell such as fish would read
those differently. Parameters: $1 the folder of all jobs ("" for the login user's own), $2 a job's id, $3 a token.
"""

from __future__ import annotations

ROOT_JOBS = "/var/lib/nanowizard/jobs"
USER_JOBS = ".local/state/nanowizard/jobs"
"""Below the login user's home: jobs that do not run as root."""

ANY = "any"
"""In the place of a token: whichever job it is."""
OTHER_RUNS = 46
BUSY = 48

STATUS_FD = 3
"""What a job's command says there goes to its log too, each write as it is: for machine interfaces."""

RUNNER = r"""dir=$1
export LC_ALL=C PATH="$PATH:/usr/sbin:/sbin"
[ "$(id -u)" != 0 ] || export HOME=/root
umask 022
exec 9>>"$dir/lock"
flock -w 30 9 || exit 1
cd /
trap 'told=1' TERM INT HUP
setsid sh -c 'echo "$2 $$" > "$1/pid.new" && mv -f "$1/pid.new" "$1/pid" && exec sh "$1/command"' \
  sh "$dir" $$ </dev/null >>"$dir/log" 2>&1 9>&-
status=$?
[ -z "$told" ] || : > "$dir/told"
echo "$status" 1<>"$dir/status.new"
sync -- "$dir/status.new"
mv -f "$dir/status.new" "$dir/status"
"""
"""$1 the job's folder. The command has a session of its own, so that its group can be ended and this one stays to note
the status. It runs in the foreground: `wait` would end early at each signal. A signal to this one means that the system
is going down, or that somebody ended the unit: STOP speaks to the command alone."""

_COMMON = r"""base=$1; id=$2; token=$3; shift 3
[ -n "$base" ] || base=$HOME/.local/state/nanowizard/jobs
dir=$base/$id
first() { line=; [ ! -f "$dir/$1" ] || IFS= read -r line < "$dir/$1"; printf '%s' "$line"; }
runs() { [ -e "$dir/lock" ] && ! flock -n -s "$dir/lock" true; }
state() {
  if [ -f "$dir/status" ] && [ ! -e "$dir/told" ]; then echo ended
  elif [ ! -e "$dir/told" ] && runs; then echo running
  elif [ ! -f "$dir/about" ]; then echo absent
  elif [ "$(first boot)" != "$(cat /proc/sys/kernel/random/boot_id)" ]; then echo cut
  elif [ "$(systemctl is-system-running 2>/dev/null)" = stopping ]; then echo stopping
  else echo gone
  fi
}
ran() { set -- $(first since); read -r up rest < /proc/uptime; echo $((${up%%.*} - ${2:-0})); }
"""

_FOLLOW = r"""follow() {
  exec 7<"$dir/about"; flock -s 7; exec 8>&-
  if [ "$(state)" = running ]; then
    set -- $(first pid)
    tail -c "+$((offset + 1))" -s 0.2 --pid="$1" -f -- "$dir/log"
  else
    tail -c "+$((offset + 1))" -- "$dir/log"
  fi
  free=$(df -P -B1 -- "$dir" | tail -n 1 | tr -s ' ' | cut -d ' ' -f 4)
  echo "report $(state) $(first status) $(stat -c %s -- "$dir/log") $free" >&2
}
"""

START = (
    _COMMON
    + _FOLLOW
    + r"""old=$1; about=$2; command=$3; runner=$4; offset=$5
umask 077
other() { echo "other $(first token) $(ran)"; cat -- "$dir/about"; echo "${dir##*/}"; exit 46; }
mkdir -p -- "$base" || exit 1
exec 8>>"$base/.lock"; flock 8
now=$(state); mine=0; same=0
[ "$(first token)" != "$token" ] || mine=1
[ "$(cat "$dir/about" 2>/dev/null)" != "$about" ] || same=1
case $now-$mine-$same-$old in
  running-1-*|running-0-1-*) how=attached ;;
  running-*) other ;;
  ended-1-*|gone-1-*|cut-1-*|stopping-1-*|ended-0-1-keep) how=attached ;;
  *) how=start ;;
esac
prepare() {
  rm -rf -- "$dir" && mkdir -- "$dir" && cp /proc/sys/kernel/random/boot_id "$dir/boot" &&
  read -r up rest < /proc/uptime && echo "$(date +%s) ${up%%.*}" > "$dir/since" && echo "$token" > "$dir/token" &&
  printf '%s\n' "$command" > "$dir/command" && printf '%s\n' "$runner" > "$dir/runner" && : > "$dir/log" &&
  printf '%4095s\n' '' > "$dir/status.new" && printf '%s\n' "$about" > "$dir/about" &&
  sync -- "$dir/boot" "$dir/token" "$dir/since" "$dir/about" "$dir" "$base"
}
launch() {
  if [ "$(id -u)" = 0 ] && [ -d /run/systemd/system ]; then
    systemd-run --quiet --collect --unit="nanowizard-$id-$token" \
      /bin/sh "$dir/runner" "$dir" </dev/null >/dev/null 2>&1 8>&- && return
  fi
  setsid sh "$dir/runner" "$dir" </dev/null >/dev/null 2>&1 8>&- &
}
if [ $how = start ]; then
  own=$dir
  for dir in "$base/${id%.*}".*; do [ "$dir" = "$own" ] || ! runs || other; done
  dir=$own
  prepare || { rm -rf -- "$dir"; exit 1; }
  launch; n=0
  until [ -s "$dir/pid" ] || [ -f "$dir/status" ] || [ $n -ge 600 ]; do sleep 0.05; n=$((n + 1)); done
fi
echo "$how $(first token) $(ran)"
follow
"""
)
"""More parameters: $4 `keep` to take over the result of an earlier run of the same command that nobody fetched (else it
is dropped), $5 about, $6 the command line, $7 RUNNER, $8 bytes of the log that are known already.

On stdout: a line `start|attached TOKEN SECONDS`, then the log until the end. On stderr, at the end: a line
`report STATE STATUS LOG_BYTES FREE_BYTES`. Exit 46: another command runs under this id, or under one that differs in
its last part only and so belongs to the same step (`other TOKEN SECONDS`, its `about`, its id). Safe to repeat with the
same token. The fixed PATH of systemd has all system programs."""

FOLLOW = (
    _COMMON
    + _FOLLOW
    + r"""offset=$1
[ "$token" != any ] || token=$(first token)
[ -n "$(first token)" ] && [ "$(first token)" = "$token" ] || { echo "absent - 0"; exit 0; }
echo "attached $token $(ran)"
follow
"""
)
"""More: $4 bytes of the log that are known already. As START from there; it starts nothing. $3 may be ANY."""

STOP = (
    _COMMON
    + r"""protect=$1
[ -n "$(first token)" ] && [ "$(first token)" = "$token" ] && [ "$(state)" = running ] || exit 0
set -- $(first pid); child=$2
group() { kill -s "$1" -- "-$child" 2>/dev/null; }
in_dpkg() {
  for one in $(pgrep -x dpkg); do
    ps -ww -o args= -p "$one" | grep -q -e --print- -e --assert- && continue
    while [ "${one:-0}" -gt 1 ]; do
      [ "$one" != "$child" ] || return 0
      one=$(ps -o ppid= -p "$one" | tr -d ' ')
    done
  done
  dpkg-query -W -f '${db:Status-Status}\n' 2>/dev/null | grep -q -x -e unpacked -e half-configured -e half-installed
}
if [ "$protect" = dpkg ]; then
  group STOP
  if in_dpkg; then
    group CONT
    exit 48
  fi
fi
group TERM; group CONT; n=0
while group 0 && [ $n -lt 50 ]; do sleep 0.1; n=$((n + 1)); done
group KILL; n=0
while [ "$(state)" = running ] && [ $n -lt 100 ]; do sleep 0.1; n=$((n + 1)); done
exit 0
"""
)
"""More: $4 `dpkg` for a command that must not be ended while packages are half-made: then exit 48, and it goes on.
It is held still while that is found out. apt-get's own way to stop, an interrupt, is no help: before the next packages
it leaves those that are unpacked unconfigured. Otherwise the command's group is ended, for certain after 5 s."""

CLEAR = (
    _COMMON
    + r"""[ -n "$(first token)" ] && [ "$(first token)" = "$token" ] || exit 0
flock -w 5 "$dir/about" true
rm -rf -- "$dir"
"""
)
"""Who follows the job holds a lock on its `about` until the end is told: nobody's result is cleared away in between."""

LIST = r"""home=$(getent passwd "$2" | cut -d : -f 6)
for dir in "$1"/*/ "$home/.local/state/nanowizard/jobs"/*/; do
  dir=${dir%/}
  [ -f "$dir/about" ] && [ ! -L "$dir" ] || continue
  status=-; state=gone; up=0; rest=
  if [ -f "$dir/status" ] && [ ! -e "$dir/told" ]; then state=ended; read -r status rest < "$dir/status"
  elif [ -e "$dir/lock" ] && ! flock -n -s "$dir/lock" true; then state=running
  elif ! cmp -s "$dir/boot" /proc/sys/kernel/random/boot_id; then state=cut
  fi
  read -r now rest < /proc/uptime; read -r since up < "$dir/since"
  echo "${dir##*/} $state $status $since $((${now%%.*} - up))"; head -n 1 -- "$dir/about"
done
"""
"""$1 the folder of root's jobs, $2 the login user. Two lines for each job: `ID STATE STATUS SINCE SECONDS`, `about`."""
