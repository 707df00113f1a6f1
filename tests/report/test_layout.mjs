// Widths from 320 to 1360 without sideways scrolling, and the three ways to choose colours.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { narrowest, open, openAll, shoot, widths } from './browser.mjs';
import { generated, languages, report, reports, scenario, verdicts } from './pages.mjs';

/** Elements that stick out to the right of the window, but for what is in a box that scrolls on its own. */
const overflow = (page) =>
    page.evaluate(() => {
        const limit = document.documentElement.clientWidth;
        const scrolls = (each) => each && each !== document.body && (['auto', 'scroll', 'hidden', 'clip'].includes(getComputedStyle(each).overflowX) || scrolls(each.parentElement));
        const out = [...document.body.querySelectorAll('*')].filter((each) => each.checkVisibility() && each.getBoundingClientRect().right > limit + 1 && !scrolls(each));
        return { page: document.documentElement.scrollWidth - limit, out: out.slice(0, 3).map((each) => each.outerHTML.slice(0, 160)) };
    });

async function fits(made, picture) {
    await open(made, {}, async (page) => {
        for (const width of [...widths, narrowest]) {
            await page.setViewportSize({ width, height: 900 });
            assert.deepEqual(await overflow(page), { page: 0, out: [] }, `at ${width}`);
            if (width === narrowest && picture) await shoot(page, `${picture}.${width}`);
        }
        await openAll(page);
        for (const width of [...widths, narrowest]) {
            await page.setViewportSize({ width, height: 900 });
            assert.deepEqual(await overflow(page), { page: 0, out: [] }, `all open at ${width}`);
        }
    });
}

const brightness = (page) =>
    page.evaluate(() => {
        const [r, g, b] = getComputedStyle(document.body).backgroundColor.match(/[\d.]+/g).map(Number);
        const text = getComputedStyle(document.querySelector('h1')).color.match(/[\d.]+/g).map(Number);
        return (r + g + b) / 3 > (text[0] + text[1] + text[2]) / 3 ? 'light' : 'dark';
    });

describe('layout', { concurrency: 2 }, () => {
    for (const verdict of Object.keys(verdicts)) {
        for (const lang of languages) it(`${verdict} ${lang} fits from 1360 to 320`, async () => fits(await report(verdict, lang), `${verdict}.${lang}.light`));
    }
    it('damaged archive fits', async () => fits(await reports('damaged.en', scenario('damaged'))));
    it('500 generated VMs fit', async () => fits(await generated(500)));

    for (const theme of ['light', 'dark']) {
        it(`colours follow a system that is ${theme}, and the choice on the page, without script`, async () => {
            await open(await report('not-ready'), { theme, script: false }, async (page) => {
                assert.equal(await brightness(page), theme, 'as the system says');
                for (const chosen of ['light', 'dark']) {
                    await page.locator(`label[for=t-${chosen}]`).click();
                    assert.equal(await brightness(page), chosen, 'as chosen');
                }
                await page.locator('label[for=t-auto]').click();
                assert.equal(await brightness(page), theme, 'as the system says again');
            });
        });
    }

    for (const theme of ['light', 'dark']) {
        it(`forced colours, ${theme}: shapes stay, and stay apart from their ground`, async () => {
            await open(await report('not-ready'), { theme, forcedColors: 'active' }, async (page) => {
                await shoot(page, `not-ready.en.forced-${theme}`);
                const found = await page.evaluate(() => {
                    const shown = (each) => each.checkVisibility({ visibilityProperty: true, opacityProperty: true });
                    return {
                        forced: matchMedia('(forced-colors: active)').matches,
                        lost: [...document.querySelectorAll('#answer svg.ic, .pill svg.ic')].filter((each) => shown(each) && getComputedStyle(each).color === getComputedStyle(document.body).backgroundColor).length,
                        wordless: [...document.querySelectorAll('.pill')].filter((each) => each.textContent.trim() === '').length,
                        pills: document.querySelectorAll('.pill').length,
                    };
                });
                assert.ok(found.pills > 0);
                assert.deepEqual({ ...found, pills: 0 }, { forced: true, lost: 0, wordless: 0, pills: 0 });
            });
        });
    }
});
