import type { ApiCall, ApiResult } from './api-call';
import { invalidParameter } from './api-error';

const DEFAULT_PAGE_SIZE = 50;
const MAX_PAGE_SIZE = 1_000;

/**
 * One page of a list in Twilio's form.
 *
 * @param key the name of the list in the answer, e.g. `participants`
 * @see https://www.twilio.com/docs/usage/twilios-response#pagination
 */
export function toPage(call: ApiCall, key: string, items: readonly object[]): ApiResult {
  const size = call.query.number('PageSize') ?? DEFAULT_PAGE_SIZE;
  if (size < 1 || size > MAX_PAGE_SIZE) throw invalidParameter('PageSize must be between 1 and 1000');
  const token = call.query.text('PageToken');
  const page = call.query.number('Page') ?? (token === undefined ? 0 : Number(token.replace(/^PT/, '')));
  if (!Number.isInteger(page) || page < 0) throw invalidParameter('Page is not valid');
  const pageUrl = (number: number): string => {
    const url = new URL(call.url);
    for (const [name, values] of call.query.entries()) {
      if (!['Page', 'PageSize', 'PageToken'].includes(name))
        for (const value of values) url.searchParams.append(name, value);
    }
    url.searchParams.set('PageSize', String(size));
    url.searchParams.set('Page', String(number));
    if (number > 0) url.searchParams.set('PageToken', `PT${number}`);
    return url.toString();
  };
  return {
    body: {
      [key]: items.slice(page * size, (page + 1) * size),
      meta: {
        page,
        page_size: size,
        first_page_url: pageUrl(0),
        previous_page_url: page > 0 ? pageUrl(page - 1) : null,
        url: pageUrl(page),
        next_page_url: (page + 1) * size < items.length ? pageUrl(page + 1) : null,
        key,
      },
    },
  };
}
