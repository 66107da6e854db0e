# shellcheck shell=bash disable=SC2154 # top: set by the tool that sources this
# New Debian systems with git and root only, to see what a newcomer sees: directories entered by chroot in separate
# namespaces. Needs root, and the package debootstrap.

# fresh_machine_make SUITE DIR: bookworm or trixie.
fresh_machine_make() {
  local suite=$1 dir=$2
  mkdir -p "$dir" || return
  chmod 755 "$dir" || return # apt fetches as a user of its own
  debootstrap --variant=minbase --include=git,ca-certificates "$suite" "$dir" || return
  # A network that signs its traffic with its own certificate authority has installed that on this machine.
  if compgen -G '/usr/local/share/ca-certificates/*.crt' >/dev/null; then
    mkdir -p "$dir/usr/local/share/ca-certificates" || return
    cp /usr/local/share/ca-certificates/*.crt "$dir/usr/local/share/ca-certificates/" || return
    chroot "$dir" update-ca-certificates || return
  fi
}

# fresh_machine_run MADE COMMAND: in a copy of a prepared system, with a clone of HEAD at /root/checkout; every
# process ends with the command. The copy is deleted; status: the command's.
fresh_machine_run() {
  local made=$1 command=$2 copy status=0
  copy=$(mktemp -d "${made%/*}/machine-XXXXXX") || return
  fresh_machine_enter "$made" "$copy" "$command" || status=$?
  rm -rf --one-file-system "$copy"
  return "$status"
}

fresh_machine_enter() { # MADE COPY COMMAND
  chmod 755 "$2" || return
  cp -a "$1/." "$2/" || return
  cp /etc/resolv.conf "$2/etc/resolv.conf" || return
  git clone --quiet --no-hardlinks "$top" "$2/root/checkout" || return
  # shellcheck disable=SC2016 # for the inner shell
  unshare --mount --pid --ipc --fork --kill-child -- bash -c '
    mount -t proc proc "$1/proc" && mount --bind /dev "$1/dev" && mount -t tmpfs tmpfs "$1/dev/shm" &&
      exec chroot "$1" /usr/bin/env -i HOME=/root LANG=C.UTF-8 TERM=dumb \
        PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin bash -c "cd /root/checkout && $2"
  ' fresh "$2" "$3" </dev/null
}
