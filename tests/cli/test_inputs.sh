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
for form in a.tar gnu.tar pax.tar a.tar.gz twice.gz lies.tar.gz; do
    report "$form.d" "$work/$form"
    same "$work/folder.json" "$work/$form.d.json" "$form gives what the folder gives"
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
        same "$work/folder.json" "$work/$form.d.json" "$form gives what the folder gives"
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
for setting in LC_ALL=ja_JP.UTF-8 TZ=Asia/Tokyo HOME=/nonexistent; do
    env "$setting" "$program" -o "$work/env" "$sample" >"$work/env.txt" 2>"$work/err"
    same "$work/folder/report.json" "$work/env/report.json" "$setting: report.json"
    same "$work/folder/report.html" "$work/env/report.html" "$setting: report.html"
    same "$work/folder/junit.xml" "$work/env/junit.xml" "$setting: junit.xml"
done
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

# Two clusters are never mixed.
cp -r "$top" "$work/other"
find "$work/other" -name '*.yaml' -exec sed -i 's/6b1d0c52-9a3e-4a57-8d0e-5a6c7e2f9b14/00000000-9a3e-4a57-8d0e-5a6c7e2f9b14/' {} +
expect 3 "two clusters" "$program" "$top" "$work/other"
says err '6b1d0c52.*00000000' "names both"
[ ! -e "$work/mixed/report.json" ]
result $? "and writes no report"
finish
