import { BUSINESS_NUMBER } from '../../support/deployment';
import type { Team } from '../../support/team';
import { teamWithCustomer } from '../../support/team';
import { refusal, refusalOfField } from './invites';

const NUMBER = '+12025550177';
const EMAIL = { type: 'email', level: 'cc', address: 'random@example.com', name: '' };

function add({ deployment, ada, taskSid }: Team, mediaProperties: object) {
  return deployment.callAgent(ada, '/agent/participants/add', { taskSid, type: 'external', mediaProperties });
}

describe('a Participant may be added', () => {
  it.each([
    ['by an identity', { type: 'chat', identity: 'ella' }],
    ['by a number', { type: 'sms', address: NUMBER }],
    ['by a number, from one of ours', { address: NUMBER, proxy_address: BUSINESS_NUMBER }],
    [
      'by a WhatsApp address, from one of ours',
      { address: `whatsapp:${NUMBER}`, proxy_address: `whatsapp:${BUSINESS_NUMBER}` },
    ],
    [
      'with as many properties as 4 096 bytes can hold',
      { ...EMAIL, name: 'x'.repeat(4_096 - JSON.stringify(EMAIL).length) },
    ],
  ])('%s', async (_, mediaProperties) => {
    const team = await teamWithCustomer();
    const answer = await add(team, mediaProperties);
    expect(answer.status).toBe(201);
    expect(answer.body).toEqual({ participantSid: team.interaction.participants.at(-1)?.entity.sid });
  });
});

describe('a Participant may not be added', () => {
  it.each([
    ['an address that is no text', { address: 5 }],
    ['a sender that is no text', { address: NUMBER, proxy_address: 5 }],
    [
      'a number that Twilio cannot read, though we can',
      { address: '+1 202 555 0177', proxy_address: BUSINESS_NUMBER },
    ],
    ['a sender by a name that is not checked', { address: NUMBER, proxyAddress: '+14155550199' }],
    ['an address that is no number', { address: 'whatsapp:nobody' }],
    ['one byte too many', { ...EMAIL, name: 'x'.repeat(4_097 - JSON.stringify(EMAIL).length) }],
  ])('by %s', async (_, mediaProperties) => {
    const team = await teamWithCustomer();
    const answer = await add(team, mediaProperties);
    expect(answer.status).toBe(400);
    expect(answer.body).toEqual(refusalOfField('mediaProperties'));
    expect(team.interaction.participants).toHaveLength(2);
  });

  it('by a WhatsApp address from a number of ours for SMS only', async () => {
    const team = await teamWithCustomer();
    team.deployment.table = JSON.stringify({
      addresses: {
        [BUSINESS_NUMBER]: { inbound: true, outbound: true },
        'whatsapp:+14155550133': { inbound: true, outbound: true },
      },
    });
    const media = { address: `whatsapp:${NUMBER}`, proxy_address: BUSINESS_NUMBER };
    const answer = await add(team, media);
    expect(answer.status).toBe(403);
    expect(answer.body).toEqual(refusal('sender_not_allowed'));
  });

  it('if Twilio refuses what was given', async () => {
    const team = await teamWithCustomer();
    team.deployment.twilio.faults.add({
      operation: 'CreateInteractionChannelParticipant',
      kind: 'status',
      status: 400,
      code: 45004,
    });
    const answer = await add(team, EMAIL);
    expect(answer.status).toBe(400);
    expect(answer.body).toEqual(refusalOfField('mediaProperties'));
  });
});
