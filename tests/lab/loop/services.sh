#!/bin/bash
# Runs a command beside udevd, D-Bus, polkit and UDisks2 that nobody else sees: private mount, network and process
# namespaces with a private /run and private users. Everything started here ends with it.
#
#   services.sh COMMAND [ARGUMENT...]
#
# LAB_CARDS ("loop3 loop4") are cards in card readers, to udev and UDisks. LAB_ALLOWED (/dev/loop4) may be opened and
# unmounted by everybody without a password; the others ask for that of `lab-admin`, who is an administrator; `ada` is
# not. LAB_PYTHON, LAB_SITE, LAB_SOURCE and LAB_IMAGE are shown below /run/lab, where ada may read them.
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
mount --make-rprivate /
mount -t tmpfs tmpfs /run
mkdir -p /run/udev/rules.d /run/dbus /run/udisks2 /run/lock /run/lab/rules /run/lab/bin
install -m 644 "$LAB_IMAGE" /run/lab/nano.img
mkdir /run/lab/python /run/lab/site /run/lab/source
mount --bind "$LAB_PYTHON" /run/lab/python
mount --bind "$LAB_SITE" /run/lab/site
mount --bind "$LAB_SOURCE" /run/lab/source
ip link set lo up 2>/dev/null || true

# A password for a person who exists only in here: "lab-password".
# shellcheck disable=SC2016
hash='$6$nanowizard$SqtEpKt7v31aZryEBBY1J7Anp7GqOFrYAtux2SQi5whSVuxyGoRBzN13zzAfrQxFHL8XiUMseFpbtKgJTSrJs/'
{ cat /etc/passwd; echo "ada:x:4711:4711::/nonexistent:/bin/sh"; echo "lab-admin:x:4712:4712::/nonexistent:/bin/sh"; } \
  >/run/lab/passwd
{ grep -v '^sudo:' /etc/group; echo "sudo:x:27:lab-admin"; echo "ada:x:4711:"; echo "lab-admin:x:4712:"; } >/run/lab/group
{ cat /etc/shadow; echo "lab-admin:$hash:20000:0:99999:7:::"; } >/run/lab/shadow
chmod 600 /run/lab/shadow
for file in passwd group shadow; do mount --bind /run/lab/$file /etc/$file; done

# polkit asks logind who sits at the desk, and there is none here: these are its own defaults for such a person.
cat >/run/lab/rules/10-lab.rules <<RULE
polkit.addAdminRule(function () { return ["unix-group:sudo"]; });
polkit.addRule(function (action, subject) {
  if (action.id.indexOf("org.freedesktop.udisks2.") != 0) return;
  if (action.lookup("device") == "$LAB_ALLOWED") return polkit.Result.YES;
  if (action.id == "org.freedesktop.udisks2.open-device") return polkit.Result.AUTH_ADMIN_KEEP;
  if (action.id.indexOf("org.freedesktop.udisks2.eject-media") == 0) return polkit.Result.YES;
});
RULE
chmod -R a+rX /run/lab/rules
mount --bind /run/lab/rules /etc/polkit-1/rules.d
# Nothing is started by being called, until a test wants that: a service that was killed stays away.
cp /usr/share/dbus-1/system-services/org.freedesktop.UDisks2.service /run/lab/
mount -t tmpfs tmpfs /usr/share/dbus-1/system-services

# Cards in readers: these have names, and the kernel calls their medium removable. All other loop devices are somebody
# else's: they are neither probed nor watched.
cat >/run/udev/rules.d/00-lab.rules <<RULE
SUBSYSTEM=="block", ENV{UDEV_DISABLE_PERSISTENT_STORAGE_RULES_FLAG}="1"
RULE
echo 1 >/run/lab/one
for card in $LAB_CARDS; do
  cat >>/run/udev/rules.d/00-lab.rules <<RULE
SUBSYSTEM=="block", KERNEL=="$card|${card}p*", ENV{UDEV_DISABLE_PERSISTENT_STORAGE_RULES_FLAG}="", ENV{UDISKS_SYSTEM}="0"
SUBSYSTEM=="block", KERNEL=="$card", ENV{ID_SERIAL}="lab-$card", ENV{ID_VENDOR}="Lab", ENV{ID_MODEL}="Card_Reader"
SUBSYSTEM=="block", KERNEL=="$card", ENV{ID_DRIVE_FLASH_SD}="1"
RULE
  mount --bind /run/lab/one "/sys/block/$card/removable"
done
cat >/run/udev/rules.d/99-lab.rules <<RULE
SUBSYSTEM=="block", ENV{UDEV_DISABLE_PERSISTENT_STORAGE_RULES_FLAG}=="1", OPTIONS+="nowatch"
RULE
# A loop device has no tray: what UDisks calls to open it takes the file out. While udev still looks at the card that waits
# for its last look.
cat >/run/lab/bin/eject <<'SCRIPT'
#!/bin/sh
losetup --detach "$1" || exit 1
while [ -e "/sys/block/${1##*/}/loop" ]; do sleep 0.05; done
SCRIPT
chmod +x /run/lab/bin/eject
PATH=/run/lab/bin:$PATH:/usr/sbin:/sbin

udevd=/usr/lib/systemd/systemd-udevd
[ -x $udevd ] || udevd=/lib/systemd/systemd-udevd
$udevd --daemon
for card in $LAB_CARDS; do udevadm trigger --action=add "/sys/block/$card"; done
udevadm settle -t 10
dbus-daemon --system --fork --nopidfile
exec "$@"
