/** Who may reach a Function or an asset: https://www.twilio.com/docs/serverless/functions-assets/visibility */
export const VISIBILITIES = ['public', 'protected', 'private'] as const;

export type Visibility = (typeof VISIBILITIES)[number];

interface Dated {
  readonly sid: string;
  readonly dateCreated: string;
  dateUpdated: string;
}

/** One upload of a file. */
export interface FileVersion {
  readonly sid: string;
  readonly fileSid: string;
  /** Where it is reached, e.g. `/webhooks/conversations`. */
  readonly path: string;
  readonly visibility: Visibility;
  readonly content: string;
  readonly dateCreated: string;
}

/** A Function or an asset: what groups the versions of one file. */
export interface ServerlessFile extends Dated {
  friendlyName: string;
  readonly versions: Map<string, FileVersion>;
}

export interface Dependency {
  readonly name: string;
  readonly version: string;
}

/** Versions and dependencies that are deployed together. */
export interface Build extends Dated {
  status: 'building' | 'completed';
  readonly functionVersions: readonly FileVersion[];
  readonly assetVersions: readonly FileVersion[];
  readonly dependencies: readonly Dependency[];
  readonly runtime: string;
}

export interface Variable extends Dated {
  key: string;
  value: string;
}

export interface Deployment extends Dated {
  /** Null for one that takes the environment's build away. */
  readonly buildSid: string | null;
}

/** A line that a Function wrote. */
export interface LogEntry {
  readonly sid: string;
  readonly buildSid: string | null;
  readonly deploymentSid: string | null;
  readonly functionSid: string;
  readonly requestSid: string;
  readonly level: 'info' | 'warn' | 'error';
  readonly message: string;
  readonly dateCreated: string;
}

/** A domain with the build that answers there, and its variables. */
export interface Environment extends Dated {
  readonly uniqueName: string;
  readonly domainSuffix: string | null;
  /** Null until something is deployed. */
  buildSid: string | null;
  readonly variables: Map<string, Variable>;
  readonly deployments: Map<string, Deployment>;
  readonly logs: LogEntry[];
}

/** A project. */
export interface ServerlessService extends Dated {
  readonly uniqueName: string;
  friendlyName: string;
  includeCredentials: boolean;
  uiEditable: boolean;
  readonly domainBase: string;
  readonly functions: Map<string, ServerlessFile>;
  readonly assets: Map<string, ServerlessFile>;
  readonly builds: Map<string, Build>;
  readonly environments: Map<string, Environment>;
}
