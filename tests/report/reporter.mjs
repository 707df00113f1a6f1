// What the runner tells, as this project's other tests tell it: only failures, what was measured, and one closing line.
export default async function* (source) {
    let passed = 0;
    let failed = 0;
    for await (const { type, data } of source) {
        if (type === 'test:diagnostic' && data.message.startsWith('measured: ')) {
            yield `${data.message.slice('measured: '.length)}\n`;
        } else if (type === 'test:pass' && data.details.type !== 'suite' && data.skip === undefined) {
            passed++;
        } else if (type === 'test:fail' && data.details.type !== 'suite') {
            failed++;
            const error = data.details.error?.cause ?? data.details.error;
            const place = error?.stack?.match(/\w+\.mjs:\d+/g)?.find((name) => name.startsWith('test_')) ?? '';
            yield `FAIL ${data.name} ${place}\n${String(error?.message ?? error).slice(0, 4000).replace(/^/gm, '    ')}\n`;
        }
    }
    yield `report: ${passed} passed, ${failed} failed\n`;
}
