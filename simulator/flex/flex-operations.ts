import type { ApiCall, Operations } from '../kernel/api-call';
import { pathParameter } from '../kernel/api-call';
import { notFound } from '../kernel/api-error';
import { toPage } from '../kernel/paging';
import { invalid, parseChannel, parseRouting } from './input-schemas';
import type { Interactions } from './interactions';

/** Interactions, their Channel, its Invites and Participants, by REST. */
export function flexOperations(interactions: Interactions): Operations {
  const interactionOf = (call: ApiCall) =>
    interactions.store.find(pathParameter(call, 'InteractionSid'), call.path.ChannelSid);
  const routingOf = (call: ApiCall) =>
    call.form.has('Routing') ? parseRouting(call.form.json('Routing')) : undefined;

  return {
    CreateInteraction: (call) => {
      const { form } = call;
      const interaction = interactions.create(parseChannel(form.json('Channel')), routingOf(call), {
        contextSid: form.text('InteractionContextSid'),
        webhookTtid: form.text('WebhookTtid'),
      });
      return { status: 201, body: interaction.entity };
    },
    FetchInteraction: (call) => ({ body: interactions.store.find(pathParameter(call, 'Sid')).entity }),
    UpdateInteraction: (call) => {
      const { entity } = interactions.store.find(pathParameter(call, 'Sid'));
      entity.webhook_ttid = call.form.text('WebhookTtid') ?? entity.webhook_ttid;
      return { body: { ...entity, routing: null } };
    },

    FetchInteractionChannel: (call) => {
      const { channel } = interactions.store.find(
        pathParameter(call, 'InteractionSid'),
        pathParameter(call, 'Sid'),
      );
      return { body: channel };
    },
    ListInteractionChannel: (call) => toPage(call, 'channels', [interactionOf(call).channel]),
    UpdateInteractionChannel: (call) => {
      const interaction = interactions.store.find(
        pathParameter(call, 'InteractionSid'),
        pathParameter(call, 'Sid'),
      );
      const routing = call.form.json('Routing') as { status?: string } | undefined;
      interactions.updateChannel(
        interaction,
        call.form.requiredText('Status') as 'closed' | 'inactive',
        routing?.status,
      );
      return { body: interaction.channel };
    },

    CreateInteractionChannelInvite: (call) => {
      const routing = routingOf(call);
      if (!routing) throw invalid('Routing is required');
      return { status: 201, body: interactions.invites.invite(interactionOf(call), routing).entity };
    },
    ListInteractionChannelInvite: (call) =>
      toPage(
        call,
        'invites',
        interactionOf(call).invites.map(({ entity }) => entity),
      ),

    CreateInteractionChannelParticipant: (call) => {
      const { form } = call;
      const media = form.json('MediaProperties');
      if (typeof media !== 'object' || media === null) throw invalid('MediaProperties must be an object');
      const routing = form.json('RoutingProperties') as
        { task_sid: string; worker_sid: string; reservation_sid: string } | undefined;
      const participant = interactions.participants.add(
        interactionOf(call),
        form.requiredText('Type'),
        media as Record<string, unknown>,
        routing ?? null,
      );
      return { status: 201, body: participant.entity };
    },
    ListInteractionChannelParticipant: (call) =>
      toPage(
        call,
        'participants',
        interactionOf(call).participants.map(({ entity }) => entity),
      ),
    UpdateInteractionChannelParticipant: (call) => {
      const interaction = interactionOf(call);
      const participant = interaction.participants.find(
        ({ entity }) => entity.sid === pathParameter(call, 'Sid'),
      );
      if (!participant) throw notFound(new URL(call.url).pathname);
      interactions.participants.update(
        interaction,
        participant,
        call.form.requiredText('Status') as 'closed' | 'wrapup',
      );
      return { body: participant.entity };
    },
  };
}
