import type { Twilio } from 'twilio';
import { SERVICE_NAME } from '../../account/deployment';
import { STREAMED_SCHEMA_VERSION, STREAMED_TYPES } from '../needed-events';
import type { Resource } from '../resource';
import { leadsTo, merge } from '../resource';

export const EVENT_STREAMS_PATH = '/webhooks/event-streams';

/** The user's name is not looked at. */
const USER = 'twilio';

/**
 * The sink of this deployment with its subscription. A sink cannot be given another destination, so one with
 * another password is made anew.
 *
 * @param password EVENT_STREAMS_PASSWORD, which Event Streams sends as Basic authentication
 * @see https://www.twilio.com/docs/events/webhook-quickstart
 */
export function eventStreams(client: Twilio, deploymentUrl: string, password: string): Resource {
  const { sinks, subscriptions } = client.events.v1;
  const destination = new URL(`${deploymentUrl}${EVENT_STREAMS_PATH}`);
  const findSink = async () =>
    (await sinks.list()).find((sink) => leadsTo(destinationOf(sink), deploymentUrl, EVENT_STREAMS_PATH));
  const subscriptionsOf = (sinkSid: string) => subscriptions.list({ sinkSid });
  const typesOf = async (subscriptionSid: string): Promise<string[]> =>
    (await subscriptions(subscriptionSid).subscribedEvents.list()).map(({ type }) => type);

  const remove = async (): Promise<void> => {
    const sink = await findSink();
    if (!sink) return;
    for (const { sid } of await subscriptionsOf(sink.sid)) await subscriptions(sid).remove();
    await sinks(sink.sid).remove();
  };

  return {
    id: 'event-streams',
    title: 'Event Streams sink',
    read: async () => {
      const sink = await findSink();
      if (!sink) return null;
      const found = await subscriptionsOf(sink.sid);
      const types = (await Promise.all(found.map(({ sid }) => typesOf(sid)))).flat();
      const isKnown = isPassword(destinationOf(sink), password);
      return {
        url: destination.toString(),
        password: isKnown ? 'as in EVENT_STREAMS_PASSWORD' : 'another',
        types,
      };
    },
    want: (now) => ({
      kind: 'be',
      state: {
        url: destination.toString(),
        password: 'as in EVENT_STREAMS_PASSWORD',
        types: merge((now?.types as string[] | undefined) ?? [], STREAMED_TYPES),
      },
    }),
    write: async (now, next) => {
      if (next === null || (now !== null && now.password !== next.password)) await remove();
      if (next === null) return;
      const sink = await findSink();
      const sinkSid = sink?.sid ?? (await createSink()).sid;
      const types = next.types as string[];
      const [subscription] = await subscriptionsOf(sinkSid);
      if (!subscription) {
        const versioned = types.map((type) => ({ type, schema_version: STREAMED_SCHEMA_VERSION }));
        await subscriptions.create({ description: SERVICE_NAME, sinkSid, types: versioned });
        return;
      }
      const { subscribedEvents } = subscriptions(subscription.sid);
      const known = await typesOf(subscription.sid);
      for (const type of types.filter((one) => !known.includes(one)))
        await subscribedEvents.create({ type, schemaVersion: STREAMED_SCHEMA_VERSION });
      for (const type of known.filter((one) => !types.includes(one))) await subscribedEvents(type).remove();
    },
    isOurs: (now) => now !== null,
  };

  function createSink() {
    const withPassword = new URL(destination);
    withPassword.username = USER;
    withPassword.password = password;
    const sinkConfiguration = { destination: withPassword.toString(), method: 'POST', batch_events: true };
    return sinks.create({ description: SERVICE_NAME, sinkType: 'webhook', sinkConfiguration });
  }
}

export function destinationOf(sink: { readonly sinkConfiguration: unknown }): string | undefined {
  const { destination } = (sink.sinkConfiguration ?? {}) as { destination?: unknown };
  return typeof destination === 'string' ? destination : undefined;
}

/** A password that Twilio does not show, or shows masked, is taken for the right one. */
export function isPassword(destination: string | undefined, expected: string): boolean {
  const { password } = new URL(destination ?? 'https://unknown');
  const shown = decodeURIComponent(password);
  return shown === '' || /^\*+$/.test(shown) || shown === expected;
}
