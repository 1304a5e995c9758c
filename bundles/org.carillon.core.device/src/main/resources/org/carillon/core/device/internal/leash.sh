#!/bin/sh
# Runs a program that must not outlive the phone, which holds the other end of standard input: when that is closed, for whatever reason, or on a
# signal, the program is told to end, and made to a second later. Helpers that it leaves behind are of its session and end by force.
PATH=$PATH:/usr/sbin:/sbin
exec 3<&0
setsid "$@" </dev/null 3<&- &
program=$!
end() {
    trap - TERM INT HUP
    kill "$program"
    sleep 1
    kill -KILL "-$program"
}
trap 'end >/dev/null 2>&1 & ender=$!' TERM INT HUP
(
    trap - TERM INT HUP
    while read -r _ <&3; do :; done
    end
) >/dev/null 2>&1 &
watcher=$!
ender=
while :; do
    wait "$program"
    status=$?
    kill -0 "$program" 2>/dev/null || break
done
kill -KILL "-$program" 2>/dev/null
kill "$watcher" $ender 2>/dev/null
exit "$status"
