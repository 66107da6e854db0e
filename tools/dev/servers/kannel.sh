# shellcheck shell=bash disable=SC2154 # top, dir: set by the tool that sources this
# Kannel for tools/stack, three servers: bearerbox (queues, receipts, links to carriers), smsbox (HTTP to and from
# notification) and fakesmsc, the network. Configuration, secrets and spools are in $dir/kannel.
#
# The network's log, $dir/logs/fakesmsc.log, has a line "Got message" for each SMS that it was given; tools/dev/text.sh
# sends a text as a citizen.

readonly kannel_boxes=/usr/sbin # not in everybody's PATH
readonly kannel_fakesmsc=/usr/lib/kannel/test/fakesmsc
readonly kannel_sendsms_user=motcua

# kannel_port NAME: the port in Kannel's configuration, even if another process listens there now.
kannel_port() { if [[ -s $dir/ports/$1 ]]; then port_of "$1"; else port_for "$1"; fi; }

# kannel_secret NAME: made once; hexadecimal, so that it can be part of a URL.
kannel_secret() {
  local file=$dir/kannel/$1
  [[ -s $file ]] || (umask 077; od -An -N16 -tx1 /dev/urandom | tr -d ' \n' >"$file")
  cat "$file"
}

# The call-back is notification's: its path contains the secret that identifies Kannel (R3.6).
kannel_inbound_url() {
  echo "http://127.0.0.1:$(kannel_port smsbox-callback)/$(kannel_secret callback-secret)/inbound?id=%I"
}

# kannel_fill TEMPLATE NAME VALUE...: the template with its @NAME@s replaced.
kannel_fill() {
  local text name
  text=$(<"$1")
  shift
  while (($#)); do
    name=@$1@
    text=${text//"$name"/"$2"}
    shift 2
  done
  printf '%s\n' "$text"
}

# Called for both boxes at the same time.
kannel_prepare() {
  [[ -x $kannel_boxes/bearerbox && -x $kannel_fakesmsc ]] ||
    fail "finding Kannel and its fakesmsc" "" "tools/install run"
  mkdir -p "$dir/kannel/spool/messages" "$dir/kannel/spool/receipts"
  chmod 700 "$dir/kannel"
  (
    flock 8
    umask 077
    kannel_fill "$top/tools/dev/servers/kannel_network.conf" NETWORK_PORT "$(kannel_port bearerbox-network)" \
      CITIZENS_PORT "$(kannel_port bearerbox-citizens)" >"$dir/kannel/carriers.conf"
    kannel_fill "$top/deploy/kannel/kannel.conf" ADMIN_PORT "$(kannel_port bearerbox)" \
      BOXES_PORT "$(kannel_port bearerbox-boxes)" ADMIN_PASSWORD "$(kannel_secret admin-password)" \
      STATUS_PASSWORD "$(kannel_secret status-password)" STATE "$dir/kannel/spool" \
      CARRIERS "$dir/kannel/carriers.conf" SENDSMS_PORT "$(kannel_port smsbox)" SENDSMS_USER "$kannel_sendsms_user" \
      SENDSMS_PASSWORD "$(kannel_secret sendsms-password)" INBOUND_URL "$(kannel_inbound_url)" >"$dir/kannel/kannel.conf"
  ) 8>"$dir/kannel/lock"
}

kannel_status() {
  curl -fsS -m 2 "http://127.0.0.1:$(port_of bearerbox)/status.txt?password=$(kannel_secret status-password)"
}

bearerbox_ports() { echo bearerbox bearerbox-boxes bearerbox-network bearerbox-citizens; }

bearerbox_prepare() { kannel_prepare; }

bearerbox_start() { process_start bearerbox "$kannel_boxes/bearerbox" -v 2 "$dir/kannel/kannel.conf"; }

bearerbox_ready() { kannel_status | grep -q '^Status: running'; }

bearerbox_stop() { process_stop bearerbox TERM 15; }

bearerbox_where() { echo "127.0.0.1:$(port_of bearerbox)"; }

bearerbox_env() {
  echo "MOTCUA_STACK_KANNEL_ADMIN_URL=http://$(bearerbox_where)"
  echo "MOTCUA_STACK_KANNEL_ADMIN_PASSWORD_FILE=$dir/kannel/admin-password"
  echo "MOTCUA_STACK_KANNEL_STATUS_PASSWORD_FILE=$dir/kannel/status-password"
  echo "MOTCUA_STACK_KANNEL_CITIZENS_PORT=$(port_of bearerbox-citizens)"
}

bearerbox_wipe() { rm -rf "$dir/kannel"; }

smsbox_ports() { echo smsbox smsbox-callback; }

smsbox_prepare() { kannel_prepare; }

smsbox_start() {
  process_start smsbox "$top/tools/dev/kannel_box.sh" "$(port_of bearerbox-boxes)" \
    "$kannel_boxes/smsbox" -v 2 "$dir/kannel/kannel.conf"
}

# It serves HTTP before bearerbox has accepted it.
smsbox_ready() { port_taken "$(port_of smsbox)" 0A && kannel_status | grep -q '^ *smsbox:'; }

smsbox_stop() { process_stop smsbox TERM 15; }

smsbox_where() { echo "127.0.0.1:$(port_of smsbox)"; }

smsbox_env() {
  echo "MOTCUA_STACK_KANNEL_SENDSMS_URL=http://$(smsbox_where)/cgi-bin/sendsms"
  echo "MOTCUA_STACK_KANNEL_USER=$kannel_sendsms_user"
  echo "MOTCUA_STACK_KANNEL_PASSWORD_FILE=$dir/kannel/sendsms-password"
  # The address that Kannel calls back; notification listens there.
  echo "MOTCUA_STACK_SMS_CALLBACK_PORT=$(port_of smsbox-callback)"
  echo "MOTCUA_STACK_SMS_CALLBACK_SECRET_FILE=$dir/kannel/callback-secret"
}

smsbox_wipe() { :; }

fakesmsc_ports() { :; }

fakesmsc_prepare() { kannel_prepare; }

# -m 0: it sends nothing.
fakesmsc_start() {
  local port
  port=$(kannel_port bearerbox-network)
  process_start fakesmsc "$top/tools/dev/kannel_box.sh" "$port" \
    "$kannel_fakesmsc" -H 127.0.0.1 -r "$port" -m 0 "0 0 text never sent"
}

fakesmsc_ready() { kannel_status | grep -q '^ *network.*(online'; }

fakesmsc_stop() { process_stop fakesmsc TERM 5; }

fakesmsc_where() { echo "127.0.0.1:$(port_of bearerbox-network)"; }

fakesmsc_env() { echo "MOTCUA_STACK_FAKESMSC_LOG=$dir/logs/fakesmsc.log"; }

fakesmsc_wipe() { :; }
