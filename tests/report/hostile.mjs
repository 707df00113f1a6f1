// An archive made by an enemy: the sample, with names, messages, files and bytes meant to break out of HTML, XML, JSON and the terminal.
import { cp, mkdir, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { folder, run, sample } from './pages.mjs';

export const marks = {
    script: '<script>window.ran=1</script><img src=//evil.test/i onerror=window.ran=1>',
    breakout: '</style></script></title><svg onload=window.ran=1><link rel=stylesheet href=//evil.test/c>]]>',
    file: `javascript:window.ran=1'"><b onclick=x>&amp;]]>.yaml`,
};

// In double quotes YAML lets one write any character: these arrive as what they stand for.
const escaped = String.raw`\u202Egro.live\u202C \e[2J\e]0;x\a \0 \uFFFE \u2028 \x80 ]]> &lt;b&gt; ${marks.breakout.replace(/"/g, '')}`;

/** Each changes the text of some files, and must change at least one of them. */
const changes = [
    ['every name of a VM', /\berp-db-01\b/g, `erp-db-01${marks.script}`],
    ['the reason of a failed migration', /^(\s*)failureReason: .*$/gm, `$1failureReason: "${escaped}"`],
    ['a message of a condition', /^(\s*)reason: AdminAckRequired$/gm, `$1reason: '${marks.breakout}'`],
    ['the name of a class', /\bhostpath-csi\b/g, 'javascript:window.ran=1'],
];

async function* files(at) {
    for (const entry of await readdir(at, { withFileTypes: true })) {
        const name = path.join(at, entry.name);
        if (entry.isDirectory()) yield* files(name);
        else yield name;
    }
}

/** Makes the archive and gives its path; the archive's own name is hostile too. */
export async function hostile() {
    const tree = path.join(folder, 'hostile');
    await rm(tree, { recursive: true, force: true });
    await mkdir(tree, { recursive: true });
    await cp(sample, tree, { recursive: true });
    const changed = new Map(changes.map(([name]) => [name, 0]));
    let renamed;
    let damaged = 0;
    for await (const file of files(tree)) {
        let text = await readFile(file, 'utf8');
        for (const [name, from, to] of changes) {
            const next = text.replace(from, to);
            if (next !== text) changed.set(name, changed.get(name) + 1);
            text = next;
        }
        // Raw bytes that no XML may hold, in some files: NUL, 0xFF, ESC, half a character, U+FFFE.
        const raw = /virtualmachines\/.*\.yaml$/.test(file) && damaged < 3 ? Buffer.from([0x0a, 0x23, 0x00, 0xff, 0x1b, 0x5b, 0xe2, 0x82, 0xef, 0xbf, 0xbe]) : Buffer.alloc(0);
        if (raw.length > 0) damaged++;
        await writeFile(file, Buffer.concat([Buffer.from(text), raw]));
        if (!renamed && /virtualmachineinstances\.kubevirt\.io\/erp-db-02\.yaml$/.test(file)) {
            renamed = path.join(path.dirname(file), marks.file);
            await rename(file, renamed);
        }
    }
    for (const [name, count] of changed) if (count === 0) throw new Error(`the sample has no longer ${name}`);
    if (!renamed || damaged === 0) throw new Error('the sample has no longer the files to damage');
    const archive = path.join(folder, `javascript:alert(1)<img src=x onerror=window.ran=1>.tar`);
    const { status, stderr } = await run('tar', ['-C', tree, '--force-local', '-cf', archive, '.']);
    if (status !== 0) throw new Error(stderr);
    return archive;
}
