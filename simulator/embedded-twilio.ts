import { configurationOperations, newService } from './conversations/configuration-operations';
import { ConversationActions } from './conversations/conversation-actions';
import { conversationOperations } from './conversations/conversation-operations';
import { ConversationStore } from './conversations/conversation-store';
import { ConversationWebhooks } from './conversations/conversation-webhooks';
import { InboundMessages } from './conversations/inbound-messages';
import { eventStreamOperations } from './event-streams/event-stream-operations';
import { EventStreams } from './event-streams/event-streams';
import { FlexConfiguration } from './flex/flex-configuration';
import { flexOperations } from './flex/flex-operations';
import { interactionWebhookOperations } from './flex/interaction-webhook-operations';
import { InteractionWebhooks } from './flex/interaction-webhooks';
import { Interactions } from './flex/interactions';
import { FlexTokens } from './iam/flex-tokens';
import type { SimulatorClock } from './kernel/clock';
import { realClock } from './kernel/clock';
import type { WebhookSender } from './kernel/deliveries';
import { Deliveries } from './kernel/deliveries';
import { Faults } from './kernel/faults';
import { RateLimits } from './kernel/rate-limits';
import { SidFactory } from './kernel/sid-factory';
import { Timeline } from './kernel/timeline';
import type { StreamEvent, World } from './kernel/world';
import { isoSeconds } from './kernel/world';
import { checkDelivery } from './payloads/check-delivery';
import { RestApi } from './rest-api';
import type { RestRequest, RestResponse } from './rest/messages';
import { phoneNumberOperations, senderOperations } from './senders/sender-operations';
import { SenderStore } from './senders/sender-store';
import { serverlessOperations, uploadOperations } from './serverless/serverless-operations';
import { ServerlessStore } from './serverless/serverless-store';
import { syncOperations } from './sync/sync-operations';
import { SyncStore } from './sync/sync-store';
import { eventOperations } from './taskrouter/event-operations';
import { queueOperations } from './taskrouter/queue-operations';
import { taskChannelOperations } from './taskrouter/task-channel-operations';
import { taskOperations } from './taskrouter/task-operations';
import { TaskRouter } from './taskrouter/task-router';
import { workerOperations } from './taskrouter/worker-operations';
import type { StoredWorkspace } from './taskrouter/workspace';
import { WorkspaceEvents } from './taskrouter/workspace-events';
import { workspaceOperations } from './taskrouter/workspace-operations';
import { WorkspaceResources } from './taskrouter/workspace-resources';

interface EmbeddedTwilioOptions {
  readonly accountSid?: string;
  readonly authToken?: string;
  readonly clock?: SimulatorClock;
  /** The same seed gives the same SIDs. */
  readonly seed?: string;
  /** How webhooks are sent; nowhere if absent. */
  readonly send?: WebhookSender;
}

/**
 * A stand-in for the parts of Twilio that a Flex contact centre's back end talks to: Conversations, Flex
 * Interactions, TaskRouter, Sync and the Flex token check, all in one process.
 */
export class EmbeddedTwilio {
  readonly accountSid: string;
  readonly authToken: string;
  readonly clock: SimulatorClock;
  readonly timeline = new Timeline();
  readonly faults = new Faults();
  readonly limits: RateLimits;
  /** How long a REST call takes, in milliseconds. */
  latencyMs = 0;
  /** What decides what the weather leaves to chance. */
  weatherSeed = 1;
  readonly world: World;
  readonly conversations: ConversationStore;
  readonly conversationActions: ConversationActions;
  readonly inbound: InboundMessages;
  readonly workspaces = new Map<string, StoredWorkspace>();
  readonly workspace: StoredWorkspace;
  readonly router: TaskRouter;
  readonly taskRouterParts: {
    readonly events: WorkspaceEvents;
    readonly router: TaskRouter;
    readonly resources: WorkspaceResources;
  };
  readonly interactions: Interactions;
  readonly interactionWebhooks: InteractionWebhooks;
  readonly flexConfiguration: FlexConfiguration;
  readonly senders: SenderStore;
  readonly sync: SyncStore;
  readonly eventStreams: EventStreams;
  readonly serverless: ServerlessStore;
  readonly tokens = new FlexTokens();
  readonly #rest: RestApi;
  readonly #streamListeners = new Set<(event: StreamEvent) => void>();

  constructor(options: EmbeddedTwilioOptions = {}) {
    const sids = new SidFactory(options.seed ?? 'embedded');
    this.accountSid = options.accountSid ?? sids.next('AC');
    this.authToken = options.authToken ?? sids.next('').slice(0, 32);
    this.clock = options.clock ?? realClock;
    this.limits = new RateLimits(this.clock);
    const { accountSid, authToken, clock, timeline } = this;
    const deliveries = new Deliveries({ clock, timeline, authToken }, options.send ?? nowhere, checkDelivery);
    this.world = {
      accountSid,
      authToken,
      clock,
      sids,
      timeline,
      deliveries,
      publish: (event) => {
        for (const listener of this.#streamListeners) listener(event);
      },
    };

    this.conversations = new ConversationStore(this.world);
    const { defaultServiceSid } = this.conversations;
    this.conversations.services.set(
      defaultServiceSid,
      newService(defaultServiceSid, 'Flex Chat Service', this.conversations.roleSid, isoSeconds(clock.now())),
    );
    const conversationWebhooks = new ConversationWebhooks(this.world, this.conversations);
    this.conversationActions = new ConversationActions(this.world, this.conversations, conversationWebhooks);
    this.inbound = new InboundMessages(
      this.world,
      this.conversations,
      this.conversationActions,
      conversationWebhooks,
    );

    const events = new WorkspaceEvents(this.world);
    const resources = new WorkspaceResources(this.world);
    this.router = new TaskRouter(this.world, events);
    this.taskRouterParts = { events, router: this.router, resources };
    this.workspace = resources.createWorkspace('Flex Task Assignment');
    this.workspaces.set(this.workspace.entity.sid, this.workspace);

    this.interactionWebhooks = new InteractionWebhooks(this.world);
    this.interactions = new Interactions(
      this.world,
      {
        store: this.conversations,
        conversations: this.conversationActions,
        workspaces: this.workspaces,
        router: this.router,
        taskEvents: events,
      },
      this.interactionWebhooks,
    );
    this.flexConfiguration = new FlexConfiguration(this.world, {
      conversations: this.conversations,
      workspaceSid: this.workspace.entity.sid,
      instanceSid: this.interactionWebhooks.instanceSid,
    });
    this.senders = new SenderStore(this.world);
    this.sync = new SyncStore(this.world);
    this.eventStreams = new EventStreams(this.world);
    this.listenToStream((event) => {
      this.interactions.leaveAndPause.hear(event);
      this.eventStreams.publish(event);
    });
    this.serverless = new ServerlessStore(this.world);
    this.#rest = this.#newRestApi();
  }

  /** Answers a REST request. @throws ConnectionError where a fault breaks the connection */
  request(request: RestRequest): Promise<RestResponse> {
    return this.#rest.request(request);
  }

  /** Writes down what a person did. */
  note(title: string, detail: Record<string, unknown>): void {
    this.timeline.add({ atMs: this.clock.now(), kind: 'person', title, detail });
  }

  /** Hears every fact that Event Streams would carry. */
  listenToStream(listener: (event: StreamEvent) => void): () => void {
    this.#streamListeners.add(listener);
    return () => this.#streamListeners.delete(listener);
  }

  #newRestApi(): RestApi {
    const { accountSid, authToken, clock, timeline, faults, limits, world } = this;
    return new RestApi({
      accountSid,
      authToken,
      clock,
      timeline,
      faults,
      limits,
      latencyMs: () => this.latencyMs,
      operations: {
        conversations_v1: {
          ...conversationOperations(world, this.conversations, this.conversationActions),
          ...configurationOperations(world, this.conversations),
        },
        flex_v1: { ...flexOperations(this.interactions), ...this.flexConfiguration.operations() },
        taskrouter_v1: {
          ...workspaceOperations(world, this.workspaces, this.taskRouterParts.resources),
          ...taskChannelOperations(world, this.workspaces, this.taskRouterParts.resources),
          ...queueOperations(world, this.workspaces, this.taskRouterParts.resources),
          ...eventOperations(world, this.workspaces),
          ...workerOperations(world, this.workspaces, this.taskRouterParts),
          ...taskOperations(world, this.workspaces, this.router),
        },
        sync_v1: syncOperations(this.sync),
        events_v1: eventStreamOperations(world, this.eventStreams),
        serverless_v1: serverlessOperations(this.serverless),
        api_v2010: phoneNumberOperations(world, this.senders),
        messaging_v2: senderOperations(this.senders),
      },
      extras: [
        ...uploadOperations(this.serverless),
        ...interactionWebhookOperations(world, this.interactionWebhooks),
        {
          id: 'ValidateFlexToken',
          host: 'iam.twilio.com',
          method: 'POST',
          template: '/v1/Accounts/{AccountSid}/Tokens/validate',
          handler: (call) => ({ body: this.tokens.validate(call.form.text('token'), clock.now()) }),
        },
      ],
    });
  }
}

const nowhere: WebhookSender = () => Promise.resolve({ status: 204, body: '' });
