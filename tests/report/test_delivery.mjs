// One file that loads nothing: content policy with true hashes, no inline handlers or styles, links that lead somewhere, ids that are one thing.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { describe, it } from 'node:test';
import { open, openAll } from './browser.mjs';
import { generated, languages, report, reports, scenario, source, verdicts } from './pages.mjs';

// Of the design: a page of about 40 virtual machines, without the results that are embedded for machines.
const budget = { style: 18 * 1024, script: 3 * 1024, page: 250 * 1024 };
const sha256 = (text) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

async function check(made) {
    await open(made, {}, async (page) => {
        await openAll(page);
        await page.mouse.move(200, 200);
        assert.deepEqual(page.seen.requests, [page.address], 'the page asks for nothing but itself');
        assert.deepEqual(page.seen.complaints, [], 'the browser complains of nothing');
        const found = await page.evaluate(() => {
            const all = [...document.querySelectorAll('*')];
            const names = all.flatMap((each) => each.getAttributeNames().map((name) => `${each.tagName} ${name}`));
            const ids = all.map(({ id }) => id).filter(Boolean);
            const local = all.flatMap((each) => ['href', 'for', 'aria-labelledby', 'aria-controls', 'aria-describedby'].map((name) => [name, each.getAttribute(name)]));
            const targets = local.filter(([name, value]) => value && (name !== 'href' || value.startsWith('#'))).map(([, value]) => value.replace(/^#/, ''));
            const painted = [...new Set(all.flatMap((each) => ['fill', 'stroke'].map((name) => /url\(#(.*?)\)/.exec(each.getAttribute(name))?.[1])))].filter(Boolean);
            return {
                banned: names.filter((name) => / (style|on.*|srcset|src|action|background|ping)$/.test(name)),
                links: targets.length,
                dangling: [...new Set([...targets, ...painted])].filter((id) => !document.getElementById(id)),
                twice: ids.filter((id, i) => ids.indexOf(id) !== i),
                foreign: [...new Set([...document.links].map(({ protocol }) => protocol))].filter((protocol) => !['https:', 'file:'].includes(protocol)),
                elements: [...new Set(all.map(({ tagName }) => tagName.toLowerCase()))],
                policy: document.querySelector('meta[http-equiv=Content-Security-Policy]').content,
                style: [...document.querySelectorAll('style')].map(({ textContent }) => textContent),
                script: [...document.querySelectorAll('script:not([type="application/json"])')].map(({ textContent }) => textContent),
            };
        });
        assert.deepEqual(found.banned, []);
        assert.deepEqual(found.dangling, [], 'links and references lead to something on the page');
        assert.ok(found.links > 10, 'there are links to look at');
        assert.deepEqual(found.twice, [], 'an id stands once');
        assert.deepEqual(found.foreign, [], 'links lead to https or into the page');
        for (const name of ['link', 'img', 'iframe', 'object', 'embed', 'base', 'form', 'video', 'audio', 'image']) assert.ok(!found.elements.includes(name), `<${name}>`);
        assert.equal(found.style.length, 1);
        assert.equal(found.script.length, 1);
        const policy = Object.fromEntries(found.policy.split(/\s*;\s*/).map((part) => [part.split(' ')[0], part.split(' ').slice(1).join(' ')]));
        assert.equal(policy['default-src'], "'none'");
        assert.equal(policy['style-src'], sha256(found.style[0]), 'the hash of the style');
        assert.equal(policy['script-src'], sha256(found.script[0]), 'the hash of the script');
        assert.equal(policy['base-uri'], "'none'");
        assert.equal(policy['form-action'], "'none'");
    });
}

describe('delivery', { concurrency: 2 }, () => {
    for (const verdict of Object.keys(verdicts)) {
        for (const lang of languages) {
            it(`${verdict} ${lang}`, async () => check(await report(verdict, lang)));
        }
    }
    for (const name of readdirSync(`${source}/testdata/scenarios`)) it(name, async () => check(await reports(`${name}.en`, scenario(name))));
    it('500 generated VMs', async () => check(await generated(500)));

    it('style, script and page keep to their budgets', async (t) => {
        const html = await (await report('not-ready')).text('report.html');
        const size = (pattern) => Buffer.byteLength(pattern.exec(html)[1]);
        const results = size(/<script type="application\/json"[^>]*>([^<]*)</);
        const sizes = { style: size(/<style>([^<]*)</), script: size(/<script>([\s\S]*?)<\/script>/), page: Buffer.byteLength(html) - results };
        t.diagnostic(`measured: style ${sizes.style}, script ${sizes.script}, page of 41 VMs ${sizes.page} bytes and ${results} of embedded results`);
        for (const [name, most] of Object.entries(budget)) assert.ok(sizes[name] <= most, `${name}: ${sizes[name]} of ${most} bytes`);
    });

    it('the results in the page are those of report.json', async () => {
        const made = await report('not-ready');
        await open(made, {}, async (page) => {
            const text = await page.locator('script[type="application/json"]').textContent();
            assert.ok(!text.includes('<'), 'no < stands in the embedded results');
            assert.deepEqual(JSON.parse(text), made.data);
        });
    });
});
