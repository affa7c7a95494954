/**
 * Sweeps once through all open Conversations. Call it every minute or two, e.g. by cron:
 *
 *   * * * * * FUNCTIONS_URL=https://flex-1234.twil.io BACKEND_API_KEY=... flock -n /tmp/sweep node sweep.mjs
 *
 * It needs Node 20 or newer and nothing else. The key goes in a header, never in the URL. Exit codes: 0 all is well,
 * 1 the sweep could not be called or somebody could not be helped.
 */
const { FUNCTIONS_URL, BACKEND_API_KEY } = process.env;

const ATTEMPTS = 3;
const WAIT_MS = 2_000;
/** A Function lives for 10 s at most. */
const TIMEOUT_MS = 15_000;

/** One page; what is passing is tried again. */
async function sweepPage(cursor) {
  for (let attempt = 1; ; attempt++) {
    const response = await fetch(new URL('/backend/sweep', FUNCTIONS_URL), {
      method: 'POST',
      headers: { Authorization: `Bearer ${BACKEND_API_KEY}` },
      body: new URLSearchParams({ apply: 'true', cursor }),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    if (response.ok) return response.json();
    const isPassing = response.status === 429 || response.status >= 500;
    if (!isPassing || attempt === ATTEMPTS) throw new Error(`the sweep answered ${response.status}`);
    await new Promise((resolve) => setTimeout(resolve, WAIT_MS * attempt));
  }
}

const sum = { checked: 0, suspects: 0, repaired: 0, failed: 0 };
for (let cursor = ''; cursor !== undefined;) {
  const page = await sweepPage(cursor);
  for (const name of Object.keys(sum)) sum[name] += page[name];
  cursor = page.cursor;
}
console.log(JSON.stringify(sum));
process.exitCode = sum.failed > 0 ? 1 : 0;
