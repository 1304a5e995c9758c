#!/bin/sh
# Tells the phone what happened, which reads what dhcpcd prints: the variables, each with a NUL behind it, and an empty one at the end.
env -0 && printf '\0'
