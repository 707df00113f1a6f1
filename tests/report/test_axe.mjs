// WCAG 2.2 AA and good practice, in every setting in which a page is read. Pictures of them are kept.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { describe, it } from 'node:test';
import { open, openAll, shoot, themes, widths } from './browser.mjs';
import { languages, report, verdicts } from './pages.mjs';

const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa', 'best-practice'];
const totals = { settings: 0, passed: 0, violations: 0 };

/** What axe finds; of its long answer only what a person needs to repair it leaves the page. */
async function violations(page) {
    const answer = await page.evaluate(async (values) => {
        const { passes, violations: found } = await window.axe.run(document, { runOnly: values });
        const told = ({ id, help, nodes: [{ html, failureSummary }, ...more] }) =>
            `${id}: ${help}; ${html.slice(0, 200)} and ${more.length} more; ${failureSummary}`;
        return { passed: passes.length, found: found.map(told) };
    }, tags);
    totals.settings++;
    totals.passed += answer.passed;
    totals.violations += answer.found.length;
    // A page on which next to nothing could be checked would pass as well.
    assert.ok(answer.passed > 25, `only ${answer.passed} checks had something to look at`);
    return answer.found;
}

describe('axe', { concurrency: 2 }, () => {
    for (const verdict of Object.keys(verdicts)) {
        for (const lang of languages) {
            for (const theme of themes) {
                for (const policy of ['none', 'scripts']) {
                    it(`${verdict} ${lang} ${theme} ${policy === 'none' ? 'with script, all open' : 'without script, as loaded'}`, async () => {
                        await open(await report(verdict, lang), { policy, theme }, async (page) => {
                            if (policy === 'none') await openAll(page);
                            await page.evaluate(axe);
                            for (const width of widths) {
                                await page.setViewportSize({ width, height: 900 });
                                assert.deepEqual(await violations(page), [], `at ${width}`);
                                if (policy === 'scripts') await shoot(page, `${verdict}.${lang}.${theme}.${width}`);
                            }
                        });
                    });
                }
            }
        }
    }
});

it('axe looked at every setting', (t) => {
    t.diagnostic(`measured: axe: ${totals.settings} settings, ${totals.passed} checks passed, ${totals.violations} violations`);
    assert.equal(totals.settings, 4 * 2 * languages.length * themes.length * widths.length);
});
