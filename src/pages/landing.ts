/** Set by the build. */
declare const VERSION: string;

interface Check {
  readonly name: string;
  readonly ok: boolean;
  readonly problem?: string;
}

const key = find('key', HTMLInputElement);
const result = find('result', HTMLElement);

find('version', HTMLElement).textContent = VERSION;
find('check', HTMLFormElement).addEventListener('submit', (event) => {
  event.preventDefault();
  result.replaceChildren(line('Checking …'));
  void checkHealth(key.value).then((children) => {
    result.replaceChildren(...children);
  });
});

async function checkHealth(backendKey: string): Promise<HTMLElement[]> {
  try {
    const response = await fetch('/backend/health', { headers: { Authorization: `Bearer ${backendKey}` } });
    const body: unknown = await response.json();
    if (response.status === 401) return [line('This is not the backend key of this deployment.', 'bad')];
    if (hasChecks(body)) return report(body.checks);
    return [line(`The check failed with status ${response.status.toString()}.`, 'bad')];
  } catch {
    return [line('The check could not be made. Try again.', 'bad')];
  }
}

function report(checks: readonly Check[]): HTMLElement[] {
  const isHealthy = checks.every(({ ok }) => ok);
  const list = document.createElement('ul');
  for (const { name, ok, problem } of checks) {
    const item = document.createElement('li');
    item.append(mark(ok), ` ${name}${problem === undefined ? '' : `: ${problem}`}`);
    list.append(item);
  }
  const verdict = isHealthy
    ? line('Everything is as it should be.', 'good')
    : line('Something is wrong.', 'bad');
  return [verdict, list];
}

function mark(ok: boolean): HTMLElement {
  const element = document.createElement('strong');
  element.className = ok ? 'good' : 'bad';
  element.textContent = ok ? 'OK' : 'Wrong';
  return element;
}

function line(text: string, className = ''): HTMLElement {
  const element = document.createElement('p');
  element.className = className;
  element.textContent = text;
  return element;
}

function hasChecks(body: unknown): body is { readonly checks: readonly Check[] } {
  return typeof body === 'object' && body !== null && 'checks' in body && Array.isArray(body.checks);
}

function find<Kind extends HTMLElement>(id: string, kind: new () => Kind): Kind {
  const element = document.getElementById(id);
  if (!(element instanceof kind)) throw new Error(`There is no ${id}`);
  return element;
}
