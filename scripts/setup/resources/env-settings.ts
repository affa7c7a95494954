import { randomBytes } from 'node:crypto';
import type { EnvFile } from '../../account/env-file';
import type { Resource, State, Value } from '../resource';

/** Shown for a secret instead of its value, and kept instead of it. */
const SECRET = '(set)';

/** Settings that setup fills in where they are empty; one that has a value keeps it. */
interface WantedSettings {
  readonly TASKROUTER_WORKSPACE_SID: string;
  readonly TASKROUTER_WORKFLOW_SID: string;
  /** An ISO date. */
  readonly SWEEP_SINCE: string;
  /** Unknown until setup has made the service. */
  readonly SYNC_SERVICE_SID: () => string | undefined;
  readonly secrets: { readonly EVENT_STREAMS_PASSWORD: string; readonly BACKEND_API_KEY: string };
}

/** A secret without characters that a file of settings, a shell or a URL would read as something else. */
export function newSecret(): string {
  return randomBytes(24).toString('base64url');
}

/** The settings in `.env`, from where a deploy takes them. */
export function envSettings(file: EnvFile, wanted: WantedSettings): Resource {
  const { secrets, SYNC_SERVICE_SID: syncServiceSid, ...plain } = wanted;
  const names = [...Object.keys(plain), 'SYNC_SERVICE_SID'];
  const secretNames = Object.keys(secrets);
  const isSet = (name: string): boolean => Boolean(file.values()[name]);
  const shown = (name: string): Value =>
    secretNames.includes(name) && isSet(name) ? SECRET : file.raw(name);

  return {
    id: 'env-settings',
    title: 'Settings in .env',
    isFile: true,
    read: () =>
      Promise.resolve(
        file.exists
          ? Object.fromEntries([...names, ...secretNames].map((name) => [name, shown(name)]))
          : null,
      ),
    want: (now) => {
      const value = (name: string): Value => {
        if (isSet(name)) return now?.[name] ?? null;
        if (secretNames.includes(name)) return SECRET;
        return name === 'SYNC_SERVICE_SID'
          ? (syncServiceSid() ?? 'that of the new service')
          : ((plain as Record<string, string>)[name] ?? null);
      };
      return {
        kind: 'be',
        state: Object.fromEntries([...names, ...secretNames].map((name) => [name, value(name)])),
      };
    },
    write: async (now, next) => {
      // A file that setup made goes only if nobody wrote anything else into it.
      const names = Object.keys(now ?? {});
      for (const name of next === null ? names : []) file.set(name, null);
      if (next === null && file.isBlank) file.clear();
      for (const [name, value] of next === null ? [] : changes(now, next)) file.set(name, raw(name, value));
      await file.save();
    },
  };

  function raw(name: string, value: Value): string | null {
    if (value === SECRET) return (secrets as Record<string, string>)[name] ?? null;
    return typeof value === 'string' ? value : null;
  }
}

function changes(now: State, next: NonNullable<State>): [name: string, value: Value][] {
  return Object.entries(next).filter(([name, value]) => (now?.[name] ?? null) !== value);
}
