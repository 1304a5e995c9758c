#!/bin/sh
# Runs a program that must not outlive the phone, which holds the other end of standard input: when that is closed, for whatever reason, or on a
# signal, the program is told to end. Helpers that it leaves behind are ended by force; they are of its session.
PATH=$PATH:/usr/sbin:/sbin
exec 3<&0
setsid "$@" </dev/null 3<&- &
program=$!
trap 'kill "$program" 2>/dev/null' TERM INT HUP
(
    trap - TERM INT HUP
    while read -r _ <&3; do :; done
    kill "$program"
    sleep 2
    kill -KILL "$program"
) >/dev/null 2>&1 &
watcher=$!
while :; do
    wait "$program"
    status=$?
    kill -0 "$program" 2>/dev/null || break
done
kill -KILL "-$program" 2>/dev/null
kill "$watcher" 2>/dev/null
exit "$status"
