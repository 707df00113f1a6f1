// What one can do on the page. Filters and deep links must work where no script runs; search, sorting, copying and opening all need it.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { open } from './browser.mjs';
import { generated, languages, report } from './pages.mjs';

const visibleRows = (page, section) => page.locator(`#${section} tbody tr`).evaluateAll((rows) => rows.filter((row) => row.checkVisibility()).length);
const chips = (page, section) =>
    page.locator(`#${section} .chips label`).evaluateAll((labels) => labels.map((label) => ({ id: label.htmlFor, count: Number(label.querySelector('b').textContent) })));

/** In groups that are closed a row is not to be seen; the chip counts it all the same. */
const openGroups = (page) => page.locator('#vms details').evaluateAll((all) => all.forEach((each) => (each.open = true)));

async function filters(page, section) {
    const all = await chips(page, section);
    assert.ok(all.length >= 3, `${section} has chips`);
    for (const { id, count } of [...all, all[0]]) {
        await page.locator(`label[for="${id}"]`).click();
        if (section === 'vms') await openGroups(page);
        assert.equal(await visibleRows(page, section), count, `${id} shows as many rows as it says`);
    }
}

describe('controls', { concurrency: 2 }, () => {
    for (const lang of languages) {
        for (const section of ['vms', 'checks']) {
            it(`filters of ${section} work without script, ${lang}`, async () => {
                await open(await report('not-ready', lang), { script: false }, (page) => filters(page, section));
            });
        }
    }
    it('filters work where VMs are grouped', async () => {
        await open(await generated(500), { script: false }, async (page) => {
            assert.ok((await page.locator('#vms details').count()) > 0, 'healthy VMs are grouped');
            await filters(page, 'vms');
        });
    });

    it('a deep link opens a closed finding, without script', async () => {
        const made = await report('not-ready');
        const closed = await open(made, { script: false }, (page) =>
            page.locator('details.f:not([open]) > .in[id]').evaluateAll((all) => all.map(({ id }) => id)));
        assert.ok(closed.length > 3, 'there are closed findings');
        for (const id of closed.slice(0, 6)) {
            await open(made, { script: false, hash: `#${id}` }, async (page) => {
                assert.ok(await page.locator(`#${id}`).isVisible(), `#${id} is open`);
                const top = await page.locator(`details:has(> #${id})`).evaluate((each) => each.getBoundingClientRect().top);
                assert.ok(top > -5 && top < 900, `#${id} and its heading are in the window: ${top}`);
            });
        }
    });

    it('a link of the answer opens its finding, without script', async () => {
        await open(await report('not-ready'), { script: false }, async (page) => {
            const link = page.locator('#answer .why a').last();
            const target = page.locator(await link.getAttribute('href'));
            assert.ok(!(await target.isVisible()));
            await link.click();
            assert.ok(await target.isVisible());
        });
    });

    it('a link to a VM in a closed group opens the group, without script', async () => {
        const made = await generated(500);
        const id = await open(made, {}, (page) => page.locator('#vms details tr[id]').nth(40).getAttribute('id'));
        await open(made, { script: false, hash: `#${id}` }, async (page) => assert.ok(await page.locator(`[id="${id}"]`).isVisible()));
    });

    it('where no script runs there is no control that needs it', async () => {
        for (const options of [{ script: false }, { policy: 'scripts' }]) {
            await open(await report('not-ready'), options, async (page) => {
                assert.equal(await page.locator('button, input[type=search]').count(), 0);
                assert.ok(await page.locator('.chips').first().isVisible(), 'the filters stay');
            });
        }
    });

    it('where no style applies there is no control that needs it', async () => {
        await open(await report('not-ready'), { policy: 'jenkins' }, async (page) => {
            const dead = await page.locator('input, button, select').evaluateAll((all) => all.filter((each) => each.checkVisibility()).map(({ id }) => id));
            assert.deepEqual(dead, []);
        });
    });

    for (const lang of languages) {
        it(`search finds, counts and announces, ${lang}`, async () => {
            await open(await report('not-ready', lang), {}, async (page) => {
                for (const [section, word] of [['vms', 'erp-db'], ['checks', 'drain']]) {
                    const all = await visibleRows(page, section);
                    const input = page.locator(`#${section} input[type=search]`);
                    assert.ok(await input.getAttribute('aria-label'));
                    await input.fill(word);
                    const rows = await page.locator(`#${section} tbody tr`).evaluateAll((list) => list.map((row) => [row.checkVisibility(), row.textContent.toLowerCase()]));
                    assert.deepEqual(rows.filter(([visible, text]) => visible !== text.includes(word)), [], `${section}: what has ${word} is shown, nothing else`);
                    const shown = rows.filter(([visible]) => visible).length;
                    assert.ok(shown > 0 && shown < all);
                    const said = await page.locator(`#${section} [role=status]`).textContent();
                    assert.deepEqual(said.match(/\d+/g).map(Number), [shown, all], 'the count is announced');
                    await input.fill('no such thing');
                    assert.equal(await visibleRows(page, section), 0);
                    await input.fill('');
                    assert.equal(await visibleRows(page, section), all, 'all are back');
                }
            });
        });

        it(`columns sort up and down, ${lang}`, async () => {
            await open(await report('not-ready', lang), {}, async (page) => {
                const table = page.locator('#vms table').first();
                const heads = table.locator('thead th');
                const columns = await heads.count();
                assert.equal(await heads.locator('button').count(), columns, 'every column can be sorted');
                for (let i = 0; i < columns; i++) {
                    for (const direction of ['ascending', 'descending']) {
                        await heads.nth(i).locator('button').click();
                        assert.equal(await heads.nth(i).getAttribute('aria-sort'), direction);
                        assert.equal(await table.locator('th[aria-sort]').count(), 1, 'one column at a time');
                        const cells = await table.locator('tbody tr').evaluateAll((rows, at) => rows.map((row) => row.cells[at].textContent), i);
                        const bytes = cells.map((text) => /^([\d.]+) ([KMGT])iB$/.exec(text)).filter(Boolean).map(([, n, unit]) => n * 1024 ** 'KMGT'.indexOf(unit));
                        const values = bytes.length > 0 ? bytes : cells;
                        const order = new Intl.Collator(lang, { numeric: true }).compare;
                        const sorted = [...values].sort(bytes.length > 0 ? (a, b) => a - b : order);
                        if (direction === 'descending') sorted.reverse();
                        // Those of equal value may keep any order among themselves.
                        assert.deepEqual(values.map((each, at) => (bytes.length > 0 ? each - sorted[at] : order(each, sorted[at]))).filter((n) => n !== 0), [], `column ${i} ${direction}`);
                    }
                }
            });
        });
    }

    it('commands are copied whole', async () => {
        await open(await report('not-ready'), { permissions: ['clipboard-read', 'clipboard-write'] }, async (page) => {
            const command = page.locator('.cmd:visible').first();
            const text = await command.locator('pre').textContent();
            assert.match(text, /^oc /);
            await command.locator('button').click();
            assert.equal(await page.evaluate(() => navigator.clipboard.readText()), text);
            assert.ok((await page.locator('#say').textContent()).length > 0, 'it is announced');
            assert.equal(await page.locator('.cmd').count(), await page.locator('.cmd button').count(), 'every command has its button');
        });
    });

    it('commands that change the cluster are told apart', async () => {
        const made = await report('not-ready');
        const changing = new Set(made.data.rules.flatMap(({ findings }) => findings.flatMap(({ remediation }) => remediation.filter(({ changes }) => changes).map(({ command }) => command))));
        await open(made, {}, async (page) => {
            const shown = await page.locator('.cmd').evaluateAll((all) => all.map((each) => [each.querySelector('pre').textContent, each.querySelector('.t') !== null]));
            assert.ok(shown.some(([, marked]) => marked));
            assert.deepEqual(shown.filter(([text, marked]) => marked !== changing.has(text)), []);
        });
    });

    it('all details of a section open and close at once', async () => {
        await open(await report('not-ready'), {}, async (page) => {
            const states = () => page.locator('#blockers details').evaluateAll((all) => all.map((each) => each.open));
            const button = page.locator('#blockers button.all');
            await button.click();
            assert.deepEqual([...new Set(await states())], [true]);
            await button.click();
            assert.deepEqual([...new Set(await states())], [false]);
        });
    });
});
