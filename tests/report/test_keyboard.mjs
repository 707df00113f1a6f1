// The keyboard alone reaches everything, and one sees where it is.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { open, openAll } from './browser.mjs';
import { languages, report } from './pages.mjs';

/** Goes round the page with Tab, until the page is left, and tells what it passed and where nothing showed it. */
async function round(page) {
    await page.evaluate(() => {
        window.passed = new Set();
        window.unseen = [];
        const drawn = (each) => {
            const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(each);
            return (outlineStyle !== 'none' && parseFloat(outlineWidth) >= 1) || boxShadow !== 'none';
        };
        document.addEventListener('focusin', ({ target }) => {
            window.passed.add(target);
            const shows = [target, ...(target.labels ?? [])];
            const box = shows.map((each) => each.getBoundingClientRect()).find(({ width, height }) => width > 4 && height > 4);
            if (!shows.some(drawn) || !box) window.unseen.push(target.outerHTML.slice(0, 120));
        });
    });
    for (let i = 0; i < 60; i++) {
        for (let j = 0; j < 25; j++) await page.keyboard.press('Tab');
        if (await page.evaluate(() => window.passed.size > 5 && (document.activeElement === document.body || document.activeElement.matches('.skip')))) break;
        if (await page.evaluate(() => { const before = window.before; window.before = window.passed.size; return before === window.passed.size; })) break;
    }
    return page.evaluate(() => {
        const controls = [...document.querySelectorAll('a[href], button, input, summary, [tabindex="0"]')].filter((each) => each.checkVisibility({ visibilityProperty: true }));
        // Of a group of radios Tab reaches the one that is chosen, arrows the rest.
        const expected = controls.filter((each) => each.type !== 'radio' || each.checked);
        return { expected: expected.length, missed: expected.filter((each) => !window.passed.has(each)).map((each) => each.outerHTML.slice(0, 160)), unseen: window.unseen };
    });
}

describe('keyboard', { concurrency: 2 }, () => {
    for (const lang of languages) {
        for (const width of [1360, 390]) {
            it(`Tab reaches every link and control and shows where it is, ${lang} at ${width}`, async (t) => {
                await open(await report('ready-with-warnings', lang), { width }, async (page) => {
                    await openAll(page);
                    const { expected, missed, unseen } = await round(page);
                    t.diagnostic(`measured: ${expected} controls reached by keyboard at ${width} in ${lang}`);
                    assert.ok(expected > 30);
                    assert.deepEqual(missed, [], 'reached');
                    assert.deepEqual(unseen, [], 'shown');
                });
            });
        }
    }

    it('the first Tab offers to skip to the answer', async () => {
        await open(await report('not-ready'), {}, async (page) => {
            await page.keyboard.press('Tab');
            const skip = page.locator('a.skip');
            assert.ok(await skip.evaluate((each) => each === document.activeElement && each.getBoundingClientRect().top >= 0));
            await page.keyboard.press('Enter');
            assert.match(page.url(), /#answer$/);
        });
    });

    it('arrows choose a filter, Enter and Space open a finding, without script', async () => {
        await open(await report('not-ready'), { script: false }, async (page) => {
            const rows = () => page.locator('#vms tbody tr').evaluateAll((all) => all.filter((row) => row.checkVisibility()).length);
            const before = await rows();
            await page.locator('#v-all').focus();
            await page.keyboard.press('ArrowRight');
            assert.ok((await rows()) < before);
            const closed = page.locator('details.f:not([open]) > summary').first();
            const handle = await closed.elementHandle();
            await closed.focus();
            await page.keyboard.press('Enter');
            assert.ok(await handle.evaluate((each) => each.parentElement.open));
            await page.keyboard.press('Space');
            assert.ok(!(await handle.evaluate((each) => each.parentElement.open)));
        });
    });
});
