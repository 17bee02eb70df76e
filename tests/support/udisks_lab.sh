#!/bin/bash
# Runs a command beside udevd, D-Bus, polkit and UDisks2 that nobody else sees: private mount, network and process
# namespaces with a private /run. Everything started here ends with it.   udisks_lab.sh COMMAND [ARGUMENT...]
# A loop device named in LAB_ALLOWED may be opened and unmounted by `nobody` without a password; all others ask.
set -euo pipefail
if [ -z "${IN_LAB:-}" ]; then
  export IN_LAB=1
  own=(--net --pid --fork --kill-child)
  if mountpoint -q /; then exec unshare --mount --mount-proc "${own[@]}" "$0" "$@"; fi
  # In a chroot "/" may be no mount point, and then it cannot be made private. So the whole tree is bound once more, onto
  # a mount that can, and that copy becomes the root.
  # shellcheck disable=SC2016  # for the shell inside
  exec unshare --mount --propagation unchanged "${own[@]}" sh -ec '
    mount --make-private /proc
    mount --rbind / /proc
    mount --make-rprivate /proc
    exec chroot /proc sh -ec "mount -t proc proc /proc; exec \"\$@\"" sh "$@"' sh "$0" "$@"
fi
PATH=$PATH:/usr/sbin:/sbin
mount --make-rprivate /
mount -t tmpfs tmpfs /run
mkdir -p /run/udev/rules.d /run/dbus /run/udisks2 /run/lock /run/rules
ip link set lo up 2>/dev/null || true

cat >/run/rules/50-lab.rules <<RULE
polkit.addRule(function (action, subject) {
  if (subject.user == "nobody" && action.lookup("device") == "$LAB_ALLOWED" &&
      action.id.indexOf("org.freedesktop.udisks2.") == 0) return polkit.Result.YES;
});
RULE
chmod -R a+rX /run/rules
mount --bind /run/rules /etc/polkit-1/rules.d
# Nothing is started by being called: a service that was killed stays away.
mount -t tmpfs tmpfs /usr/share/dbus-1/system-services

udevd=/usr/lib/systemd/systemd-udevd
[ -x $udevd ] || udevd=/lib/systemd/systemd-udevd
$udevd --daemon
udevadm trigger --subsystem-match=block --action=add
udevadm settle -t 10
dbus-daemon --system --fork --nopidfile
/usr/lib/polkit-1/polkitd --no-debug >/run/polkitd.log 2>&1 &
/usr/libexec/udisks2/udisksd --no-debug >/run/udisksd.log 2>&1 &
echo $! >/run/udisksd.pid
for _ in $(seq 100); do
  if dbus-send --system --print-reply --dest=org.freedesktop.UDisks2 /org/freedesktop/UDisks2/Manager \
    org.freedesktop.DBus.Peer.Ping >/dev/null 2>&1; then
    "$@"
    exit
  fi
  sleep 0.1
done
echo "UDisks did not start:" >&2
cat /run/udisksd.log >&2
exit 1
