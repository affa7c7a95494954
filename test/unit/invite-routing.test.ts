import type { OriginalTask } from '../../src/core/invites/invite-routing';
import { inviteRouting } from '../../src/core/invites/invite-routing';
import { outboundRouting } from '../../src/core/outreach/outbound-routing';
import { parkedRouting } from '../../src/core/park/parked-routing';
import { carriedAttributes } from '../../src/core/routing/carried-attributes';
import { taskAttributes } from '../../src/core/routing/task-attributes';
import { ConfigurationError, readSettings } from '../../src/core/settings';
import type { Sid } from '../../src/core/sid';

const sid = <Prefix extends string>(prefix: Prefix, digit = '1') =>
  `${prefix}${digit.repeat(32)}` as Sid<Prefix>;
const WORKFLOW = sid('WW');
const TRANSFERS = sid('WW', '2');
const OTHER_WORKFLOW = sid('WW', '3');
const QUEUE = sid('WQ');
const OUTBOUND = sid('WQ', '2');
const WORKER = sid('WK');

function settings(changes: Record<string, string> = {}) {
  return readSettings({
    ACCOUNT_SID: sid('AC'),
    AUTH_TOKEN: 'secret',
    TASKROUTER_WORKSPACE_SID: sid('WS'),
    TASKROUTER_WORKFLOW_SID: WORKFLOW,
    ...changes,
  });
}

const ORIGINAL: OriginalTask = {
  attributes: { orderNumber: '77', channelType: 'sms' },
  taskChannel: 'voice',
  priority: 4,
  queueSid: QUEUE,
};
const TO_WORKER = { type: 'worker', sid: WORKER } as const;

describe('an Invite of an agent goes', () => {
  it('by the workflow for transfers, which reads the agent in the attributes', () => {
    const routing = inviteRouting(
      TO_WORKER,
      ORIGINAL,
      {},
      {},
      settings({ TRANSFER_WORKFLOW_SID: TRANSFERS, OUTBOUND_QUEUE_SID: OUTBOUND }),
    );
    expect(routing.workflowSid).toBe(TRANSFERS);
    expect(routing).not.toHaveProperty('workerSid');
    expect(routing).not.toHaveProperty('queueSid');
    expect(routing.attributes).toEqual({
      orderNumber: '77',
      transferTargetType: 'worker',
      transferTargetSid: WORKER,
    });
  });

  it.each([
    [{ initiated_by: 'customer', media: [], external_contact: 'x', outcome: 'sold' }, { outcome: 'sold' }],
    ['a text', 'a text'],
    [null, null],
  ])('with what Flex Insights reads, %j, as %j', (conversations, carried) => {
    const original = { ...ORIGINAL, attributes: { conversations } };
    const { attributes } = inviteRouting(TO_WORKER, original, {}, {}, settings());
    expect(attributes.conversations).toEqual(carried);
  });

  it('without one directly, by the outbound queue, else by that of the task before', () => {
    expect(
      inviteRouting(TO_WORKER, ORIGINAL, {}, {}, settings({ OUTBOUND_QUEUE_SID: OUTBOUND })),
    ).toMatchObject({ workflowSid: WORKFLOW, queueSid: OUTBOUND, workerSid: WORKER });
    expect(inviteRouting(TO_WORKER, ORIGINAL, {}, {}, settings())).toMatchObject({
      workflowSid: WORKFLOW,
      queueSid: QUEUE,
      workerSid: WORKER,
    });
  });

  it('nowhere if no queue is known, which is a wrong setting that is named', () => {
    expect(() => inviteRouting(TO_WORKER, undefined, {}, {}, settings())).toThrow(
      'TRANSFER_WORKFLOW_SID is missing: an agent cannot be invited',
    );
    expect(() => inviteRouting(TO_WORKER, undefined, {}, {}, settings())).toThrow(ConfigurationError);
  });
});

describe('an Invite of a queue goes', () => {
  it('by the workflow for transfers if there is one, else by that of inbound tasks', () => {
    const target = { type: 'queue', sid: QUEUE } as const;
    expect(inviteRouting(target, ORIGINAL, {}, {}, settings())).toMatchObject({
      workflowSid: WORKFLOW,
      queueSid: QUEUE,
    });
    const withTransfers = settings({ TRANSFER_WORKFLOW_SID: TRANSFERS });
    expect(inviteRouting(target, ORIGINAL, {}, {}, withTransfers)).toMatchObject({
      workflowSid: TRANSFERS,
      queueSid: QUEUE,
    });
  });
});

describe('the task channel and priority of an Invite', () => {
  const target = { type: 'workflow', sid: OTHER_WORKFLOW } as const;

  it('are what was asked for, else those of the task before', () => {
    const asked = { taskChannel: 'chat', priority: 0, timeoutSeconds: 30 };
    expect(inviteRouting(target, ORIGINAL, asked, {}, settings())).toMatchObject({
      ...asked,
      workflowSid: OTHER_WORKFLOW,
    });
    expect(inviteRouting(target, ORIGINAL, {}, {}, settings())).toMatchObject({
      taskChannel: 'voice',
      priority: 4,
    });
  });

  it('are those of a chat if no task before is known', () => {
    const routing = inviteRouting(target, undefined, {}, {}, settings());
    expect(routing).toMatchObject({ taskChannel: 'chat', priority: undefined });
    expect(routing.attributes).toEqual({
      transferTargetType: 'workflow',
      transferTargetSid: OTHER_WORKFLOW,
    });
  });
});

describe('what was parked comes back', () => {
  const parked = {
    conversationSid: sid('CH'),
    interactionSid: sid('KD'),
    channelSid: sid('UO'),
    workerSid: WORKER,
    parkedAtMs: 0,
    taskChannel: 'sms',
    priority: 4,
    attributes: { orderNumber: '77' },
  };
  const withTransfers = settings({ TRANSFER_WORKFLOW_SID: TRANSFERS });

  it.each([
    ['by the workflow that had its task', { workflowSid: OTHER_WORKFLOW }, { workflowSid: OTHER_WORKFLOW }],
    ['by that of inbound tasks if it was a transfer', { workflowSid: TRANSFERS }, { workflowSid: WORKFLOW }],
    ['by its queue if no workflow had it', { queueSid: QUEUE }, { workflowSid: WORKFLOW, queueSid: QUEUE }],
    ['by the workflow of inbound tasks if nothing is known', {}, { workflowSid: WORKFLOW }],
  ])('%s', (_, known, expected) => {
    const routing = parkedRouting({ ...parked, ...known }, withTransfers);
    expect(routing).toMatchObject({ ...expected, taskChannel: 'sms', priority: 4 });
    expect('queueSid' in routing).toBe('queueSid' in expected);
    expect(routing.attributes).toEqual({ orderNumber: '77' });
  });
});

describe('the task of an Invite takes over the attributes of the task before', () => {
  it.each([
    [
      'but not what Flex and this project wrote',
      {
        orderNumber: '77',
        channelType: 'sms',
        requestKey: 'key',
        conversations: { direction: 'Inbound', conversation_attribute_1: 'gold' },
      },
      { orderNumber: '77', conversations: { conversation_attribute_1: 'gold' } },
    ],
    ['with a text that somebody called conversations', { conversations: 'two' }, { conversations: 'two' }],
    ['with conversations of null', { conversations: null }, { conversations: null }],
  ])('%s', (_, attributes, carried) => {
    expect(carriedAttributes(attributes)).toEqual(carried);
  });
});

describe('the task of an outreach', () => {
  it('goes to the agent, as the entry of the sender says', () => {
    const entry = {
      workflowSid: OTHER_WORKFLOW,
      taskChannel: 'voice',
      priority: 3,
      timeoutSeconds: 60,
      attributes: { team: 'vip', name: 'entry' },
    };
    const about = { channelType: 'sms', entry, workerSid: WORKER };
    expect(
      outboundRouting(about, { name: 'Ella' }, settings({ OUTBOUND_QUEUE_SID: OUTBOUND })),
    ).toMatchObject({
      workflowSid: OTHER_WORKFLOW,
      queueSid: OUTBOUND,
      workerSid: WORKER,
      taskChannel: 'voice',
      priority: 3,
      timeoutSeconds: 60,
      attributes: { team: 'vip', name: 'Ella' },
    });
  });

  it.each([
    ['sms', 'sms'],
    ['whatsapp', 'chat'],
  ])('by %s takes the task channel %s if the entry names none', (channelType, taskChannel) => {
    const about = { channelType, entry: {}, workerSid: WORKER };
    const routing = outboundRouting(about, {}, settings({ OUTBOUND_QUEUE_SID: OUTBOUND }));
    expect(routing).toMatchObject({ workflowSid: WORKFLOW, taskChannel });
  });

  it('cannot be made without a queue, which is a wrong setting that is named', () => {
    const about = { channelType: 'sms', entry: {}, workerSid: WORKER };
    expect(() => outboundRouting(about, {}, settings())).toThrow('OUTBOUND_QUEUE_SID is missing');
  });
});

describe('the attributes of the task of a customer', () => {
  const customer = { channelType: 'sms', hasCompany: false };

  it('tell their name, address and ours', () => {
    const entry = { attributes: { team: 'vip' } };
    const known = { ...customer, entry, address: '+12025550143', businessAddress: '+14155550111' };
    expect(taskAttributes({ ...known, name: 'Ella' })).toEqual({
      team: 'vip',
      customerAddress: '+12025550143',
      from: 'Ella',
      customerName: 'Ella',
      businessAddress: '+14155550111',
    });
    expect(taskAttributes(known)).toMatchObject({ from: '+12025550143', customerName: '+12025550143' });
  });

  it('tell nothing that is not known, beside what the entry says', () => {
    const attributes = {
      customerAddress: 'by web chat',
      from: 'Somebody',
      customerName: 'A visitor',
      businessAddress: 'shop.example.com',
    };
    expect(taskAttributes({ ...customer, entry: {} })).toEqual({});
    expect(taskAttributes({ ...customer, entry: { attributes } })).toEqual(attributes);
  });
});
