#!/bin/sh
# What --verbose tells of time and amounts, and that neither it nor the number of threads reaches an output.
# shellcheck source=tests/cli/lib.sh
. "$(dirname "$0")/lib.sh"

archive=$work/must-gather.tar.gz
tar -C "$sample" --sort=name -czf "$archive" .
run() { # NAME OPTION...: reports to $work/NAME, standard output to $work/NAME.out
    name=$1
    shift
    "$program" "$@" -o "$work/reports" "$archive" >"$work/$name.out" 2>"$work/$name.err"
    mv "$work/reports" "$work/$name"
}
run one --jobs 1
for jobs in 2 3 4; do
    run "jobs-$jobs" --jobs "$jobs"
    for file in report.html junit.xml report.json; do
        same "$work/one/$file" "$work/jobs-$jobs/$file" "$file is the same with 1 and with $jobs threads"
    done
    same "$work/one.out" "$work/jobs-$jobs.out" "the summary is the same with 1 and with $jobs threads"
done
# Several times: what threads do to each other shows now and then.
run ja-one --jobs 1 --lang ja
for turn in 1 2 3 4 5 6; do
    run ja --jobs 4 --lang ja
    same "$work/ja-one/report.html" "$work/ja/report.html" "report.html in Japanese is the same with 1 and with 4 threads ($turn)"
    rm -rf "$work/ja"
done
for folder in "$root"/testdata/scenarios/*/; do
    for jobs in 1 2 4; do
        "$program" -q --jobs $jobs --json "$work/jobs-$jobs.json" "$folder" >/dev/null 2>&1
    done
    cmp "$work/jobs-1.json" "$work/jobs-2.json" && cmp "$work/jobs-1.json" "$work/jobs-4.json"
    result $? "${folder#"$root"/}: the same with 1, 2 and 4 threads"
done
run told --verbose
for file in report.html junit.xml report.json; do
    same "$work/one/$file" "$work/told/$file" "$file is the same with --verbose"
done
same "$work/one.out" "$work/told.out" "the summary is the same with --verbose"
cp "$work/told.err" "$work/err"
says err '^[0-9]+ members of [0-9]+ MB: [0-9]+ of [0-9]+ MB read, [0-9]+ of [0-9]+ MB kept$' "members are counted"
says err '^[0-9]+ of [0-9]+ objects kept' "objects are counted"
for stage in 'rules and facts loaded' 'archive' 'members' 'graph' 'rules judged' 'reports'; do
    says err "^ *[0-9.]+ ms +[0-9.]+ % +[0-9]+ MB  $stage" "the time of: $stage"
done
for part in 'page prepared' 'report.html' 'junit.xml' 'report.json'; do
    says err "^ *[0-9.]+ ms +of the reports: $part$" "the time of: $part"
done
rules() { grep -cE ' ms +[0-9.]+ %  [a-z0-9]+-[a-z0-9-]+$' "$work/err"; }
[ "$(rules)" -eq 10 ]
result $? "ten rules with their time"
"$program" -v -v -q "$archive" >"$work/out" 2>"$work/err"
[ "$(rules)" -eq "$("$program" rules list | grep -cE '^[a-z0-9]+-')" ]
result $? "twice: all rules with their time"
# On a single core a second thread would only take turns with the first.
core=$(taskset -cp $$ | sed 's/.*: //; s/[-,].*//')
pinned() { # OPTION...: how many threads --verbose tells of beside the first
    taskset -c "$core" "$program" --verbose "$@" -o "$work/pinned" "$archive" 2>&1 >/dev/null | grep -c 'by the reading thread'
}
[ "$(pinned)" = 0 ]
result $? 'one core: one thread'
[ "$(pinned --jobs 2)" = 1 ]
result $? 'one core: two threads where it is told so'
finish
