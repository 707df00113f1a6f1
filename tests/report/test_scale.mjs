// Large clusters: budgets of size are kept, nothing is lost, and times are told but not judged.
import assert from 'node:assert/strict';
import { statSync } from 'node:fs';
import { describe, it } from 'node:test';
import { open } from './browser.mjs';
import { generated, report } from './pages.mjs';

// Of the page itself; beside it stand the results for machines, of a large cluster only its findings.
const most = 2 * 1024 * 1024;

/** Milliseconds from asking for the page to its first paint and to its end, and of one search; in a browser that is warm. */
async function times(made) {
    await open(made, {}, () => {});
    return open(made, {}, async (page) => {
        await page.waitForLoadState('load');
        return page.evaluate(async () => {
            const frame = () => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
            await frame();
            const [{ loadEventEnd }] = performance.getEntriesByType('navigation');
            const paint = performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? NaN;
            const input = document.querySelector('#vms input[type=search]');
            const start = performance.now();
            input.value = '7';
            input.dispatchEvent(new Event('input', { bubbles: true }));
            document.body.getBoundingClientRect();
            await frame();
            return { paint, load: loadEventEnd, search: performance.now() - start };
        });
    });
}

describe('scale', () => {
    for (const vms of [41, 500, 5000]) {
        it(`${vms} VMs`, async (t) => {
            const made = await (vms === 41 ? report('not-ready') : generated(vms));
            const html = await made.text('report.html');
            const results = Buffer.byteLength(/<script type="application\/json"[^>]*>([^<]*)</.exec(html)[1]);
            const size = Buffer.byteLength(html) - results;
            const { paint, load, search } = await times(made);
            t.diagnostic(`measured: ${vms} VMs: page ${size} bytes and ${results} of embedded results, JUnit ${statSync(made.junit).size}, first paint ${Math.round(paint)} ms, loaded ${Math.round(load)} ms, search ${Math.round(search)} ms`);
            assert.ok(size <= most, `${size} of ${most} bytes`);
            assert.equal(made.data.vms.length, vms, 'report.json has every VM');
            await open(made, { script: false }, async (page) => {
                assert.equal(await page.locator('#vms tbody tr').count(), vms, 'and so has the page');
                if (vms > 200) assert.ok((await page.locator('#vms details').count()) > 1, 'healthy VMs are folded by namespace');
                const folded = made.data.rules.some(({ findings }) => findings.length > 20);
                if (folded) assert.match(await page.locator('main').textContent(), /report\.json/, 'what is folded is told');
            });
        });
    }
});
