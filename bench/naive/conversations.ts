import type {
  ServerlessEventObject,
  ServerlessFunctionSignature,
} from '@twilio-labs/serverless-runtime-types/types';

type Settings = Readonly<Record<'TASKROUTER_WORKSPACE_SID' | 'TASKROUTER_WORKFLOW_SID', string>>;

type Message = ServerlessEventObject<Readonly<Record<'ConversationSid' | 'Author', string>>>;

/**
 * The baseline: the shortest handler that the documentation's snippet suggests, with no guards.
 *
 * @see https://www.twilio.com/docs/flex/developer/conversations/receive-inbound-messages-from-sms-and-whatsapp
 */
export const handler: ServerlessFunctionSignature<Settings, Message> = async (context, event, callback) => {
  const client = context.getTwilioClient();
  const interaction = await client.flexApi.v1.interaction.create({
    channel: {
      type: 'sms',
      initiated_by: 'customer',
      properties: { media_channel_sid: event.ConversationSid },
    },
    routing: {
      properties: {
        workspace_sid: context.TASKROUTER_WORKSPACE_SID,
        workflow_sid: context.TASKROUTER_WORKFLOW_SID,
        task_channel_unique_name: 'sms',
        attributes: { from: event.Author },
      },
    },
  });
  callback(null, { interactionSid: interaction.sid });
};
