#!/usr/bin/env bash
# Makes everything hall needs on this machine, says what it does, and does nothing twice.
#   tools/setup.sh run      to run hall, a kiosk or a screen
#   tools/setup.sh device   the same with what paper and voice need (a typeface, the speaking model)
#   tools/setup.sh dev      to test it all
set -euo pipefail
cd "$(dirname "$0")/.."
kind="${1:-run}"
lock="requirements/$([ "$kind" = dev ] && echo dev || echo run).txt"

export NODE_USE_SYSTEM_CA=1 # npm, too, trusts whom the machine trusts: a proxy of the town hall's network, say

say() { printf '%s\n' "· $*"; }
fail() { printf '%s\n' "$*" >&2; exit 1; }

find_python() {
    for name in python3 python3.13 python3.12 python3.11; do
        if command -v "$name" >/dev/null &&
            "$name" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))'; then
            echo "$name"
            return
        fi
    done
    fail "hall needs Python 3.11, 3.12 or 3.13; on Debian: apt-get install python3 python3-venv"
}

as_root() { # runs apt-get as root, or says what to type
    if [ "$(id -u)" = 0 ]; then
        DEBIAN_FRONTEND=noninteractive "$@"
    elif command -v sudo >/dev/null; then
        sudo DEBIAN_FRONTEND=noninteractive "$@"
    else
        fail "Please run as root: $*"
    fi
}

apt_install() {
    say "installing through apt: $*"
    as_root apt-get update -qq >/dev/null
    as_root apt-get install -y -qq "$@" >/dev/null
}

make_environment() {
    local python
    python="$(find_python)"
    if [ ! -x .venv/bin/python ]; then
        say "making .venv with $($python --version)"
        if ! $python -m venv .venv >/dev/null 2>&1; then
            rm -rf .venv
            apt_install python3-venv
            $python -m venv .venv
        fi
    fi
    install_lock "$lock"
}

install_lock() { # each lock once, until it changes
    local name stamp
    name="$(basename "$1" .txt)"
    stamp="$(sha256sum "$1" | cut -c1-16)"
    if [ ! -e ".venv/$name-$stamp" ]; then
        say "installing the locked packages of $1"
        # What tests do not use of their own many packages need not be compiled.
        .venv/bin/python -m pip install --quiet --disable-pip-version-check --no-input \
            $([ "$name" = dev ] && echo --no-compile) --require-hashes -r "$1" 2> >(grep -v '^WARNING: Location' >&2 || true)
        rm -f .venv/"$name"-*
        touch ".venv/$name-$stamp"
    fi
}

make_commands() { # `hall`, `kiosk` and `display` work from any folder, without building a package
    local site
    site="$(.venv/bin/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))')"
    pwd > "$site/hall.pth"
    local name
    for name in hall:hall.cli kiosk:kiosk.__main__ display:display.__main__; do
        printf '#!%s\nimport sys\nfrom %s import main\nsys.exit(main())\n' \
            "$PWD/.venv/bin/python" "${name#*:}" > ".venv/bin/${name%%:*}"
        chmod +x ".venv/bin/${name%%:*}"
    done
}

install_voice() { # what kiosks and screens need of the system, and the speaking model
    local wanted=()
    command -v espeak-ng >/dev/null || wanted+=(espeak-ng)
    command -v aplay >/dev/null || wanted+=(alsa-utils)
    command -v fc-match >/dev/null || wanted+=(fontconfig)
    [ -n "$(fc-list 2>/dev/null | grep -i 'noto.*cjk')" ] || wanted+=(fonts-noto-cjk)
    [ ${#wanted[@]} = 0 ] || apt_install "${wanted[@]}"
    install_lock requirements/voice.txt
    .venv/bin/python tools/build_voices.py
}

install_browser() {
    local wanted=()
    command -v chromium >/dev/null || wanted+=(chromium)
    command -v chromium-headless-shell >/dev/null || wanted+=(chromium-headless-shell)
    command -v faketime >/dev/null || wanted+=(faketime) # a wrong clock for a program under test
    # Read to the end: a pipe that `grep -q` closes early would count as a failure here.
    [ -n "$(fc-list 2>/dev/null | grep -i 'noto.*cjk')" ] || wanted+=(fonts-noto-cjk)
    [ ${#wanted[@]} = 0 ] || apt_install "${wanted[@]}"
}

make_environment
make_commands
if [ "$kind" != run ]; then install_voice; fi
if [ "$kind" = dev ]; then install_browser; fi
.venv/bin/python tools/build_assets.py "$kind"
.venv/bin/python tools/translations.py
