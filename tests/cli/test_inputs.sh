#!/bin/sh
# Inputs of every form give the same reports; damaged ones say so.
# shellcheck source=tests/cli/lib.sh
. "$(dirname "$0")/lib.sh"

# The reports but for the lines that tell of the input itself.
report() { # NAME INPUT...
    name=$1
    shift
    "$program" -o "$work/$name" "$@" >"$work/$name.txt" 2>"$work/err"
    sed '/^  "inputs": \[/,/^  \],/d; s/"input": "[^"]*"/"input": ""/' "$work/$name/report.json" >"$work/$name.json"
    sed 's/<property name="archive[^>]*>//' "$work/$name/junit.xml" >"$work/$name.xml"
    # The page names its archive, with form, size and digest; the embedded JSON stands in one line.
    sed "s|$1||g; s|<span class=\"mute\">[^<]* files</span>||; s|<br><span class=\"mute\">sha256 </span><span class=\"m\">[0-9a-f]*</span><br><code>|<br><code>|;
        /<script type=\"application.json\"/,/<.script>/d" "$work/$name/report.html" >"$work/$name.html"
}

cd "$sample" || exit 1
tar --sort=name -cf "$work/a.tar" .
tar -cf "$work/gnu.tar" --format=gnu must-gather.local.*
tar -cf "$work/pax.tar" --format=pax must-gather.local.*
gzip -nc "$work/a.tar" >"$work/a.tar.gz"
gzip -nc "$work/a.tar.gz" >"$work/twice.gz"
cp "$work/a.tar" "$work/lies.tar.gz"
cd "$root" || exit 1
report folder "$sample"
[ -s "$work/folder.json" ]
result $? "a folder"
# alike NAME: the three reports but for their input.
alike() {
    for kind in json xml html; do
        same "$work/folder.$kind" "$work/$1.d.$kind" "$1 gives what the folder gives: $kind"
    done
}
for form in a.tar gnu.tar pax.tar a.tar.gz twice.gz lies.tar.gz; do
    report "$form.d" "$work/$form"
    alike "$form"
done
for tool in xz bzip2 zstd; do
    command -v $tool >/dev/null || continue
    $tool -c "$work/a.tar" >"$work/a.$tool"
    report "$tool.d" "$work/a.$tool"
    same "$work/folder.json" "$work/$tool.d.json" "$tool gives what the folder gives"
done
if command -v bsdtar >/dev/null; then
    (cd "$sample" && bsdtar -a -cf "$work/a.zip" must-gather.local.* && bsdtar --format 7zip -cf "$work/a.7z" must-gather.local.*)
    (cd "$work" && bsdtar -a -cf case.zip a.tar.gz)
    for form in a.zip a.7z; do
        report "$form.d" "$work/$form"
        alike "$form"
    done
    report case.d "$work/case.zip"
    grep -q '"verdict": "not-ready"' "$work/case.d.json"
    result $? "an archive in an archive"
fi
report stdin.d - <"$work/a.tar.gz"
same "$work/folder.json" "$work/stdin.d.json" "standard input gives what the folder gives"

# One cluster from two inputs.
top=$(echo "$sample"/must-gather.local.*)
report two "$top"/quay-io-* "$top"/registry-*
grep -q '"verdict": "not-ready"' "$work/two.json"
result $? "two folders, one cluster"

# Determinism.
for setting in LC_ALL=ja_JP.UTF-8 LC_ALL=C LC_ALL=tr_TR.UTF-8 LANG=de_DE.UTF-8 TZ=Asia/Tokyo TZ=America/St_Johns HOME=/nonexistent COLUMNS=40; do
    env "$setting" "$program" -o "$work/env" "$sample" >"$work/env.txt" 2>"$work/err"
    same "$work/folder/report.json" "$work/env/report.json" "$setting: report.json"
    same "$work/folder/report.html" "$work/env/report.html" "$setting: report.html"
    same "$work/folder/junit.xml" "$work/env/junit.xml" "$setting: junit.xml"
done
for yaml in fast strict; do
    "$program" --yaml=$yaml -o "$work/$yaml" "$work/a.tar.gz" >"$work/out" 2>"$work/err"
done
same "$work/fast/report.json" "$work/strict/report.json" "--yaml=strict reads the same"
same "$work/fast/report.html" "$work/strict/report.html" "--yaml=strict, HTML"
expect 2 "a reader that is not known" "$program" --yaml=quick "$work/a.tar.gz"
for jobs in 1 2 4; do
    "$program" --jobs $jobs -o "$work/jobs$jobs" "$work/a.tar.gz" >"$work/out" 2>"$work/err"
    same "$work/jobs1/report.json" "$work/jobs$jobs/report.json" "--jobs $jobs"
    same "$work/jobs1/report.html" "$work/jobs$jobs/report.html" "--jobs $jobs, HTML"
done

# Damage.
head -c $(($(wc -c <"$work/a.tar.gz") * 2 / 3)) "$work/a.tar.gz" >"$work/cut.tar.gz"
report cut "$work/cut.tar.gz"
grep -q '"truncated": true' "$work/cut/report.json"
result $? "a cut archive says so in report.json"
grep -qi 'truncated\|cut' "$work/cut/report.html"
result $? "and in report.html"
! grep -q '"verdict": "ready' "$work/cut/report.json"
result $? "and is never ready"
: >"$work/empty.tar"
expect 3 "an empty file" "$program" "$work/empty.tar"
head -c 4096 /dev/urandom >"$work/noise.tar.gz"
expect 3 "noise" "$program" "$work/noise.tar.gz"
mkdir "$work/nothing"
expect 3 "an empty folder" "$program" "$work/nothing"
[ "$(wc -l <"$work/err")" -eq 1 ]
result $? "one line says why"

# What cannot be read, in whole or in part. Root may read all, so that is tried as nobody.
damaged=$root/testdata/scenarios/damaged
expect 4 "damaged files" "$program" -q -v "$damaged"
says err 'erp/.*/db-1.yaml: warning: the file is empty' "-v names a file that is empty"
says err 'erp/.*/db-2.yaml:[0-9]+: warning: .*read up to here' "-v names a file that was cut, and where"
says err 'erp/.*/db-3.yaml:1: warning: text instead of an object: error: ' "-v names a file that holds a message"
expect 4 "damaged files, without -v" "$program" -q "$damaged"
[ ! -s "$work/err" ]
result $? "says nothing of them on standard error"
as=
if [ "$(id -u)" -eq 0 ] && command -v setpriv >/dev/null; then
    as='setpriv --reuid=65534 --regid=65534 --clear-groups'
    chmod 755 "$work"
fi
# $as is several words.
# shellcheck disable=SC2086
if [ "$(id -u)" -ne 0 ] || { [ -n "$as" ] && $as "$program" --version >"$work/out" 2>&1; }; then
    cp "$work/a.tar.gz" "$work/secret.tar.gz"
    chmod 000 "$work/secret.tar.gz"
    expect 3 "an archive without permission" $as "$program" -q "$work/secret.tar.gz"
    says err 'secret.tar.gz: error: .*[Pp]ermission denied' "names it and the reason"
    cp -r "$root/testdata/scenarios/healthy" "$work/partly"
    chmod -R a+rX "$work/partly"
    chmod 000 "$(find "$work/partly" -name web-1.yaml -path '*virtualmachineinstances*')"
    expect 4 "a folder with one file without permission" $as "$program" -q -v "$work/partly"
    says err 'web-1.yaml: warning: .*[Pp]ermission denied' "names it and the reason"
fi

# Progress is for terminals, and for large inputs.
mkdir "$work/large"
cp -r "$top/../." "$work/large"
dd if=/dev/zero of="$work/large/big.log" bs=1M count=0 seek=110 2>"$work/out"
tar -C "$work/large" -cf "$work/large.tar" .
expect 1 "a large input" "$program" "$work/large.tar"
[ ! -s "$work/err" ]
result $? "no progress where standard error is no terminal"
if script -qec true /dev/null </dev/null >/dev/null 2>&1; then
    script -qec "'$program' '$work/large.tar'" /dev/null </dev/null >"$work/terminal"
    grep -q 'reading [0-9]* of 1[0-9][0-9] MB' "$work/terminal"
    result $? "progress on a terminal"
    script -qec "'$program' -q '$work/large.tar'" /dev/null </dev/null >"$work/terminal"
    ! grep -q 'reading' "$work/terminal"
    result $? "none when quiet"
    script -qec "'$program' '$work/a.tar.gz'" /dev/null </dev/null >"$work/terminal"
    ! grep -q 'reading' "$work/terminal"
    result $? "none for a small input"
fi
rm -rf "$work/large" "$work/large.tar"

# Two clusters are never mixed.
cp -r "$top" "$work/other"
find "$work/other" -name '*.yaml' -exec sed -i 's/6b1d0c52-9a3e-4a57-8d0e-5a6c7e2f9b14/00000000-9a3e-4a57-8d0e-5a6c7e2f9b14/' {} +
expect 3 "two clusters" "$program" "$top" "$work/other"
says err '6b1d0c52.*00000000' "names both"
expect 3 "two clusters, with reports" "$program" -o "$work/mixed" "$top" "$work/other"
[ ! -e "$work/mixed/report.json" ]
result $? "and writes no report"
finish
