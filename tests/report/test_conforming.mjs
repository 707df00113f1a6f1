// The pages are conforming HTML, as html-validate judges it.
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { describe, it } from 'node:test';
import { conforming } from './conforming.mjs';
import { generated, languages, report, reports, scenario, source, verdicts } from './pages.mjs';

describe('conforming', () => {
    for (const verdict of Object.keys(verdicts)) {
        for (const lang of languages) it(`${verdict} ${lang}`, async () => assert.deepEqual((await conforming(await (await report(verdict, lang)).text('report.html'))).slice(0, 5), []));
    }
    for (const name of readdirSync(`${source}/testdata/scenarios`)) {
        it(name, async () => assert.deepEqual((await conforming(await (await reports(`${name}.en`, scenario(name))).text('report.html'))).slice(0, 5), []));
    }
    it('500 generated VMs', async () => assert.deepEqual((await conforming(await (await generated(500)).text('report.html'))).slice(0, 5), []));

    it('a broken page is noticed', async () => {
        const html = await readFile((await report('ready')).html, 'utf8');
        assert.notDeepEqual(await conforming(html.replace('</main>', '<p><div id="answer"></div></main>')), []);
    });
});
