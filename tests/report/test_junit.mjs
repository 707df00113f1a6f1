// JUnit as others read it: three readers from npm count what we count, the file keeps to its schema and the names to their lock.
import assert from 'node:assert/strict';
import { readdirSync, statSync } from 'node:fs';
import { cp, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, it } from 'node:test';
import { folder, generated, languages, report, reports, run, scenario, source, verdicts } from './pages.mjs';
import { readRight, valid } from './readers.mjs';

const most = 512 * 1024;

const said = ({ tests, failures, errors, skipped }) => `${tests} tests, ${failures} failures, ${errors ?? 'no'} errors, ${skipped} skipped`;

describe('junit', { concurrency: 2 }, () => {
    it('sample: readers count as we do', async (t) => {
        const { ours, counted } = await readRight(await report('not-ready'));
        t.diagnostic(`measured: our recount ${said(ours)}`);
        for (const [name, count] of Object.entries(counted)) t.diagnostic(`measured: ${name} ${said(count)}`);
    });
    for (const verdict of Object.keys(verdicts)) it(verdict, async () => readRight(await report(verdict)));
    for (const name of readdirSync(`${source}/testdata/scenarios`)) it(name, async () => readRight(await reports(`${name}.en`, scenario(name))));

    it('names and their order are the same for every archive, and those of the lock', async () => {
        const lock = (await readFile(`${source}/tests/junit-names.lock`, 'utf8')).trim().split('\n');
        const { names } = await readRight(await report('not-ready'));
        assert.deepEqual([...names].sort(), [...lock].sort());
        for (const verdict of Object.keys(verdicts)) assert.deepEqual((await readRight(await report(verdict))).names, names, verdict);
    });

    it('does not depend on the language', async () => {
        const [en, ja] = await Promise.all(languages.map(async (lang) => (await report('not-ready', lang)).text('junit.xml')));
        assert.equal(ja, en);
        const [first, second] = await Promise.all(languages.map(async (lang) => (await report('not-ready', lang)).data));
        assert.deepEqual(second, first, 'nor does report.json');
    });

    for (const [option, value] of [['--unknown', 'skip'], ['--fail-on', 'warning'], ['--fail-on', 'never']]) {
        it(`${option}=${value}`, async () => {
            const name = value === 'skip' ? 'cannot-tell' : 'not-ready';
            const before = (await readRight(await report(name))).ours;
            const made = await reports(`${name}${option}-${value}`, verdicts[name], { args: [option, value] });
            const { ours } = await readRight(made);
            if (value === 'skip') assert.deepEqual([ours.errors, ours.skipped], [0, before.skipped + before.errors]);
            if (value === 'warning') assert.ok(ours.failures > before.failures);
            if (value === 'never') assert.equal(ours.failures, 0);
        });
    }

    it('5,000 VMs: at most 512 KB', async (t) => {
        const made = await generated(5000);
        await readRight(made);
        const { size } = statSync(made.junit);
        t.diagnostic(`measured: JUnit of 5,000 VMs ${size} bytes`);
        assert.ok(size <= most, `${size} of ${most} bytes`);
    });

    it('the results document keeps to its schema', async () => {
        // A stylesheet that copies is how it can be seen.
        const templates = path.join(folder, 'copy');
        await cp(path.join(source, 'templates'), templates, { recursive: true });
        await writeFile(path.join(templates, 'junit.xsl'), `<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
            <xsl:template match="/"><xsl:copy-of select="/"/></xsl:template></xsl:stylesheet>`);
        for (const [name, input] of [...Object.entries(verdicts), ...readdirSync(`${source}/testdata/scenarios`).map((each) => [each, scenario(each)])]) {
            const made = await reports(`copy-${name}`, input, { args: ['--templates', templates, '--lang', 'ja'] });
            const { status, stderr } = await valid('results.rng', made.junit);
            assert.equal(status, 0, `${name}: ${stderr.slice(0, 600)}`);
        }
        const bad = await valid('results.rng', (await report('ready')).junit);
        assert.notEqual(bad.status, 0, 'something else is not valid');
    });
});
