// What an archive holds stays text: nothing of it runs, loads, moves or hides anything, and every format stays valid.
import assert from 'node:assert/strict';
import path from 'node:path';
import { before, describe, it } from 'node:test';
import { open, openAll, shoot } from './browser.mjs';
import { conforming } from './conforming.mjs';
import { hostile, marks } from './hostile.mjs';
import { languages, reports, run, source } from './pages.mjs';
import { readRight } from './readers.mjs';

// What may be neither in XML nor on a terminal, and what reorders text.
const banned = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\ufffe\uffff]/u;

describe('hostile archive', () => {
    const made = {};
    before(async () => {
        const archive = await hostile();
        for (const lang of languages) made[lang] = await reports(`hostile.${lang}`, archive, { args: ['--lang', lang, '--markdown', '-'] });
    });

    for (const lang of languages) {
        it(`nothing runs and nothing loads, ${lang}`, async () => {
            await open(made[lang], {}, async (page) => {
                await openAll(page);
                const found = await page.evaluate((text) => ({
                    ran: window.ran ?? null,
                    strange: document.querySelectorAll('img, link, svg[onload], b[onclick], main script, title ~ title').length,
                    handlers: [...document.querySelectorAll('*')].filter((each) => each.getAttributeNames().some((name) => name.startsWith('on') || name === 'style')).length,
                    links: [...document.links].filter(({ protocol }) => !['https:', 'file:'].includes(protocol)).map(({ href }) => href),
                    shown: document.body.textContent.includes(text),
                    title: document.title,
                }), marks.script);
                assert.ok(found.shown, 'what tried to break out stands there as text');
                assert.deepEqual({ ...found, title: '' }, { ran: null, strange: 0, handlers: 0, links: [], shown: true, title: '' });
                await shoot(page, `hostile.${lang}`);
                // Follows links of the page itself.
                for (const link of (await page.locator('#answer a').all()).slice(0, 8)) await link.click();
                assert.equal(await page.evaluate(() => window.ran ?? null), null);
                assert.deepEqual(page.seen.requests, [page.address]);
                assert.deepEqual(page.seen.complaints, []);
            });
        });
        it(`the page is conforming and holds no control character, ${lang}`, async () => {
            const html = await made[lang].text('report.html');
            assert.deepEqual((await conforming(html)).slice(0, 5), []);
            for (const base of ['report.html', 'junit.xml', 'report.json']) {
                const text = await made[lang].text(base);
                assert.equal(banned.exec(text)?.index, undefined, `${base}: ${JSON.stringify(text.slice(Math.max(0, banned.exec(text)?.index - 40), banned.exec(text)?.index + 20))}`);
            }
            assert.equal(banned.exec(made[lang].summary), null, 'nor do the summary and the note');
        });
    }

    it('JUnit stays valid and is read right', async () => {
        const { found } = await readRight(made.en);
        assert.ok(found.some(({ text }) => text.includes('&lt;script&gt;')), 'what tried to break out is in it as text');
    });

    it('the program says the same of it as of the sample', async () => {
        const plain = await reports('not-ready.en', path.join(source, 'testdata/sample'), { args: ['--lang', 'en'] });
        assert.equal(made.en.data.verdict, plain.data.verdict);
        assert.equal(made.en.data.vms.length, plain.data.vms.length, 'no VM is lost');
        assert.equal((await run('xmllint', ['--noout', '--html', '--nowarning', made.en.html])).stderr.includes('Invalid char'), false);
    });
});
