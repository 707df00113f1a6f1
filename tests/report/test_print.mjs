// Printed, or kept as PDF: page 1 is the whole answer with the path, A4, light whatever the screen was, everything open.
import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { describe, it } from 'node:test';
import { open } from './browser.mjs';
import { folder, languages, report, run, verdicts } from './pages.mjs';

/** Text as it is compared: a PDF breaks lines, and Japanese anywhere. */
const plain = (text) => text.normalize('NFKC').replace(/[\s\u00ad-]/g, '');

async function print(made, options) {
    return open(made, options, async (page) => {
        await mkdir(path.join(folder, 'shots'), { recursive: true });
        const file = path.join(folder, 'shots', `${made.name}${options.script === false ? '.no-script' : ''}.pdf`);
        const text = await page.evaluate(() => ({
            question: document.querySelector('h1 .q').textContent,
            answer: document.querySelector('h1').textContent,
            reasons: [...document.querySelectorAll('#answer .why b')].map((each) => each.textContent),
            steps: [...document.querySelectorAll('#path .steps > li > b')].map((each) => each.textContent),
            evidence: [...document.querySelectorAll('#blockers figure.ev .l')].map((each) => each.lastChild.textContent).filter((line) => line.trim().length > 20),
        }));
        await page.pdf({ path: file, preferCSSPageSize: true, printBackground: true });
        const pages = (first, last) => run('pdftotext', ['-f', String(first), '-l', String(last), '-raw', file, '-']).then(({ stdout }) => stdout);
        const info = (await run('pdfinfo', [file])).stdout;
        await run('pdftoppm', ['-f', '1', '-l', '1', '-r', '60', '-png', file, file.replace(/\.pdf$/, '')]);
        return { text, first: await pages(1, 1), all: await pages(1, 999), info, count: Number(/Pages:\s+(\d+)/.exec(info)[1]) };
    });
}

describe('print', { concurrency: 2 }, () => {
    for (const verdict of Object.keys(verdicts)) {
        for (const lang of languages) {
            it(`${verdict} ${lang}: page 1 is the answer and the path`, async (t) => {
                const { text, first, all, info, count } = await print(await report(verdict, lang), { theme: 'dark' });
                const page1 = plain(first);
                for (const expected of [text.question, text.answer, ...text.reasons, ...text.steps]) assert.ok(page1.includes(plain(expected)), `page 1 holds: ${expected}`);
                assert.match(info, /Page size:\s+59[45]\.\d+ x 84[12]\.\d+ pts|\(A4\)/);
                assert.match(page1, new RegExp(`1/${count}`), 'pages are numbered');
                if (verdict === 'not-ready') {
                    assert.ok(text.reasons.length > 3 && text.steps.length > 3 && text.evidence.length > 3);
                    const whole = plain(all);
                    const missing = text.evidence.filter((line) => !whole.includes(plain(line).slice(0, 60)));
                    assert.deepEqual(missing, [], 'the evidence of closed findings is printed too');
                }
                if (lang === 'en') t.diagnostic(`measured: ${verdict} prints on ${count} pages`);
            });
        }
    }

    it('without script everything is printed open as well', async () => {
        const { text, all } = await print(await report('not-ready'), { script: false });
        const whole = plain(all);
        assert.deepEqual(text.evidence.filter((line) => !whole.includes(plain(line).slice(0, 60))), []);
    });

    it('is light, whatever the screen was', async () => {
        await open(await report('not-ready'), { theme: 'dark' }, async (page) => {
            await page.locator('label[for=t-dark]').click();
            await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
            const [r, g, b] = await page.evaluate(() => getComputedStyle(document.body).backgroundColor.match(/[\d.]+/g).map(Number));
            assert.ok(r + g + b > 700, `the ground is ${r} ${g} ${b}`);
        });
    });
});
