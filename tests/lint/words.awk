# The catalogues of the reports' words against each other and against what uses them:
#   awk -f words.awk templates/words.*.yaml templates/report.* analyzer/*/*.[ch]
# Every language has the keys of English, in its order, with the same holes in every form. Every key that style sheet, script or C names is
# there, filled with the holes that it has, and every key is named somewhere.
function bad(what) { print what; status = 1 }
function holes(text,    list, name, n, i, k, names) { # sorted, each once: "{a}{b}"
    n = 0
    while (match(text, /\{[^{}]*\}/)) {
        name = substr(text, RSTART, RLENGTH)
        text = substr(text, RSTART + RLENGTH)
        for (i = n; i > 0 && names[i] > name; i--) names[i + 1] = names[i]
        if (i && names[i] == name) { for (k = i + 1; k <= n; k++) names[k] = names[k + 1]; continue }
        names[i + 1] = name
        n++
    }
    list = ""
    for (i = 1; i <= n; i++) list = list names[i]
    return list
}
function entry(language, line,    key, text, one) {
    key = line; sub(/:.*/, "", key)
    text = substr(line, length(key) + 3)
    if (text ~ /^\{one: ".*", other: ".*"\}$/) {
        one = text; sub(/", other: ".*/, "", one); sub(/^\{one: "/, "", one)
        sub(/.*", other: "/, "", text); sub(/"\}$/, "", text)
        if (language != "en") bad(FILENAME ":" FNR ": " key " has forms")
        if (index(holes(text), "{count}") == 0) bad(FILENAME ":" FNR ": " key " has forms without {count}")
    } else if (text ~ /^".*"$/) {
        text = substr(text, 2, length(text) - 2)
    } else bad(FILENAME ":" FNR ": neither key: \"text\" nor key: {one: \"text\", other: \"text\"}")
    if (text == "") bad(FILENAME ":" FNR ": " key " is empty")
    order[language, ++count[language]] = key
    if (language == "en") { english[key] = holes(text); prefix[substr(key, 1, index(key ".", ".") - 1)] = 1 }
    else if (holes(text) != english[key]) bad(FILENAME ":" FNR ": " key " has " holes(text) ", English has " english[key])
}
function uses(key, where) {
    used[key] = 1
    if (!(key in english)) bad(where ": no words " key)
}
function say(call, where,    key, list, name) { # from "SAY(" to its end
    if (!match(call, /^SAY\([a-z_>.&-]+, *"[^"]*"/)) return
    key = substr(call, RSTART, RLENGTH); sub(/"$/, "", key); sub(/.*"/, "", key)
    list = call ~ /COUNT\(/ ? "{count}" : ""
    while (match(call, /(HOLE|NUMBER)\("[^"]*"/)) {
        name = substr(call, RSTART, RLENGTH); sub(/"$/, "", name); sub(/.*"/, "", name)
        list = list "{" name "}"
        call = substr(call, RSTART + RLENGTH)
    }
    if (key in english && holes(list) != english[key]) bad(where ": " key " has " english[key] ", filled are " list)
}
function source(name, text,    rest, at, depth, i, c, key) {
    if (name ~ /\.xsl$/) {
        rest = text
        while (match(rest, /key\('w', *'[^']*'|name="key">[^<]*</)) {
            key = substr(rest, RSTART, RLENGTH); rest = substr(rest, RSTART + RLENGTH)
            sub(/['<]$/, "", key); sub(/.*['>]/, "", key)
            uses(key, name)
        }
        return
    }
    rest = text
    while (match(rest, /"[a-z]+\.[a-z0-9.-]+"/)) { # a literal in the form of a key
        key = substr(rest, RSTART + 1, RLENGTH - 2); rest = substr(rest, RSTART + RLENGTH)
        if (key in english) used[key] = 1
        else if (substr(key, 1, index(key, ".") - 1) in prefix && key !~ /\.(xsl|css|js)$/) bad(name ": no words " key)
    }
    rest = text
    while ((at = index(rest, "SAY(")) > 0) {
        rest = substr(rest, at); depth = 0
        for (i = 4; i <= length(rest); i++) {
            c = substr(rest, i, 1)
            depth += (c == "(") - (c == ")")
            if (!depth) break
        }
        say(substr(rest, 1, i), name)
        rest = substr(rest, 5)
    }
}
FNR == 1 && name != "" { source(name, text) }
FNR == 1 { name = text = ""; language = "" }
FNR == 1 && match(FILENAME, /words\.[a-z]+\.yaml$/) { language = substr(FILENAME, RSTART + 6, RLENGTH - 11); languages[language] = 1 }
language == "" { name = FILENAME; text = text "\n" $0; next }
!/^#/ && !/^$/ { entry(language, $0) }
END {
    if (name != "") source(name, text)
    for (language in languages) for (i = 1; i <= count["en"] || i <= count[language]; i++)
        if (order[language, i] != order["en", i]) { bad("words." language ".yaml: at number " i " '" order[language, i] "', English has '" order["en", i] "'"); break }
    for (key in english) if (!(key in used)) bad("templates/words.en.yaml: nothing says " key)
    exit status
}
