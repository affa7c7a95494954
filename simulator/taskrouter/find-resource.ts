import type { ApiCall } from '../kernel/api-call';
import { pathParameter } from '../kernel/api-call';
import { notFound } from '../kernel/api-error';
import type { StoredWorkspace } from './workspace';

/** The workspace of a call. */
export function workspaceOf(
  call: ApiCall,
  workspaces: ReadonlyMap<string, StoredWorkspace>,
  name = 'WorkspaceSid',
): StoredWorkspace {
  const workspace = workspaces.get(pathParameter(call, name));
  if (!workspace) throw notFound(new URL(call.url).pathname);
  return workspace;
}

/** One resource of a workspace by the last parameter of the path. */
export function resourceOf<Resource>(
  call: ApiCall,
  resources: ReadonlyMap<string, Resource>,
  name = 'Sid',
): Resource {
  const resource = resources.get(pathParameter(call, name));
  if (!resource) throw notFound(new URL(call.url).pathname);
  return resource;
}

/** The resources with the `FriendlyName` that a list asks for. */
export function named<Resource extends { friendly_name: string }>(
  call: ApiCall,
  all: Iterable<Resource>,
): Resource[] {
  const name = call.query.text('FriendlyName');
  return [...all].filter(({ friendly_name: friendlyName }) => name === undefined || friendlyName === name);
}
