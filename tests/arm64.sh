#!/bin/sh
# arm64.sh FOLDER PROGRAM: compiles for arm64 and runs the tests of the layers that differ by processor, and a whole analysis, under qemu-user: the
# reports must be those of PROGRAM. On Debian, with gcc-aarch64-linux-gnu and qemu-user; the libraries of arm64 are unpacked in FOLDER, not installed.
set -eu
mkdir -p "$1"
folder=$(cd "$1" && pwd)
native=$2
root=$folder/root
packages="libc6-dev libgcc-12-dev libarchive-dev libyaml-dev libjson-c-dev libxml2-dev libxslt1-dev libpcre2-dev nettle-dev libisal-dev libcmocka-dev"

unpack() {
    mkdir -p "$folder/state/lists/partial" "$folder/cache/archives/partial" "$root"
    : >"$folder/status"
    cat >"$folder/apt.conf" <<END
APT::Architecture "arm64";
APT::Architectures { "arm64"; };
APT::Install-Recommends "false";
Dir::State "$folder/state";
Dir::State::status "$folder/status";
Dir::Cache "$folder/cache";
END
    export APT_CONFIG="$folder/apt.conf"
    apt-get update -qq
    # shellcheck disable=SC2086
    apt-get install -qq -y --download-only $packages >/dev/null
    for package in "$folder"/cache/archives/*.deb; do dpkg -x "$package" "$root"; done
    # Links to the root of a machine are links within this one.
    find "$root" -type l -lname '/*' | while read -r link; do ln -sfn "$root$(readlink "$link")" "$link"; done
    unset APT_CONFIG
    touch "$folder/unpacked"
}

[ -e "$folder/unpacked" ] || unpack
export PKG_CONFIG_LIBDIR="$root/usr/lib/aarch64-linux-gnu/pkgconfig:$root/usr/share/pkgconfig" PKG_CONFIG_SYSROOT_DIR="$root" QEMU_LD_PREFIX="$root"
tests=$(find tests/unit/base tests/unit/bundle tests/unit/document -name 'test_*.c' | sed "s|tests/unit|$folder/build/release/unit|; s|\.c$||" | sort)
# shellcheck disable=SC2086
make --no-print-directory CC="aarch64-linux-gnu-gcc --sysroot=$root" BUILD="$folder/build" VARIANT=release WERROR=1 all $tests
for test in $tests; do qemu-aarch64 "$test"; done
tar -C testdata/sample --sort=name --owner=0 --group=0 --mtime=@0 -cf - . | gzip -n >"$folder/sample.tar.gz"
# Another processor's program has no Landlock here.
"$native" -q --no-sandbox -o "$folder/native" "$folder/sample.tar.gz" || [ $? -eq 1 ]
qemu-aarch64 "$folder/build/release/virtready" -q --no-sandbox -o "$folder/arm64" "$folder/sample.tar.gz" || [ $? -eq 1 ]
for report in report.html report.json junit.xml; do cmp "$folder/native/$report" "$folder/arm64/$report"; done
echo "arm64: the reports are the same"
