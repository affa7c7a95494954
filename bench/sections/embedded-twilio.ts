import { EmbeddedTwilio } from '../../simulator/embedded-twilio';
import { setUpFlexAccount } from '../../simulator/flex-account';
import { ManualClock } from '../../simulator/kernel/clock';
import type { Section } from '../tables';
import { number, table } from '../tables';

const INTERACTIONS = 2_000;
const BUSINESS = '+14155550111';

/** How long the embedded Twilio takes for many Interactions, each with its Conversation, with all checks on. */
export async function embeddedTwilio(): Promise<Section[]> {
  const clock = new ManualClock();
  const twilio = new EmbeddedTwilio({ clock, seed: 'bench' });
  const { assignToAnyone } = setUpFlexAccount(twilio);
  const authorization = `Basic ${Buffer.from(`${twilio.accountSid}:${twilio.authToken}`).toString('base64')}`;
  const post = async (host: string, path: string, form: Record<string, string>): Promise<{ sid: string }> => {
    const response = await twilio.request({
      method: 'POST',
      host,
      path,
      headers: { authorization, 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams(form).toString(),
    });
    if (response.status >= 300) throw new Error(response.body);
    return JSON.parse(response.body) as { sid: string };
  };
  const conversation = async (index: number): Promise<string> => {
    const { sid } = await post('conversations.twilio.com', '/v1/Conversations', {});
    await post('conversations.twilio.com', `/v1/Conversations/${sid}/Participants`, {
      'MessagingBinding.Address': `+1202${5_000_000 + index}`,
      'MessagingBinding.ProxyAddress': BUSINESS,
    });
    return sid;
  };
  const interact = (conversationSid: string) =>
    post('flex-api.twilio.com', '/v1/Interactions', {
      Channel: JSON.stringify({
        type: 'sms',
        initiated_by: 'customer',
        properties: { media_channel_sid: conversationSid },
      }),
      Routing: JSON.stringify({
        properties: {
          workspace_sid: twilio.workspace.entity.sid,
          workflow_sid: assignToAnyone.sid,
          task_channel_unique_name: 'sms',
          attributes: { customerName: 'Ella' },
        },
      }),
    });

  // The schemas are compiled when they are first needed.
  await interact(await conversation(9_999));
  const startedAtMs = performance.now();
  const sids: string[] = [];
  for (let index = 0; index < INTERACTIONS; index++) sids.push(await conversation(index));
  const madeAtMs = performance.now();
  for (const sid of sids) await interact(sid);
  const createdAtMs = performance.now();
  await clock.advance(1_000);
  const setUpAtMs = performance.now();

  const failed = [...twilio.interactions.interactions.values()].filter(
    ({ channel }) => channel.status !== 'active',
  );
  if (failed.length > 0) throw new Error(`${failed.length} channels were not set up`);
  const row = (name: string, from: number, to: number): string[] => [
    name,
    number(to - from, 'ms'),
    number((INTERACTIONS / (to - from)) * 1_000, 'a second'),
  ];
  return [
    {
      title: 'Speed of the embedded Twilio',
      text: `What the tests run against, in process, with every request and answer checked against Twilio's specifications: ${INTERACTIONS} Interactions, each with its Conversation.`,
      table: table(
        ['', 'took', ''],
        [
          row('Conversations made, each with a customer', startedAtMs, madeAtMs),
          row('Interactions created', madeAtMs, createdAtMs),
          row('channels set up', createdAtMs, setUpAtMs),
        ],
      ),
    },
  ];
}
