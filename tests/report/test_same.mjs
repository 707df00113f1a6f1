// The same archive gives the same bytes, in every locale and time zone.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { describe, it } from 'node:test';
import { languages, reports, run, sample } from './pages.mjs';

const settings = {
    plain: { LC_ALL: 'C', TZ: 'UTC' },
    again: { LC_ALL: 'C', TZ: 'UTC' },
    tokyo: { LC_ALL: 'ja_JP.UTF-8', LANG: 'ja_JP.UTF-8', LANGUAGE: 'ja', TZ: 'Asia/Tokyo' },
    turkey: { LC_ALL: 'tr_TR.UTF-8', LANG: 'tr_TR.UTF-8', TZ: 'America/St_Johns', COLUMNS: '60' },
};

describe('same bytes', () => {
    for (const lang of languages) {
        it(`twice, and in other locales and time zones, ${lang}`, async (t) => {
            const hashes = {};
            for (const [name, env] of Object.entries(settings)) {
                const made = await reports(`same-${name}.${lang}`, sample, { args: ['--lang', lang], env });
                const texts = await Promise.all(['report.html', 'junit.xml', 'report.json'].map(made.text));
                hashes[name] = texts.map((text) => createHash('sha256').update(text).digest('hex'));
            }
            for (const name of Object.keys(settings)) assert.deepEqual(hashes[name], hashes.plain, name);
            const { stdout } = await run('locale', ['-a']);
            t.diagnostic(`measured: same bytes in ${Object.keys(settings).length} settings (${/ja_JP/.test(stdout) ? 'with' : 'without'} the Japanese locale of the system)`);
        });
    }
});
