import { EmbeddedTwilio } from '../../simulator/embedded-twilio';
import { callRest } from './rest-caller';

describe('a page of a list', () => {
  it.each(['PageSize=0', 'PageSize=1001', 'Page=-1', 'PageToken=PTnone'])(
    'is refused by %s',
    async (query) => {
      const twilio = new EmbeddedTwilio({ seed: 'pages' });
      const list = 'GET https://conversations.twilio.com/v1/Conversations';
      expect((await callRest(twilio, `${list}?PageSize=1`)).status).toBe(200);
      expect((await callRest(twilio, `${list}?${query}`)).status).toBe(400);
    },
  );

  it('is found by its token alone', async () => {
    const twilio = new EmbeddedTwilio({ seed: 'pages' });
    const list = 'https://conversations.twilio.com/v1/Conversations';
    for (const name of ['One', 'Two'])
      await callRest(twilio, `POST ${list}`, { form: { FriendlyName: name } });
    const { body } = await callRest(twilio, `GET ${list}?PageSize=1&PageToken=PT1`);
    expect(body).toMatchObject({ meta: { page: 1 } });
    expect(body?.conversations).toHaveLength(1);
  });
});
