// The archives and what the program makes of them. Each page is made once, when the first test asks for it.
import { execFile, spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';

const execute = promisify(execFile);
export const { SOURCE: source, FOLDER: folder, VIRTREADY: program } = process.env;
const generator = process.env.GENERATOR;

export const sample = path.join(source, 'testdata/sample');
export const scenario = (name) => path.join(source, 'testdata/scenarios', name);
export const languages = ['en', 'ja'];

/** One archive for each verdict there is. */
export const verdicts = {
    ready: scenario('healthy'),
    'ready-with-warnings': scenario('warnings'),
    'not-ready': sample,
    'cannot-tell': scenario('ocp-only'),
};

/** Runs a command to its end; a status other than 0 is an answer, not an exception. */
export async function run(command, args, options = {}) {
    try {
        const { stdout, stderr } = await execute(command, args, { maxBuffer: 1 << 28, ...options });
        return { status: 0, stdout, stderr };
    } catch (error) {
        if (typeof error.code !== 'number') throw error;
        return { status: error.code, stdout: error.stdout, stderr: error.stderr };
    }
}

async function make(name, inputs, args, env) {
    const out = path.join(folder, 'pages', name);
    await mkdir(out, { recursive: true });
    const { status, stdout, stderr } = await run(program, ['-o', out, ...args, ...inputs], { env: { ...process.env, ...env } });
    if (![0, 1, 4].includes(status)) throw new Error(`virtready ended with ${status} for ${name}: ${stderr}`);
    const file = (base) => path.join(out, base);
    const text = (base) => readFile(file(base), 'utf8');
    return {
        name,
        status,
        summary: stdout,
        html: file('report.html'),
        junit: file('junit.xml'),
        json: file('report.json'),
        text,
        data: JSON.parse(await text('report.json')),
    };
}

const made = new Map();

/** The reports of some inputs; `name` is the folder they are kept in, and what tells them from others. */
export function reports(name, inputs, { args = [], env = {} } = {}) {
    if (!made.has(name)) made.set(name, make(name, [inputs].flat(), args, env));
    return made.get(name);
}

export const report = (verdict, lang = 'en') => reports(`${verdict}.${lang}`, verdicts[verdict], { args: ['--lang', lang] });

/** A generated archive of so many virtual machines. */
async function generate(vms) {
    const file = path.join(folder, `generated-${vms}.tar`);
    const child = spawn(generator, [String(vms), '1', String(Math.max(6, vms / 50)), '7'], { stdio: ['ignore', 'pipe', 'inherit'] });
    const ended = new Promise((resolve) => child.on('close', resolve));
    await pipeline(child.stdout, createWriteStream(file));
    if ((await ended) !== 0) throw new Error('the generator failed');
    return file;
}

export function generated(vms) {
    const name = `generated-${vms}`;
    if (!made.has(name)) made.set(name, generate(vms).then((file) => make(name, [file], [], {})));
    return made.get(name);
}
