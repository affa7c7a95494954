import type FlexV1 from 'twilio/lib/rest/flexApi/V1';
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
    const { InteractionChannelInviteListInstance } =
      await import('twilio/lib/rest/flexApi/v1/interaction/interactionChannel/interactionChannelInvite.js');
    const invites = InteractionChannelInviteListInstance(
      await this.#version(),
      channel.interactionSid,
      channel.channelSid,
    );
    return toInviteSids(await invites.create({ routing: toRouting(routing) }));
  }

  /** The Invite that was made for a request, by the key that its task was given; also when that task is gone. */
  async find(channel: ChannelHandle, requestKey: string): Promise<InviteSids | undefined> {
    const { InteractionChannelInviteListInstance } =
      await import('twilio/lib/rest/flexApi/v1/interaction/interactionChannel/interactionChannelInvite.js');
    const { interactionSid, channelSid } = channel;
    const page = await InteractionChannelInviteListInstance(
      await this.#version(),
      interactionSid,
      channelSid,
    ).page({ pageSize: PAGE_SIZE });
    const found = page.instances.find(({ routing }) => taskOf(routing).requestKey === requestKey);
    return found && toInviteSids(found);
  }

  #version(): Promise<FlexV1> {
    return this.#gateway.sdkVersion<FlexV1>('flex-api.twilio.com');
  }
}

function toInviteSids(invite: { sid: unknown; routing: unknown }): InviteSids {
  const { taskSid } = taskOf(invite.routing);
  if (!isSid('KG', invite.sid)) throw unreadableAnswer('InteractionChannelInvite');
  return { inviteSid: invite.sid, taskSid };
}
