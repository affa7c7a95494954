import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const FOLDER = path.join(__dirname, '..', 'fixtures', 'api-reference');

/** A request and its answer as a page of Twilio's documentation shows them. */
export interface Sample {
  readonly name: string;
  readonly request: { readonly operation: string; readonly form: Readonly<Record<string, unknown>> };
  readonly response: { readonly status: number; readonly body: Readonly<Record<string, unknown>> };
}

/** All samples, and the names of those that do not tell their source. */
export function readSamples(): { samples: Sample[]; withoutSource: string[] } {
  const files = readdirSync(FOLDER);
  const samples = files
    .filter((file) => file.endsWith('.json'))
    .map((file) => ({
      name: path.basename(file, '.json'),
      ...(JSON.parse(readFileSync(path.join(FOLDER, file), 'utf8')) as Omit<Sample, 'name'>),
    }));
  const withoutSource = samples.filter(({ name }) => !tellsSource(files, name)).map(({ name }) => name);
  return { samples, withoutSource };
}

function tellsSource(files: readonly string[], name: string): boolean {
  const file = `${name}.source.md`;
  return files.includes(file) && /https:\/\/\S+/.test(readFileSync(path.join(FOLDER, file), 'utf8'));
}

/** The sample of that name. */
export function sampleNamed(samples: readonly Sample[], name: string): Sample {
  const sample = samples.find((one) => one.name === name);
  if (!sample) throw new Error(`There is no sample ${name}`);
  return sample;
}

/** A sample's form with every made-up SID replaced by the given one of its kind. */
export function withSids(form: Sample['request']['form'], sids: Readonly<Record<string, string>>): object {
  const json = JSON.stringify(form).replace(
    /\b([A-Z]{2})(?:a{31}[a1]|X{32})\b/g,
    (madeUp, prefix: string) => {
      const existing = sids[prefix];
      if (existing === undefined) throw new Error(`No ${prefix} for ${madeUp}`);
      return existing;
    },
  );
  return JSON.parse(json) as object;
}

/** The properties of a value, at every depth, with their types; text that holds JSON is opened. */
export function shapeOf(value: unknown): unknown {
  // The pages write an absent reason now as null and now as an empty text.
  if (value === null || value === '') return 'nothing';
  if (typeof value === 'string' && /^[{[]/.test(value))
    return { 'JSON in a text': shapeOf(JSON.parse(value)) };
  if (Array.isArray(value)) return value.map(shapeOf);
  if (typeof value !== 'object') return typeof value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, shapeOf(inner)]));
}
