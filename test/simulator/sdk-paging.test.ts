import { EmbeddedTwilio } from '../../simulator/embedded-twilio';
import { ManualClock } from '../../simulator/kernel/clock';
import { callRest } from './rest-caller';
import { sdkClientOf } from './sdk-client';

const CONVERSATIONS = 'https://conversations.twilio.com/v1/Conversations';

function connect() {
  const clock = new ManualClock();
  const embedded = new EmbeddedTwilio({ clock, seed: 'sdk' });
  return { clock, embedded, client: sdkClientOf(embedded) };
}

describe('a list of several pages', () => {
  async function withSevenMessages() {
    const { embedded, client } = connect();
    const { sid } = await client.conversations.v1.conversations.create();
    const { messages } = client.conversations.v1.conversations(sid);
    for (let index = 0; index < 7; index++) await messages.create({ body: `message ${index}` });
    return { embedded, messages, sid };
  }

  it('is read to its end, page by page', async () => {
    const { embedded, messages } = await withSevenMessages();
    const before = embedded.timeline.entries.length;
    const all = await messages.list({ pageSize: 3 });
    expect(all.map(({ index }) => index)).toEqual([0, 1, 2, 3, 4, 5, 6]);
    expect(embedded.timeline.entries.length - before).toBe(3);
  });

  it('is read no further than its reader wants', async () => {
    const { embedded, messages } = await withSevenMessages();
    const before = embedded.timeline.entries.length;
    expect(await messages.list({ pageSize: 3, limit: 4 })).toHaveLength(4);
    expect(embedded.timeline.entries.length - before).toBe(2);
  });

  it('keeps its filters from page to page, forwards and back', async () => {
    const { messages } = await withSevenMessages();
    const first = await messages.page({ order: 'desc', pageSize: 3 });
    const second = await first.nextPage();
    expect(second?.instances.map(({ index }) => index)).toEqual([3, 2, 1]);
    expect((await second?.nextPage())?.instances.map(({ index }) => index)).toEqual([0]);
    expect((await second?.previousPage())?.instances.map(({ index }) => index)).toEqual([6, 5, 4]);
    expect(first.previousPageUrl).toBeUndefined();
  });

  it('says where it is', async () => {
    const { embedded, sid } = await withSevenMessages();
    const { body } = await callRest(embedded, `GET ${CONVERSATIONS}/${sid}/Messages?PageSize=3&Page=1`);
    const url = `${CONVERSATIONS}/${sid}/Messages?PageSize=3`;
    expect(body?.meta).toEqual({
      page: 1,
      page_size: 3,
      first_page_url: `${url}&Page=0`,
      previous_page_url: `${url}&Page=0`,
      url: `${url}&Page=1&PageToken=PT1`,
      next_page_url: `${url}&Page=2&PageToken=PT2`,
      key: 'messages',
    });
  });

  it('has pages of 50, and of 1000 at most', async () => {
    const { embedded, sid } = await withSevenMessages();
    const { body } = await callRest(embedded, `GET ${CONVERSATIONS}/${sid}/Messages`);
    expect(body?.meta).toMatchObject({ page_size: 50, next_page_url: null });
    expect(await callRest(embedded, `GET ${CONVERSATIONS}/${sid}/Messages?PageSize=1001`)).toMatchObject({
      status: 400,
      body: { code: 20001 },
    });
  });
});
