// Every statement can be traced: each finding has evidence, and what is shown stands in the archive at exactly that line.
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import { open } from './browser.mjs';
import { report, reports, sample, scenario, source } from './pages.mjs';

/** The lines of a file of the archive; paths are told from the folder that holds all gather roots. */
function lines(archive, name) {
    const below = (folder) => readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory()).map((entry) => path.join(folder, entry.name));
    const roots = [archive, ...below(archive), ...below(archive).flatMap(below)];
    const file = roots.map((root) => path.join(root, name)).find(existsSync);
    assert.ok(file, `${name} is a file of the archive`);
    return readFileSync(file, 'utf8').split('\n');
}

async function traced(made, archive) {
    const count = { findings: 0, evidence: 0, lines: 0, around: 0, marked: 0 };
    const marked = new Set();
    for (const rule of made.data.rules) {
        for (const finding of rule.findings) {
            count.findings++;
            // What was not gathered stands nowhere; the finding that says so is about no object.
            assert.ok(finding.evidence.length > 0 || finding.object === null, `${rule.id} shows why: ${finding.message}`);
            for (const { path: name, line, endLine, masked, excerpt } of finding.evidence) {
                const text = lines(archive, name);
                assert.ok(line >= 1 && line <= endLine && endLine <= text.length, `${name}:${line}-${endLine} of ${text.length} lines`);
                count.evidence++;
                if (masked) assert.deepEqual(excerpt, [], 'a secret has no excerpt');
                const guilty = excerpt.filter((each) => each.line >= line && each.line <= endLine);
                if (excerpt.length > 0) assert.ok(guilty.length > 0, `${name}: the excerpt holds the lines it is about`);
                count.around += excerpt.length - guilty.length;
                assert.ok(excerpt.every((each) => each.line >= line - 2 && each.line <= endLine + 2), `${name}: at most two lines on either side`);
                for (const each of guilty) marked.add(`${name}:${each.line}`);
                for (const each of excerpt) {
                    assert.equal(each.text, text[each.line - 1], `${name}:${each.line}`);
                    count.lines++;
                }
            }
        }
    }
    await open(made, {}, async (page) => {
        const shown = await page.evaluate(() =>
            [...document.querySelectorAll('figure.ev')].map((figure) => ({
                name: figure.querySelector('figcaption code').textContent,
                lines: [...figure.querySelectorAll('.l')].map((each) => {
                    const { userSelect } = getComputedStyle(each.querySelector('i'));
                    const { borderLeftWidth, backgroundColor } = getComputedStyle(each);
                    const drawn = borderLeftWidth === '3px' && backgroundColor !== getComputedStyle(each.closest('pre')).backgroundColor;
                    return [each.querySelector('i').textContent, each.textContent, userSelect, each.tagName === 'MARK', drawn];
                }),
            })));
        for (const figure of shown) {
            const text = lines(archive, figure.name.split('!').at(-1));
            const numbered = figure.lines.filter(([n]) => /^\d+$/.test(n));
            const guilty = ([n]) => marked.has(`${figure.name.split('!').at(-1)}:${n}`);
            const marks = numbered.filter(([, , , mark]) => mark);
            assert.ok(numbered.every(guilty) || marks.length > 0, `${figure.name}: what the excerpt is about is marked`);
            assert.ok(marks.every((each) => guilty(each) && each.at(-1)), `${figure.name}: marked is what it is about, and not by a colour alone`);
            count.marked += marks.length;
            for (const [n, line, select] of numbered) {
                assert.equal(line.replace(/\n$/, ''), `${n} ${text[n - 1]}`, `${figure.name}:${n} on the page`);
                assert.equal(select, 'none', 'line numbers are not copied with the text');
            }
        }
        if (count.lines > 0) assert.ok(shown.some((figure) => figure.lines.length > 0), 'the page shows excerpts');
    });
    return count;
}

describe('evidence', { concurrency: 2 }, () => {
    it('sample', async (t) => {
        const { findings, evidence, lines: all, around, marked } = await traced(await report('not-ready'), sample);
        t.diagnostic(`measured: ${findings} findings with ${evidence} pieces of evidence, ${all} lines compared with the archive, ${around} of them around what ${marked} marks point at`);
        assert.ok(findings > 20 && all > 100 && around > 50 && marked > 50);
    });
    for (const name of readdirSync(`${source}/testdata/scenarios`)) it(name, async () => traced(await reports(`${name}.en`, scenario(name)), scenario(name)));
});
