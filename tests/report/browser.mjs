// One browser for all tests, and the ways in which a report may be opened.
import { mkdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';
import { folder } from './pages.mjs';

export const widths = [1360, 820, 390];
export const narrowest = 320;
export const themes = ['light', 'dark'];

/** What a viewer forbids. `jenkins` is the literal default policy of its archived HTML: no script and no inline style. */
export const policies = {
    none: null,
    scripts: "script-src 'none'",
    jenkins: "sandbox; default-src 'none'; img-src 'self'; style-src 'self'",
};

let starting;

function browser() {
    // Neither a sandbox nor shared memory can be had in many containers; the pages are our own.
    starting ??= chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox', '--disable-dev-shm-usage', '--disable-gpu'] });
    return starting;
}

export async function quit() {
    if (starting) await (await starting).close();
}

/**
 * Opens a report and gives its page to `use`; whatever the page loads or complains of is kept in page.seen.
 * policy: one of `policies`, sent as a header as a server would. script: false has the browser itself run none.
 */
export async function open(report, options, use) {
    const { policy = 'none', script = true, width = 1360, height = 900, theme = 'light', forcedColors = 'none', hash = '', permissions } = options;
    const context = await (await browser()).newContext({
        viewport: { width, height },
        colorScheme: theme,
        forcedColors,
        javaScriptEnabled: script,
        reducedMotion: 'reduce',
        permissions,
    });
    try {
        const page = await context.newPage();
        page.setDefaultTimeout(120000);
        page.seen = { requests: [], complaints: [] };
        page.on('request', (request) => page.seen.requests.push(request.url()));
        page.on('console', (message) => page.seen.complaints.push(message.text()));
        page.on('pageerror', (error) => page.seen.complaints.push(String(error)));
        page.on('dialog', (dialog) => {
            page.seen.complaints.push(`dialog: ${dialog.message()}`);
            dialog.dismiss();
        });
        let url = pathToFileURL(report.html).href;
        if (policies[policy]) {
            url = 'http://viewer.test/report.html';
            const body = await readFile(report.html);
            const headers = { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': policies[policy] };
            await context.route('**/*', (route) => (route.request().url().split('#')[0] === url ? route.fulfill({ body, headers }) : route.abort()));
        }
        page.address = url;
        await page.goto(url + hash);
        return await use(page);
    } finally {
        await context.close();
    }
}

/** Keeps a picture of the whole page for people to look at. */
export async function shoot(page, name) {
    await mkdir(path.join(folder, 'shots'), { recursive: true });
    await page.screenshot({ path: path.join(folder, 'shots', `${name}.png`), fullPage: true, animations: 'disabled' });
}

export const openAll = (page) => page.evaluate(() => document.querySelectorAll('details').forEach((each) => (each.open = true)));
