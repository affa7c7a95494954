import { TwilioApiError } from '../kernel/api-error';
import type { NewTask } from '../taskrouter/new-task';
import type { StoredInteraction, StoredInvite } from './entities';
import { flexTaskAttributes } from './flex-task-attributes';
import type { FlexWorld } from './flex-world';
import type { RoutingInput } from './input-schemas';
import { toRoutingBody } from './routing-body';

/**
 * Invites: each adds a task to an Interaction, for an agent, a queue or a workflow.
 *
 * @see https://www.twilio.com/docs/flex/developer/conversations/interactions-api/invites-subresource
 */
export class Invites {
  readonly #flex: FlexWorld;

  constructor(flex: FlexWorld) {
    this.#flex = flex;
  }

  /** @throws TwilioApiError 45008 if the channel has ended */
  invite(interaction: StoredInteraction, routing: RoutingInput): StoredInvite {
    if (['closed', 'failed'].includes(interaction.channel.status)) {
      throw new TwilioApiError(400, 45008, `Channel is ${interaction.channel.status}`);
    }
    const invite = this.begin(interaction, routing);
    this.#flex.interactions.touch(interaction);
    return invite;
  }

  /** The Invite that an Interaction starts with, or a later one. */
  begin(interaction: StoredInteraction, routing: RoutingInput): StoredInvite {
    const { world, router, interactions } = this.#flex;
    const workspace = interactions.requireWorkspace(routing.workspace_sid);
    const sid = world.sids.next('KG');
    const task = router.createTask(workspace, {
      ...toNewTask(routing),
      attributes: flexTaskAttributes(routing.attributes ?? {}, {
        interactionSid: interaction.entity.sid,
        channelSid: interaction.channel.sid,
        inviteSid: sid,
        conversationSid: interaction.conversation?.entity.sid,
        channelType: interaction.channel.type,
        initiatedBy: interaction.initiatedBy,
      }),
    });
    interaction.tasks.add(task);
    const invite: StoredInvite = {
      entity: {
        sid,
        interaction_sid: interaction.entity.sid,
        channel_sid: interaction.channel.sid,
        routing: toRoutingBody(workspace, task),
        url: `${interaction.channel.url}/Invites/${sid}`,
      },
      routing,
      task,
    };
    interaction.invites.push(invite);
    return invite;
  }
}

export function toNewTask(routing: RoutingInput): Omit<NewTask, 'attributes'> {
  return {
    workflowSid: routing.workflow_sid,
    queueSid: routing.queue_sid,
    workerSid: routing.worker_sid,
    taskChannel: routing.task_channel_sid ?? routing.task_channel_unique_name,
    priority: routing.priority,
    timeoutSeconds: routing.timeout,
  };
}
