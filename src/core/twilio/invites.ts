import { isSid } from '../sid';
import type { TwilioGateway } from './gateway';
import type { ChannelHandle, InviteSids, Routing } from './interactions';
import { taskOf, toRouting, unreadableAnswer } from './task-routing';

const PAGE_SIZE = 100;

/**
 * The Invites of an Interaction Channel.
 *
 * @see https://www.twilio.com/docs/flex/developer/conversations/interactions-api/invites-subresource
 */
export class Invites {
  readonly #gateway: TwilioGateway;

  constructor(gateway: TwilioGateway) {
    this.#gateway = gateway;
  }

  /** Adds a task to an Interaction: for a workflow to route, or for one queue or worker. */
  async send(channel: ChannelHandle, routing: Routing): Promise<InviteSids> {
    const invites = await this.#listOf(channel);
    return toInviteSids(await invites.create({ routing: toRouting(routing) }));
  }

  /** The Invite that was made for a request, by the key that its task was given; also when that task is gone. */
  async find(channel: ChannelHandle, requestKey: string): Promise<InviteSids | undefined> {
    const invites = await this.#listOf(channel);
    const { instances } = await invites.page({ pageSize: PAGE_SIZE });
    const found = instances.find(({ routing }) => taskOf(routing).requestKey === requestKey);
    return found && toInviteSids(found);
  }

  async #listOf({ interactionSid, channelSid }: ChannelHandle) {
    const { InteractionChannelInviteListInstance } =
      await import('twilio/lib/rest/flexApi/v1/interaction/interactionChannel/interactionChannelInvite.js');
    const version = await this.#gateway.sdkVersion('flex-api.twilio.com');
    return InteractionChannelInviteListInstance(version, interactionSid, channelSid);
  }
}

function toInviteSids(invite: { sid: unknown; routing: unknown }): InviteSids {
  const { taskSid } = taskOf(invite.routing);
  if (!isSid('KG', invite.sid)) throw unreadableAnswer('InteractionChannelInvite');
  return { inviteSid: invite.sid, taskSid };
}
