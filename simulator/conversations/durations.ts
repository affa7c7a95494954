import { invalidParameter } from '../kernel/api-error';

/** Reads an ISO 8601 duration such as `PT10M` or `P1D`, in milliseconds. */
export function parseDurationMs(text: string, name: string): number {
  const match = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/.exec(text);
  if (!match || text === 'P' || text.endsWith('T'))
    throw invalidParameter(`${name} is not an ISO 8601 duration`);
  const [days = 0, hours = 0, minutes = 0, seconds = 0] = match
    .slice(1)
    .map((part: string | undefined) => Number(part ?? 0));
  return (((days * 24 + hours) * 60 + minutes) * 60 + seconds) * 1000;
}
