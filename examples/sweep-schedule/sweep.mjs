/** Calls /backend/sweep page by page until it has seen everything. Exit codes are in README.md. */
const { SWEEP_URL, BACKEND_API_KEY, SWEEP_APPLY = 'true' } = process.env;

/** A page is repeated so often if Twilio or the Function has a bad moment. */
const TRIES = 4;
const FIRST_WAIT_MS = Number(process.env.SWEEP_FIRST_WAIT_MS ?? 1_000);
/** Longer than a Function may run, in milliseconds. */
const LONGEST_CALL_MS = 15_000;
/** More pages than any account has: a cursor that never ends is a defect. */
const MOST_PAGES = 5_000;

const sum = { pages: 0, checked: 0, suspects: 0, repaired: 0, failed: 0 };

async function sweepAll() {
  let cursor;
  do {
    const page = await sweepPage(cursor);
    sum.pages += 1;
    for (const name of ['checked', 'suspects', 'repaired', 'failed']) sum[name] += countOf(page[name]);
    cursor = page.cursor ?? undefined;
  } while (cursor !== undefined && sum.pages < MOST_PAGES);
  if (cursor !== undefined) throw new Error(`not finished after ${MOST_PAGES} pages`);
}

async function sweepPage(cursor) {
  for (let attempt = 1; ; attempt++) {
    const answer = await call(cursor);
    if (answer.status === 200) return answer.body;
    // A wrong key or cursor stays wrong.
    const isPassing = answer.status === 0 || answer.status === 429 || answer.status >= 500;
    if (!isPassing || attempt === TRIES) throw new Error(`the sweep answered ${answer.status || 'nothing'}`);
    await new Promise((resolve) => setTimeout(resolve, FIRST_WAIT_MS * 2 ** (attempt - 1)));
  }
}

async function call(cursor) {
  const body = new URLSearchParams({ apply: SWEEP_APPLY, ...(cursor === undefined ? {} : { cursor }) });
  const headers = { Authorization: `Bearer ${BACKEND_API_KEY}` };
  const signal = AbortSignal.timeout(LONGEST_CALL_MS);
  try {
    const answer = await fetch(SWEEP_URL, { method: 'POST', headers, body, signal });
    return { status: answer.status, body: answer.status === 200 ? await answer.json() : undefined };
  } catch {
    return { status: 0 };
  }
}

function countOf(value) {
  return Array.isArray(value) ? value.length : Number(value ?? 0);
}

if (!SWEEP_URL || !BACKEND_API_KEY) {
  console.error('SWEEP_URL and BACKEND_API_KEY are required.');
  process.exitCode = 2;
} else {
  try {
    await sweepAll();
    if (sum.failed > 0) process.exitCode = 1;
  } catch (error) {
    console.error(`The sweep could not be finished: ${error.message}`);
    process.exitCode = 2;
  }
  console.log(JSON.stringify(sum));
}
