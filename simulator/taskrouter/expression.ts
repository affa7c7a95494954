import { TwilioApiError } from '../kernel/api-error';

/** What an expression is evaluated on: attributes by path, and those below `task.` and `worker.`. */
interface Scope {
  readonly own: Readonly<Record<string, unknown>>;
  readonly task?: Readonly<Record<string, unknown>>;
  readonly worker?: Readonly<Record<string, unknown>>;
}

type Expression = (scope: Scope) => unknown;

const TOKEN =
  /\s*(?:(==|!=|>=|<=|&&|\|\||[=<>!()[\],])|"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'|(-?\d+(?:\.\d+)?)|([A-Za-z_$][\w.$-]*))/y;

type Token =
  | { readonly type: 'sign'; readonly value: string }
  | { readonly type: 'text'; readonly value: string }
  | { readonly type: 'number'; readonly value: number }
  | { readonly type: 'word'; readonly value: string };

const cache = new Map<string, Expression>();

/**
 * Reads an expression of TaskRouter's SQL-like language.
 *
 * @throws TwilioApiError 40105 if it is not one
 * @see https://www.twilio.com/docs/taskrouter/expression-syntax
 */
export function parseExpression(text: string): Expression {
  const known = cache.get(text);
  if (known) return known;
  const parsed = new Parser(text).parse();
  if (cache.size > 10_000) cache.clear();
  cache.set(text, parsed);
  return parsed;
}

/** Whether an expression holds; an empty one always does. */
export function matches(text: string | null | undefined, scope: Scope): boolean {
  return text === undefined || text === null || text.trim() === '' || isTrue(parseExpression(text)(scope));
}

class Parser {
  readonly #text: string;
  readonly #tokens: Token[];
  #next = 0;

  constructor(text: string) {
    this.#text = text;
    this.#tokens = tokenize(text);
  }

  parse(): Expression {
    const expression = this.#or();
    if (this.#next < this.#tokens.length) throw invalid(this.#text);
    return expression;
  }

  #or(): Expression {
    let left = this.#and();
    while (this.#accept('OR', '||')) {
      const [a, b] = [left, this.#and()];
      left = (scope) => isTrue(a(scope)) || isTrue(b(scope));
    }
    return left;
  }

  #and(): Expression {
    let left = this.#not();
    while (this.#accept('AND', '&&')) {
      const [a, b] = [left, this.#not()];
      left = (scope) => isTrue(a(scope)) && isTrue(b(scope));
    }
    return left;
  }

  #not(): Expression {
    if (!this.#accept('NOT', '!')) return this.#comparison();
    const inner = this.#not();
    return (scope) => !isTrue(inner(scope));
  }

  #comparison(): Expression {
    const left = this.#operand();
    const negated = this.#accept('NOT') !== undefined;
    const operator = this.#accept('==', '=', '!=', '>=', '<=', '>', '<', 'CONTAINS', 'HAS', 'IN');
    if (operator === undefined) {
      if (negated) throw invalid(this.#text);
      return left;
    }
    const right = this.#operand();
    return (scope) => compare(operator, left(scope), right(scope)) !== negated;
  }

  #operand(): Expression {
    if (this.#accept('(')) {
      const inner = this.#or();
      this.#require(')');
      return inner;
    }
    if (this.#accept('[')) return this.#list();
    const token = this.#tokens[this.#next++];
    if (!token || token.type === 'sign') throw invalid(this.#text);
    if (token.type !== 'word') return () => token.value;
    const literal = new Map<string, unknown>([
      ['true', true],
      ['false', false],
      ['null', null],
    ]);
    const word = token.value.toLowerCase();
    return literal.has(word) ? () => literal.get(word) : (scope) => lookUp(scope, token.value);
  }

  #list(): Expression {
    const items: Expression[] = [];
    while (!this.#accept(']')) {
      items.push(this.#operand());
      if (!this.#accept(',')) {
        this.#require(']');
        break;
      }
    }
    return (scope) => items.map((item) => item(scope));
  }

  #accept(...values: readonly string[]): string | undefined {
    const token = this.#tokens[this.#next];
    if (!token || (token.type !== 'sign' && token.type !== 'word')) return undefined;
    const value = token.type === 'word' ? token.value.toUpperCase() : token.value;
    if (!values.includes(value)) return undefined;
    this.#next++;
    return value;
  }

  #require(value: string): void {
    if (this.#accept(value) === undefined) throw invalid(this.#text);
  }
}

function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  TOKEN.lastIndex = 0;
  while (text.slice(TOKEN.lastIndex).trim() !== '') {
    const match = TOKEN.exec(text);
    if (!match) throw invalid(text);
    const [, sign, double, single, number, word] = match;
    if (sign !== undefined) tokens.push({ type: 'sign', value: sign });
    else if (number !== undefined) tokens.push({ type: 'number', value: Number(number) });
    else if (word !== undefined) tokens.push({ type: 'word', value: word });
    else tokens.push({ type: 'text', value: (double ?? single ?? '').replace(/\\(.)/g, '$1') });
  }
  return tokens;
}

function compare(operator: string, left: unknown, right: unknown): boolean {
  switch (operator) {
    case '==':
    case '=':
      return isSame(left, right);
    case '!=':
      return !isSame(left, right);
    case 'IN':
      return Array.isArray(right) && right.some((item) => isSame(item, left));
    case 'CONTAINS':
    case 'HAS':
      if (typeof left === 'string') return operator === 'CONTAINS' && left.includes(String(right));
      return Array.isArray(left) && left.some((item) => isSame(item, right));
    default:
      return compareSizes(operator, left, right);
  }
}

function compareSizes(operator: string, left: unknown, right: unknown): boolean {
  if (typeof left !== 'number' || typeof right !== 'number') return false;
  if (operator === '>') return left > right;
  if (operator === '<') return left < right;
  return operator === '>=' ? left >= right : left <= right;
}

function isSame(left: unknown, right: unknown): boolean {
  return (left ?? null) === (right ?? null);
}

function isTrue(value: unknown): boolean {
  return value === true;
}

function lookUp(scope: Scope, path: string): unknown {
  const [first = '', ...rest] = path.split('.');
  if (first === 'task' && scope.task) return follow(scope.task, rest);
  if (first === 'worker' && scope.worker) return follow(scope.worker, rest);
  return follow(scope.own, [first, ...rest]);
}

function follow(value: unknown, names: readonly string[]): unknown {
  return names.reduce<unknown>(
    (inner, name) =>
      typeof inner === 'object' && inner !== null && Object.hasOwn(inner, name)
        ? (inner as Record<string, unknown>)[name]
        : undefined,
    value,
  );
}

/** https://www.twilio.com/docs/api/errors/40105 */
function invalid(text: string): TwilioApiError {
  return new TwilioApiError(400, 40105, `Invalid expression: ${text}`);
}
