import type { ConversationSid, TaskQueueSid, TaskSid, WorkerSid } from '../sid';
import type { ChannelFate } from '../twilio/interaction-channels';
import type { ChannelHandle } from '../twilio/interactions';

/** An event that may have left the customer of a Conversation with nobody. */
export interface Orphan {
  readonly conversationSid: ConversationSid;
  /** The channel that the event names; of two it may be the one that Twilio dropped. */
  readonly channel?: ChannelHandle;
  /** The task that ended, with its attributes. */
  readonly task?: {
    readonly taskSid: TaskSid;
    readonly attributes: Readonly<Record<string, unknown>>;
    readonly ageSeconds?: number;
    readonly workerSid?: WorkerSid;
    readonly queueSid?: TaskQueueSid;
    /** Twilio deleted it, for an agent had had it for a day. */
    readonly tookTooLong: boolean;
  };
  /** What the event itself says has become of that channel. */
  readonly fate?: ChannelFate;
}
