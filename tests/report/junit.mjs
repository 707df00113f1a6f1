// Our own recount of a JUnit file, without any library: what the readers under test are compared with.

const attribute = (tag, name) => new RegExp(`\\s${name}="([^"]*)"`).exec(tag)?.[1];

/** Every case: its suite, class, name and which of passed, failure, error, skipped it is. */
export function cases(xml) {
    const found = [];
    for (const [, suiteTag, body] of xml.matchAll(/<testsuite(\s[^>]*)>([\s\S]*?)<\/testsuite>/g)) {
        for (const [, tag, inner] of body.matchAll(/<testcase(\s(?:"[^"]*"|[^"/>])*)(?:\/>|>([\s\S]*?)<\/testcase>)/g)) {
            const kinds = [...(inner ?? '').matchAll(/<(failure|error|skipped)[\s>/]/g)].map((match) => match[1]);
            if (kinds.length > 1) throw new Error(`${tag} has more than one outcome`);
            found.push({ suite: attribute(suiteTag, 'name'), classname: attribute(tag, 'classname'), name: attribute(tag, 'name'), kind: kinds[0] ?? 'passed', text: inner ?? '' });
        }
    }
    return found;
}

/** The totals that each suite claims. */
export const claims = (xml) =>
    [...xml.matchAll(/<testsuite(\s[^>]*)>/g)].map(([, tag]) =>
        Object.fromEntries(['name', 'tests', 'failures', 'errors', 'skipped'].map((name) => [name, name === 'name' ? attribute(tag, name) : Number(attribute(tag, name))])));

export function totals(list) {
    const count = (kind) => list.filter((each) => each.kind === kind).length;
    return { tests: list.length, failures: count('failure'), errors: count('error'), skipped: count('skipped') };
}

/** What the JUnit case of a rule must be, told from report.json; with the default thresholds. */
export function kindOf({ level, decisive, unknown, errors, status }) {
    if (level === 'blocker') return 'failure';
    if (decisive && [...unknown, ...errors].some((each) => each.level === 'blocker')) return 'error';
    if (level === 'warning') return 'passed';
    if (errors.length > 0) return 'error';
    if (unknown.length > 0 || status === 'not-applicable' || status === 'waived') return 'skipped';
    return 'passed';
}
