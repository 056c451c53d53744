#!/bin/sh
# Make sure that a program is there: need.sh PROGRAM DEBIAN-PACKAGE. Installs it where we may; else says how.
command -v "$1" >/dev/null 2>&1 && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "Installing $2 ..."
    if { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$2"; } \
        >/tmp/broadsheet-need.log 2>&1; then
        exit 0
    fi
    tail -3 /tmp/broadsheet-need.log
fi
echo "$1 is missing; tests that need it are skipped. On Debian: apt-get install $2"
