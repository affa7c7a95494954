import type { ApiCall, Operations } from '../kernel/api-call';
import { pathParameter } from '../kernel/api-call';
import { notFound } from '../kernel/api-error';
import { toPage } from '../kernel/paging';
import type { World } from '../kernel/world';
import { isoSeconds } from '../kernel/world';
import { workspaceOf } from './find-resource';
import type { StoredWorkspace } from './workspace';
import type { WorkspaceResources } from './workspace-resources';

/** TaskChannels of a workspace. */
export function taskChannelOperations(
  world: World,
  workspaces: ReadonlyMap<string, StoredWorkspace>,
  resources: WorkspaceResources,
): Operations {
  const now = (): string => isoSeconds(world.clock.now());
  return {
    CreateTaskChannel: (call) => {
      const { form } = call;
      const channel = resources.createTaskChannel(
        workspaceOf(call, workspaces),
        form.requiredText('UniqueName'),
        form.requiredText('FriendlyName'),
      );
      return { status: 201, body: channel };
    },
    FetchTaskChannel: (call) => ({ body: taskChannelOf(call, workspaceOf(call, workspaces)) }),
    ListTaskChannel: (call) =>
      toPage(call, 'channels', [...workspaceOf(call, workspaces).taskChannels.values()]),
    UpdateTaskChannel: (call) => {
      const channel = taskChannelOf(call, workspaceOf(call, workspaces));
      channel.friendly_name = call.form.text('FriendlyName') ?? channel.friendly_name;
      channel.channel_optimized_routing =
        call.form.boolean('ChannelOptimizedRouting') ?? channel.channel_optimized_routing;
      channel.date_updated = now();
      return { body: channel };
    },
    DeleteTaskChannel: (call) => {
      const workspace = workspaceOf(call, workspaces);
      const { sid } = taskChannelOf(call, workspace);
      workspace.taskChannels.delete(sid);
      for (const worker of workspace.workers.values()) worker.channels.delete(sid);
      return {};
    },
  };
}

function taskChannelOf(call: ApiCall, workspace: StoredWorkspace) {
  const key = pathParameter(call, 'Sid');
  const channel = [...workspace.taskChannels.values()].find(
    ({ sid, unique_name: name }) => sid === key || name === key,
  );
  if (!channel) throw notFound(new URL(call.url).pathname);
  return channel;
}
