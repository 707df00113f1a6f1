// Runs the test files beside it in one process, so that they share one browser and the pages that were made.
import { readdirSync } from 'node:fs';
import { after } from 'node:test';
import { quit } from './browser.mjs';

const files = readdirSync(new URL('.', import.meta.url))
    .filter((name) => /^test_.*\.mjs$/.test(name) && name.includes(process.env.FOCUS))
    .sort();
if (files.length === 0) throw new Error(`no test file has ${process.env.FOCUS} in its name`);
after(quit);
for (const file of files) await import(`./${file}`);
