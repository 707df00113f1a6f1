#!/bin/sh
# Installs what the build and the tests need, on Debian and Ubuntu as root or through sudo; elsewhere it prints the exact line to run.
# With --lint also what `make lint` needs, with --report what `make test-report` needs (a node that is there already is left alone).
set -eu

apt_packages="gcc make pkg-config libarchive-dev libyaml-dev libjson-c-dev libxml2-dev libxslt1-dev libpcre2-dev nettle-dev zlib1g-dev libcmocka-dev libxml2-utils"
apt_optional="libisal-dev" # not built for every architecture
apt_lint="clang clang-format clang-tidy shellcheck universal-ctags"
apt_report="chromium poppler-utils fonts-noto-cjk"
dnf_packages="gcc make pkgconf-pkg-config libarchive-devel libyaml-devel json-c-devel libxml2-devel libxslt-devel pcre2-devel nettle-devel zlib-devel libcmocka-devel isa-l-devel libxml2 clang clang-tools-extra ShellCheck ctags chromium poppler-utils google-noto-sans-cjk-fonts nodejs npm"

[ "${1:-}" = --lint ] && apt_packages="$apt_packages $apt_lint"
if [ "${1:-}" = --report ]; then
    apt_packages="$apt_packages $apt_report"
    command -v node >/dev/null || apt_packages="$apt_packages nodejs"
    command -v npm >/dev/null || apt_packages="$apt_packages npm"
fi

if ! command -v apt-get >/dev/null; then
    echo "virtready needs these packages; install them and run make again:" >&2
    echo "    dnf install $dnf_packages" >&2
    exit 1
fi
if [ "$(id -u)" = 0 ]; then
    sudo=
elif sudo -n true 2>/dev/null || [ -t 0 ]; then
    sudo=sudo
else
    echo "virtready needs these packages; install them and run make again:" >&2
    echo "    sudo apt-get install $apt_packages $apt_optional" >&2
    exit 1
fi
echo "installing: $apt_packages $apt_optional"
export DEBIAN_FRONTEND=noninteractive
$sudo apt-get update -qq
# Words are split on purpose: these are lists.
# shellcheck disable=SC2086
$sudo apt-get install -y -qq --no-install-recommends $apt_packages >/dev/null
# shellcheck disable=SC2086
$sudo apt-get install -y -qq --no-install-recommends $apt_optional >/dev/null 2>&1 || echo "without libisal: gzip is read by zlib"
