// One model, one set of numbers: title, heading, contents, tally, cards, chips, summary on the terminal, JUnit and JSON agree.
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { describe, it } from 'node:test';
import { open } from './browser.mjs';
import { cases, kindOf, totals } from './junit.mjs';
import { generated, languages, report, reports, scenario, source, verdicts } from './pages.mjs';

const first = (text) => Number(/\d+/.exec(text)?.[0] ?? 0);

async function agree(made) {
    const { data } = made;
    const at = (level) => data.rules.filter((rule) => rule.level === level && rule.findings.length > 0);
    await open(made, {}, async (page) => {
        const shown = await page.evaluate(() => {
            const text = (selector) => document.querySelector(selector)?.textContent ?? '';
            const marks = Object.fromEntries([...document.querySelectorAll('.tkey li')].map((li) => [li.querySelector('use')?.getAttribute('href').slice(3) ?? li.textContent, li.textContent]));
            const section = (id) => ({ toc: text(`.toc a[href="#${id}"] .c`), cards: document.querySelectorAll(`#${id} > details.f`).length });
            const chips = (id) => Object.fromEntries([...document.querySelectorAll(`#${id} .chips label`)].map((label) => [label.htmlFor.split('-')[1], Number(label.querySelector('b').textContent)]));
            return {
                title: document.title, h1: text('h1'), answer: text('h1').slice(text('h1 .q').length), marks,
                reasons: document.querySelectorAll('#answer .why > li').length,
                blockers: section('blockers'), warnings: section('warnings'), notes: section('notes'), checks: section('checks'), vms: section('vms'), unknown: section('open'),
                rules: document.querySelectorAll('#checks tbody tr').length,
                rows: document.querySelectorAll('#vms tbody tr').length,
                open: document.querySelectorAll('#open tbody tr').length,
                drains: document.querySelectorAll('#drains tbody tr').length,
                steps: document.querySelectorAll('#path .steps > li').length,
                chips: { checks: chips('checks'), vms: chips('vms') },
            };
        });
        const words = (text) => /^[^\d.,:、。：(（]+/.exec(text)[0].trim();
        assert.equal(words(shown.title), words(shown.answer), 'the title begins with the words of the answer');
        const blockers = at('blocker').filter(({ findings }) => findings.some(({ level, under }) => level === 'blocker' && !under)).length;
        const numbers = { answer: first(shown.answer), cards: shown.blockers.cards, toc: first(shown.blockers.toc), tally: first(shown.marks.bad ?? '') };
        if (data.verdict === 'not-ready') {
            assert.deepEqual(numbers, { answer: blockers, cards: blockers, toc: blockers, tally: blockers }, 'blockers');
            assert.equal(shown.reasons, blockers, 'each blocker is a sentence of the answer');
        } else {
            assert.equal(blockers, 0);
            assert.equal(shown.blockers.cards, 0);
            assert.equal(shown.marks.bad, undefined);
        }
        const warnings = first(shown.marks.warn ?? '');
        assert.deepEqual([shown.warnings.cards, first(shown.warnings.toc)], [warnings, warnings], 'warnings');
        const notes = first(shown.marks.note ?? '');
        assert.deepEqual([shown.notes.cards, first(shown.notes.toc)], [notes, notes], 'notes');
        const unknown = first(shown.marks.unk ?? '');
        assert.equal(unknown, data.counts.unknown + data.counts.error, 'not judged: tally and JSON');
        assert.equal(first(shown.marks.ok ?? ''), data.counts.passed, 'passed: tally and JSON');
        assert.equal(shown.rules, data.rules.length);
        assert.equal(first(shown.checks.toc), data.rules.length);
        assert.equal(data.tool.rules.count, data.rules.length);
        assert.equal(Object.values(data.counts).reduce((sum, n) => sum + n, 0), data.rules.length, 'each rule is counted once');
        assert.equal(Object.values(shown.marks).map(first).reduce((sum, n) => sum + n, 0), data.rules.length, 'the parts of the tally are the whole');
        assert.equal(shown.steps, data.updatePath.length);
        assert.equal(shown.drains, data.drains.length);
        assert.equal(shown.rows, data.vms.length, 'every VM has a row');
        assert.equal(first(shown.vms.toc), data.vms.length);
        assert.equal(data.cluster.vms.total ?? data.vms.length, data.vms.length);
        const { all, bad, warn, note, unk, ok, na } = shown.chips.checks;
        assert.equal(all, data.rules.length);
        assert.deepEqual([bad ?? 0, warn ?? 0, note ?? 0, ok ?? 0, na ?? 0], ['blocker', 'warning', 'info', 'passed', 'notApplicable'].map((name) => data.counts[name]), 'chips of the checks and JSON');
        assert.equal(unk ?? 0, data.counts.unknown + data.counts.error);
        const { all: vms, ...kinds } = shown.chips.vms;
        if (vms !== undefined) assert.equal(Object.values(kinds).reduce((sum, n) => sum + n, 0), vms, 'the chips of the VMs are all of them');
        assert.equal(vms ?? data.vms.length, data.vms.length);
        // The last line of the summary is English or not; its numbers are in the order of the tally.
        const line = made.summary.split('\n').findLast((text) => (text.match(/\d+/g) ?? []).length >= 5 && !/^\s*\$/.test(text)) ?? '';
        assert.deepEqual(line.match(/\d+/g)?.slice(0, 5).map(Number), [blockers, warnings, unknown, data.counts.passed, data.counts.notApplicable], `the summary: ${line}`);
    });
    const told = cases(await made.text('junit.xml'));
    const sum = totals(told);
    assert.equal(sum.tests, data.rules.length);
    for (const rule of data.rules) {
        const one = told.find(({ name }) => name.startsWith(`${rule.id}: `));
        assert.equal(one?.kind, kindOf(rule), `JUnit's case of ${rule.id}`);
    }
}

describe('numbers', { concurrency: 2 }, () => {
    for (const verdict of Object.keys(verdicts)) {
        for (const lang of languages) it(`${verdict} ${lang}`, async () => agree(await report(verdict, lang)));
    }
    for (const name of readdirSync(`${source}/testdata/scenarios`)) it(name, async () => agree(await reports(`${name}.en`, scenario(name))));
    it('500 generated VMs', async () => agree(await generated(500)));
});
