#!/usr/bin/env bash
# Makes everything hall needs on this machine, says what it does, and does nothing twice.
#   tools/setup.sh run    to run hall
#   tools/setup.sh dev    to test it too
set -euo pipefail
cd "$(dirname "$0")/.."
kind="${1:-run}"
lock="requirements/$kind.txt"

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
    local stamp
    stamp="$(sha256sum "$lock" | cut -c1-16)"
    if [ ! -e ".venv/$kind-$stamp" ]; then
        say "installing the locked packages of $lock"
        .venv/bin/python -m pip install --quiet --disable-pip-version-check --no-input \
            --require-hashes -r "$lock" 2> >(grep -v '^WARNING: Location' >&2 || true)
        rm -f .venv/"$kind"-*
        touch ".venv/$kind-$stamp"
    fi
}

make_command() { # `hall` and `python -m hall.cli` work from any folder, without building a package
    local site
    site="$(.venv/bin/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))')"
    pwd > "$site/hall.pth"
    printf '#!%s\nimport sys\nfrom hall.cli import main\nsys.exit(main())\n' "$PWD/.venv/bin/python" > .venv/bin/hall
    chmod +x .venv/bin/hall
}

install_browser() {
    local wanted=()
    command -v chromium >/dev/null || wanted+=(chromium)
    command -v chromium-headless-shell >/dev/null || wanted+=(chromium-headless-shell)
    # Read to the end: a pipe that `grep -q` closes early would count as a failure here.
    [ -n "$(fc-list 2>/dev/null | grep -i 'noto.*cjk')" ] || wanted+=(fonts-noto-cjk)
    [ ${#wanted[@]} = 0 ] || apt_install "${wanted[@]}"
}

make_environment
make_command
if [ "$kind" = dev ]; then install_browser; fi
.venv/bin/python tools/build_assets.py
.venv/bin/python tools/translations.py
