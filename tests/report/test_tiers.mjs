// The three tiers: everything; no script; neither script nor inline style, as Jenkins shows archived HTML. The answer is readable in each.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { open, policies, shoot } from './browser.mjs';
import { languages, report, verdicts } from './pages.mjs';

/** The pixels' colours that are neither black, white nor grey, as shares of the picture. */
async function colours(page, clip) {
    const png = await page.screenshot({ clip });
    return page.context().browser().newContext().then(async (context) => {
        const other = await context.newPage();
        const count = await other.evaluate(async (data) => {
            const image = await createImageBitmap(await (await fetch(`data:image/png;base64,${data}`)).blob());
            const canvas = new OffscreenCanvas(image.width, image.height);
            const pen = canvas.getContext('2d');
            pen.drawImage(image, 0, 0);
            const { data: bytes } = pen.getImageData(0, 0, image.width, image.height);
            const seen = { ink: 0, red: 0, coloured: 0 };
            for (let i = 0; i < bytes.length; i += 4) {
                const [r, g, b] = bytes.subarray(i, i + 3);
                if (r + g + b < 600) seen.ink++;
                if (Math.max(r, g, b) - Math.min(r, g, b) > 60) seen.coloured++;
                if (r > 150 && g < 90 && b < 60) seen.red++;
            }
            return seen;
        }, png.toString('base64'));
        await context.close();
        return count;
    });
}

describe('tiers', { concurrency: 2 }, () => {
    for (const verdict of Object.keys(verdicts)) {
        for (const lang of languages) {
            for (const policy of Object.keys(policies)) {
                it(`${verdict} ${lang} under policy ${policy}`, async () => {
                    const made = await report(verdict, lang);
                    await open(made, { policy }, async (page) => {
                        if (policy === 'jenkins') {
                            const font = await page.locator('h1').evaluate((h1) => getComputedStyle(h1).fontFamily);
                            const plain = await page.evaluate(() => getComputedStyle(document.documentElement).fontFamily);
                            assert.equal(font, plain, 'the style sheet applies: this is not the tier it should be');
                            for (const width of [1360, 390]) {
                                await page.setViewportSize({ width, height: 900 });
                                await shoot(page, `${verdict}.${lang}.jenkins.${width}`);
                            }
                            await page.setViewportSize({ width: 1360, height: 900 });
                        }
                        const blockers = made.data.rules.filter(({ findings }) => findings.some(({ level, under }) => level === 'blocker' && !under));
                        for (const { id } of blockers) {
                            const link = page.locator(`#answer a[href="#rule-${id}"]`).first();
                            assert.ok(await link.isVisible(), `${id} is not to be seen in the answer`);
                            const item = page.locator('#answer li', { has: page.locator(`a[href="#rule-${id}"]`) }).first();
                            assert.ok(await item.locator('svg use').first().isVisible(), `${id} has no shape`);
                            assert.ok((await item.innerText()).length > id.length + 20, `${id} has no sentence`);
                            assert.ok(await page.locator(`details:has(#rule-${id}) h3`).first().isVisible(), `the title of ${id} is not to be seen`);
                        }
                        assert.ok(await page.locator('h1').isVisible());
                        assert.ok(await page.locator('svg.path').isVisible() || made.data.updatePath.length === 0, 'the path is not drawn');
                        const seen = await colours(page, { x: 0, y: 0, width: 1360, height: 900 });
                        assert.ok(seen.ink > 5000, `nearly blank: ${JSON.stringify(seen)}`);
                        assert.ok(seen.coloured > 100, `no coloured shape: ${JSON.stringify(seen)}`);
                        if (verdict === 'not-ready') assert.ok(seen.red > 100, `no red shape: ${JSON.stringify(seen)}`);
                    });
                });
            }
        }
    }
});
