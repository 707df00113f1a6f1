// JUnit files as three readers from npm see them, and our own recount beside.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { parse } from 'junit2json';
import { cases, claims, totals } from './junit.mjs';
import { folder, run, source } from './pages.mjs';

const require = createRequire(import.meta.url);
const Reader = require('junitxml-to-javascript');
let outputs = 0; // several tests may read the same file at once
const sum = (list, of) => list.reduce((total, each) => total + (of(each) ?? 0), 0);

/** How each reader counts a file. */
const readers = {
    async junit2json(file) {
        const { testsuite } = await parse(await readFile(file, 'utf8'));
        const all = testsuite.flatMap((suite) => suite.testcase);
        const recount = { tests: all.length, failures: all.filter((each) => each.failure).length, errors: all.filter((each) => each.error).length, skipped: all.filter((each) => each.skipped).length };
        const claimed = Object.fromEntries(Object.keys(recount).map((name) => [name, sum(testsuite, (suite) => suite[name])]));
        assert.deepEqual(claimed, recount, 'junit2json: suites and cases');
        return recount;
    },
    async 'junit-to-ctrf'(file) {
        const out = `${file}.${outputs++}.ctrf.json`;
        const cli = path.join(folder, 'node_modules/junit-to-ctrf/dist/cli.js');
        const { status, stderr } = await run(process.execPath, [cli, file, '-o', out]);
        assert.equal(status, 0, stderr);
        const { results } = JSON.parse(await readFile(out, 'utf8'));
        assert.equal(results.tests.length, results.summary.tests);
        const { tests, failed, skipped, passed } = results.summary;
        assert.equal(tests, failed + skipped + passed);
        return { tests, failures: failed, skipped };
    },
    async 'junitxml-to-javascript'(file) {
        const { testsuites } = await new Reader().parseXMLFile(file);
        const all = testsuites.flatMap((suite) => suite.testCases);
        const count = (result) => all.filter((each) => each.result === result).length;
        const counted = { tests: all.length, failures: count('failed'), skipped: count('skipped') };
        assert.equal(count('succeeded'), counted.tests - counted.failures - counted.skipped);
        return counted;
    },
};

export const valid = (schema, file) => run('xmllint', ['--noout', '--nonet', '--relaxng', path.join(source, 'templates', schema), file]);

/** Of one file: schema, claims, names, identities, and what each reader makes of it. */
export async function readRight(made) {
    const { status, stderr } = await valid('junit.rng', made.junit);
    assert.equal(status, 0, stderr.slice(0, 1000));
    const xml = await made.text('junit.xml');
    const found = cases(xml);
    const ours = totals(found);
    assert.ok(ours.tests > 80);
    for (const { name, ...claimed } of claims(xml)) assert.deepEqual(claimed, totals(found.filter(({ suite }) => suite === name)), `suite ${name}`);
    const identities = found.map(({ suite, classname, name }) => `${suite}\n${classname}\n${name}`);
    assert.equal(new Set(identities).size, identities.length, 'identities are unique');
    const counted = {};
    for (const [name, read] of Object.entries(readers)) {
        counted[name] = await read(made.junit);
        // Two of them know no errors: what is one is a failure to them.
        const expected = 'errors' in counted[name] ? ours : { tests: ours.tests, failures: ours.failures + ours.errors, skipped: ours.skipped };
        assert.deepEqual(counted[name], expected, `${name} and our recount`);
    }
    return { ours, counted, names: found.map(({ classname, name }) => `${classname} ${name}`), found };
}
