#!/bin/sh
# Archives made to harm: test_attack.sh PROGRAM. Each is read within MEGABYTES of memory (default 512) and a CPU time that only a hang
# reaches; nothing is written but the reports, and no byte of an archive reaches the terminal as a command to it.
# shellcheck source=tests/cli/lib.sh
. "$(dirname "$0")/../cli/lib.sh"
hostile=$(dirname "$program")/hostile
megabytes=${MEGABYTES:-512}
seconds=${CPU_SECONDS:-20} # far more than any of these needs: a hang, not a slow day
gather=mg/namespaces/a/crs/virtualmachineinstances.kubevirt.io
mkdir "$work/sandbox"
cd "$work/sandbox" || exit 1

repeat() { # TEXT COUNT
    awk -v text="$1" -v count="$2" 'BEGIN { for (i = 0; i < count; i++) printf "%s", text }'
}
# attack NAME INPUT...: never "ready", never a crash, within the bounds, and nothing but reports is written.
attack() {
    name=$1
    shift
    rm -rf "$work/reports"
    find "$work/sandbox" | sort >"$work/before"
    "$hostile" within "$megabytes" 60 "$program" -v -o "$work/reports" "$@" >"$work/out" 2>"$work/err"
    got=$?
    sed -n 's/^within: /# /p' "$work/err"
    [ "$got" -eq 1 ] || [ "$got" -eq 3 ] || [ "$got" -eq 4 ]
    result $? "$name (exit $got)"
    find "$work/sandbox" | sort >"$work/after"
    cmp -s "$work/before" "$work/after"
    result $? "$name: nothing is written"
    ! LC_ALL=C grep -q "$(printf '[\001-\010\013-\037]')" "$work/out" "$work/err"
    result $? "$name: no control character is printed"
}
# cheap NAME: the last one took no minutes.
cheap() {
    cpu=$(sed -n 's/^within: .* MB, \([0-9]*\).*/\1/p' "$work/err")
    [ "$cpu" -lt "$seconds" ]
    result $? "$1: it took $cpu s"
}
# tree: a new, small gather; file NAME: a file in it from standard input.
tree() {
    rm -rf "$work/sandbox/t"
    mkdir -p "$work/sandbox/t/$gather"
}
file() {
    cat >"$work/sandbox/t/$gather/$1"
}

# Bombs
head -c 1100000000 /dev/zero | gzip -1 >bomb.gz
attack "a bomb" bomb.gz
gzip -c bomb.gz | gzip -c | gzip -c >bomb.gz.gz.gz
attack "a bomb in bombs" bomb.gz.gz.gz
mkdir deep
cp bomb.gz deep/0.gz
for level in 1 2 3 4 5; do
    tar -C deep -czf deep.tar.gz . && mv deep.tar.gz deep/0.gz
done
attack "archives within each other" deep/0.gz
yes 'abcdefgh: "x"' | head -c 1100000000 | gzip -1 >text.gz
attack "a bomb of text" text.gz
rm -rf text.gz deep
"$hostile" members 200000 >members.tar
for codec in gzip zstd bzip2 xz lz4; do
    "$codec" -1 -c <members.tar >members.tar.packed
    attack "200,000 members, $codec" members.tar.packed
done
"$hostile" members 2000 >members.tar
for _ in 1 2 3 4 5 6 7 8; do
    cat members.tar members.tar >more.tar && mv more.tar members.tar
done
gzip -1 <members.tar >joined.tar.gz
attack "256 tars in a row" joined.tar.gz
rm -f bomb.* members.* joined.* more.tar
"$hostile" name 65536 >name.tar
attack "a name of 64 KiB" name.tar

# A zip that contains itself has no end; this one has one, behind more zips than are opened.
echo 'kind: A' >0.zip
for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16; do
    "$hostile" wrap 1000000 <0.zip >n.zip && mv n.zip 0.zip
done
attack "zips within each other" 0.zip
says err '\(limit nesting\)' "that is told"
rm -f 0.zip

"$hostile" overlap 60000 >overlap.zip
attack "60,000 members of a zip that are the same bytes" overlap.zip
says err '1.log: warning: in the zip.s index, but not found' "the first are told"
says err '\[input-damaged\]' "the rest is counted"
rm -f overlap.zip

# YAML and JSON
tree
{
    echo 'a0: &a0 [x, x, x, x, x, x, x, x, x, x]'
    for level in 1 2 3 4 5 6 7 8 9; do
        echo "a$level: &a$level [$(repeat "*a$((level - 1)), " 9)*a$((level - 1))]"
    done
} | file laughs.yaml
{ printf 'a: '; repeat '[' 100000; } | file flow.yaml
repeat '{"a":' 100000 | file deep.json
awk 'BEGIN { for (i = 0; i < 3000; i++) { for (k = 0; k < i; k++) printf " "; print "a:" } }' | file block.yaml
repeat '- ' 100000 | file lists.yaml
repeat '? ' 100000 | file keys.yaml
{ printf 'a: "'; repeat '\\u0041' 100000; } | file escapes.yaml
{ printf 'a: &'; repeat a 100000; printf ' b\n'; } | file anchor.yaml
"$hostile" keys 100000 | file labels.yaml
attack "nested and endless texts" t

# The time must not grow with the square: of 200,000 keys that would be minutes.
tree
"$hostile" collide 200000 | file collide.yaml
attack "keys that collide" t
cheap "keys that collide"

# 330 MB of objects without a name, in less than 2 MB: what a small input may cost is bounded.
"$hostile" lists 330 | gzip -1 >lists.tar.gz
attack "lists that take long" lists.tar.gz
says err '\(limit reading-steps\)' "they are not read to the end"
cheap "lists that take long"
rm lists.tar.gz

# Graphs
tree
"$hostile" kinds 200000 | file kinds.json
attack "objects of 200,000 kinds" t
says err '\(limit kinds\)' "that is told"
cheap "objects of 200,000 kinds"
tree
"$hostile" owners 20000 | file owners.yaml
"$hostile" pods 100000 | file pods.json
attack "circles, and 100,000 pods on a node" t

# Names and texts
tree
for name in 'a
b' "$(printf 'x\033]0;title\007\033[2J')" "$(printf 'bad\377utf')" '=cmd|x!A0' '<script>alert(1)<' "$(printf 'bidi\342\200\256x')"; do
    printf 'kind: [\n' | file "$(printf '%s' "$name" | tr / -).yaml"
done
{
    printf 'apiVersion: kubevirt.io/v1\nkind: VirtualMachineInstance\nmetadata:\n  name: "\\e[2J\\e]0;x\\a<script>alert(1)</script>"\n'
    printf '  namespace: a\n---\napiVersion: kubevirt.io/v1\nkind: VirtualMachineInstance\nmetadata:\n  name: javascript:alert(1)\n'
    printf '  namespace: "<b>\xe2\x80\xae"\nspec: {evictionStrategy: "</script><script>alert(1)</script>"}\n'
} | file texts.yaml
attack "names and texts" t
! grep -q '<script>alert' "$work/reports/report.html" "$work/reports/junit.xml"
result $? "no markup of the archive is markup of a report"
! grep -qiE '(href|src|action) *= *.?(javascript|=|data:text)' "$work/reports/report.html"
result $? "no link of the archive is a link"
! grep -q "$(printf '\342\200\256')" "$work/out" "$work/err" "$work/reports/report.html"
result $? "nothing turns the direction of text"

# Links, devices and folders
tree
printf 'kind: A\n' | file a.yaml
ln -s /etc/passwd "t/$gather/passwd.yaml"
ln -s . "t/$gather/circle"
ln -s ../../../../.. "t/$gather/up"
ln "t/$gather/a.yaml" "t/$gather/hard.yaml"
mkfifo "t/$gather/fifo.yaml"
"$hostile" socket "t/$gather/socket.yaml"
[ "$(id -u)" -ne 0 ] || mknod "t/$gather/device.yaml" c 1 5 2>/dev/null || true
attack "links, a FIFO, a socket and a device in a folder" t
! grep -qs root: "$work/reports/report.json"
result $? "no link is followed"
mkdir "t/$gather/deep"
(cd "t/$gather/deep" && for level in 1 2 3 4 5 6 7 8; do mkdir -p "$(repeat d/ 200)" && cd "$(repeat d/ 200)" || exit 1; done; echo 'kind: A' >a.yaml)
attack "folders 1,600 deep" t
says err '\(limit path-depth\)|\[member-path\]' "that is told"
rm -r "t/$gather/deep"
tar -cf links.tar t
attack "the same in a tar" links.tar
mkfifo input.tar
(sleep 1 && cat links.tar) >input.tar &
attack "a FIFO as the input" input.tar
wait
tar -cPf paths.tar --transform 's,^t/,/tmp/../../,' t
attack "absolute paths and .. in a tar" paths.tar
says err '\[member-path\]' "they are refused"

# What the user may not read. Root may read all: then as nobody, where the program can be reached by that one.
tree
printf 'apiVersion: v1\nkind: Node\nmetadata: {name: n}\n' | file a.yaml
mkdir "t/$gather/closed"
printf 'kind: B\n' | file closed/b.yaml
printf 'kind: C\n' | file c.yaml
mkdir "$work/open"
chmod 000 "t/$gather/c.yaml" "t/$gather/closed"
chmod 711 "$work"
chmod 777 "$work/open"
as=
[ "$(id -u)" -ne 0 ] || as="setpriv --reuid=65534 --regid=65534 --clear-groups"
# shellcheck disable=SC2086
if $as "$program" --version >/dev/null 2>&1; then
    $as "$program" -v -o "$work/open/r" t >"$work/out" 2>"$work/err"
    got=$?
    [ "$got" -eq 1 ] || [ "$got" -eq 4 ]
    result $? "a folder and a file that may not be read (exit $got)"
    says err 'closed.*Permission denied|Permission denied.*closed' "the folder is named"
    says err 'c\.yaml.*Permission denied|Permission denied.*c\.yaml' "the file is named"
fi
chmod -R u+rwx t

# Expressions
expect 1 "a pattern that explodes" "$hostile" within "$megabytes" 20 "$program" eval "'$(repeat a 40)'.matches('(a*)*b|(a|a)*c|(a|aa)+\$x')" \
    "$root/testdata/scenarios/healthy"
finish
