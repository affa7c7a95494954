import type { ApiCall, Operations } from '../kernel/api-call';
import { pathParameter } from '../kernel/api-call';
import { invalidParameter, notFound, TwilioApiError } from '../kernel/api-error';
import { toPage } from '../kernel/paging';
import type { World } from '../kernel/world';
import { isoSeconds } from '../kernel/world';
import type { EventStreams, Sink, Subscription } from './event-streams';

const BASE = 'https://events.twilio.com/v1';

/** Sinks, subscriptions and the types that they are subscribed to. */
export function eventStreamOperations(world: World, streams: EventStreams): Operations {
  const now = (): string => isoSeconds(world.clock.now());
  const sinkOf = (call: ApiCall): Sink => streams.sinks.get(pathParameter(call, 'Sid')) ?? missing(call);
  const subscriptionOf = (call: ApiCall, name = 'Sid'): Subscription =>
    streams.subscriptions.get(pathParameter(call, name)) ?? missing(call);
  const requireSink = (sid: string): string => {
    if (!streams.sinks.has(sid)) throw invalidParameter(`Sink ${sid} does not exist`);
    return sid;
  };

  return {
    CreateSink: (call) => {
      const { form } = call;
      const configuration = form.json('SinkConfiguration');
      if (typeof configuration !== 'object' || configuration === null)
        throw invalidParameter('SinkConfiguration is not an object');
      const sink: Sink = {
        sid: world.sids.next('DG'),
        description: form.requiredText('Description'),
        type: form.requiredText('SinkType'),
        configuration,
        status: 'initialized',
        dateCreated: now(),
        dateUpdated: now(),
      };
      streams.sinks.set(sink.sid, sink);
      return { status: 201, body: sinkBody(sink) };
    },
    FetchSink: (call) => ({ body: sinkBody(sinkOf(call)) }),
    ListSink: (call) => {
      const [inUse, status] = [call.query.boolean('InUse'), call.query.text('Status')];
      const used = new Set([...streams.subscriptions.values()].map(({ sinkSid }) => sinkSid));
      const found = [...streams.sinks.values()]
        .filter(({ sid }) => inUse === undefined || used.has(sid) === inUse)
        .filter((sink) => status === undefined || sink.status === status);
      return toPage(call, 'sinks', found.map(sinkBody));
    },
    UpdateSink: (call) => {
      const sink = sinkOf(call);
      const changed = { ...sink, description: call.form.requiredText('Description'), dateUpdated: now() };
      streams.sinks.set(sink.sid, changed);
      return { body: sinkBody(changed) };
    },
    DeleteSink: (call) => {
      const { sid } = sinkOf(call);
      if ([...streams.subscriptions.values()].some(({ sinkSid }) => sinkSid === sid)) {
        throw new TwilioApiError(409, 90406, 'Sink is in use by a Subscription');
      }
      streams.sinks.delete(sid);
      return {};
    },
    CreateSinkTest: (call) => {
      sinkOf(call);
      return { status: 201, body: { result: 'submitted' } };
    },
    CreateSinkValidate: (call) => {
      sinkOf(call).status = 'active';
      return { status: 201, body: { result: 'valid' } };
    },

    CreateSubscription: (call) => {
      const { form } = call;
      const types = form.list('Types') ?? [];
      const subscription: Subscription = {
        sid: world.sids.next('DF'),
        description: form.requiredText('Description'),
        sinkSid: requireSink(form.requiredText('SinkSid')),
        types: new Map(types.flatMap(parseTypes)),
        dateCreated: now(),
        dateUpdated: now(),
      };
      streams.subscriptions.set(subscription.sid, subscription);
      return { status: 201, body: subscriptionBody(world, subscription) };
    },
    FetchSubscription: (call) => ({ body: subscriptionBody(world, subscriptionOf(call)) }),
    ListSubscription: (call) => {
      const sinkSid = call.query.text('SinkSid');
      const found = [...streams.subscriptions.values()].filter(
        (one) => sinkSid === undefined || one.sinkSid === sinkSid,
      );
      return toPage(
        call,
        'subscriptions',
        found.map((one) => subscriptionBody(world, one)),
      );
    },
    UpdateSubscription: (call) => {
      const subscription = subscriptionOf(call);
      subscription.description = call.form.text('Description') ?? subscription.description;
      subscription.dateUpdated = now();
      return { body: subscriptionBody(world, subscription) };
    },
    DeleteSubscription: (call) => {
      streams.subscriptions.delete(subscriptionOf(call).sid);
      return {};
    },

    CreateSubscribedEvent: (call) => {
      const subscription = subscriptionOf(call, 'SubscriptionSid');
      const type = call.form.requiredText('Type');
      subscription.types.set(type, call.form.number('SchemaVersion') ?? 1);
      return { status: 201, body: subscribedBody(world, subscription, type) };
    },
    FetchSubscribedEvent: (call) => {
      const subscription = subscriptionOf(call, 'SubscriptionSid');
      return { body: subscribedBody(world, subscription, requireType(call, subscription)) };
    },
    ListSubscribedEvent: (call) => {
      const subscription = subscriptionOf(call, 'SubscriptionSid');
      return toPage(
        call,
        'types',
        [...subscription.types.keys()].map((type) => subscribedBody(world, subscription, type)),
      );
    },
    UpdateSubscribedEvent: (call) => {
      const subscription = subscriptionOf(call, 'SubscriptionSid');
      const type = requireType(call, subscription);
      subscription.types.set(type, call.form.number('SchemaVersion') ?? 1);
      return { body: subscribedBody(world, subscription, type) };
    },
    DeleteSubscribedEvent: (call) => {
      const subscription = subscriptionOf(call, 'SubscriptionSid');
      subscription.types.delete(requireType(call, subscription));
      return {};
    },
  };
}

function missing(call: ApiCall): never {
  throw notFound(new URL(call.url).pathname);
}

function requireType(call: ApiCall, subscription: Subscription): string {
  const type = pathParameter(call, 'Type');
  return subscription.types.has(type) ? type : missing(call);
}

/** `Types` is repeated, each a JSON object, or once a JSON array. */
function parseTypes(json: string): [string, number][] {
  try {
    const given = [JSON.parse(json) as unknown].flat() as { type?: unknown; schema_version?: unknown }[];
    return given.map(({ type, schema_version: version }) => {
      if (typeof type !== 'string') throw invalidParameter('Types needs a type');
      return [type, typeof version === 'number' ? version : 1];
    });
  } catch (error) {
    if (error instanceof TwilioApiError) throw error;
    throw invalidParameter('Types is not valid JSON');
  }
}

function sinkBody(sink: Sink): object {
  const url = `${BASE}/Sinks/${sink.sid}`;
  return {
    sid: sink.sid,
    description: sink.description,
    sink_type: sink.type,
    sink_configuration: sink.configuration,
    status: sink.status,
    date_created: sink.dateCreated,
    date_updated: sink.dateUpdated,
    url,
    links: { sink_test: `${url}/Test`, sink_validate: `${url}/Validate` },
  };
}

function subscriptionBody({ accountSid }: World, subscription: Subscription): object {
  const url = `${BASE}/Subscriptions/${subscription.sid}`;
  return {
    account_sid: accountSid,
    sid: subscription.sid,
    description: subscription.description,
    sink_sid: subscription.sinkSid,
    date_created: subscription.dateCreated,
    date_updated: subscription.dateUpdated,
    url,
    links: { subscribed_events: `${url}/SubscribedEvents` },
  };
}

function subscribedBody({ accountSid }: World, subscription: Subscription, type: string): object {
  return {
    account_sid: accountSid,
    type,
    schema_version: subscription.types.get(type) ?? 1,
    subscription_sid: subscription.sid,
    url: `${BASE}/Subscriptions/${subscription.sid}/SubscribedEvents/${type}`,
  };
}
