#!/bin/sh
# Installs what the build needs and is not here, after saying what and why. Quiet where nothing is missing.
set -eu

fail() {
    printf 'studio: error: %s\n' "$1" >&2
    [ $# -lt 2 ] || printf 'hint: %s\n' "$2" >&2
    exit 1
}

images=dataset-fashion-mnist

# One line a package: its name, after commas others that do as well; what it is for.
packages() {
    cat <<LIST
g++ the C and C++ libraries that Swift links with, and OpenMP
libcurl4-openssl-dev,libcurl4,libcurl4t64 Swift's networking, which fetches data sets
libsqlite3-dev,libsqlite3-0 the Swift package manager
libxml2-dev,libxml2,libxml2-16 the Swift package manager
libncurses-dev the window
libopenblas-openmp-dev,libopenblas-pthread-dev dense products
libdnnl-dev convolutions
libpng-dev pictures
libgif-dev animations
libsentencepiece-dev prompts as tokens
zlib1g-dev compressed data sets
libssl-dev checksums of data sets
$images images to start with, without a network
LIST
}

is_installed() { [ "$(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null)" = installed ]; }

# The packages that are missing, a line each: name, tab, what it is for.
missing() {
    packages | while read -r names why; do
        for one in $(printf '%s' "$names" | tr , ' '); do
            is_installed "$one" && continue 2
        done
        printf '%s\t%s\n' "${names%%,*}" "$why"
    done
}

as_root() {
    if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo "$@"; fi
}

apt_install() {
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null
}

install_missing() {
    printf 'studio needs these packages and installs them now:\n'
    printf '%s\n' "$1" | while IFS="$(printf '\t')" read -r name why; do printf '  %-24s %s\n' "$name" "$why"; done
    needed=$(printf '%s\n' "$1" | cut -f 1 | grep -vx "$images" | paste -sd ' ')
    by_hand="with a network, as root: apt-get install $needed"
    [ "$(id -u)" -eq 0 ] || command -v sudo >/dev/null || fail "there is no sudo to install packages with" "$by_hand"
    # An old list of packages is better than none: only the installation decides.
    as_root apt-get update -qq || true
    # shellcheck disable=SC2086 # one word a package
    [ -z "$needed" ] || apt_install $needed ||
        fail "these packages could not be installed: $(missing | cut -f 1 | grep -vx "$images" | paste -sd ' ')" "$by_hand"
    # The images are a convenience: the studio builds and runs without.
    is_installed "$images" || apt_install "$images" ||
        printf 'studio: going on without %s (studio data fetch mnist gets images)\n' "$images" >&2
}

swift_hint="https://www.swift.org/install/linux/ has Swift for Debian and Ubuntu; then run make again in a new shell"
command -v swift >/dev/null || fail "there is no Swift toolchain (expected Swift 6.0 or newer) in PATH" "$swift_hint"

if command -v dpkg-query >/dev/null; then
    list=$(missing)
    [ -z "$list" ] || install_missing "$list"
else
    printf 'studio: this is not Debian or Ubuntu; the build needs these, under whatever names they have here:\n' >&2
    packages | while read -r names why; do printf '  %-24s %s\n' "${names%%,*}" "$why" >&2; done
fi

version=$(swift --version 2>&1) || fail "swift does not start (found: $version)" "$swift_hint"
number=$(printf '%s\n' "$version" | sed -n 's/.*Swift version \([0-9][0-9]*\)\..*/\1/p' | head -n 1)
[ "${number:-0}" -ge 6 ] || fail "Swift is too old (expected 6.0 or newer, found $(printf '%s\n' "$version" | head -n 1))" "$swift_hint"
