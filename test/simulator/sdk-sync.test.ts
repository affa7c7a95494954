import { EmbeddedTwilio } from '../../simulator/embedded-twilio';
import { ManualClock } from '../../simulator/kernel/clock';
import { operationsDriven, operationsOffered, sdkClientOf } from './sdk-client';

const EVERYTHING_IS_SIMULATED = /^$/;
const HOUR_SECONDS = 3_600;

function connect() {
  const clock = new ManualClock();
  const embedded = new EmbeddedTwilio({ clock, seed: 'sdk' });
  const { services } = sdkClientOf(embedded).sync.v1;
  return { clock, embedded, services, documents: services('default').documents };
}

describe('the SDK on Sync', () => {
  it('drives every operation that the embedded Twilio offers', async () => {
    const { embedded, services } = connect();
    const service = await services.create({ friendlyName: 'Records', aclEnabled: true });
    expect(service).toMatchObject({ friendlyName: 'Records', aclEnabled: true });
    expect((await services(service.sid).update({ friendlyName: 'Ours' })).aclEnabled).toBe(true);
    expect((await services(service.sid).fetch()).dateCreated).toBeInstanceOf(Date);
    expect((await services.list()).map(({ friendlyName }) => friendlyName)).toEqual([
      'Default Service',
      'Ours',
    ]);

    const { documents } = services(service.sid);
    const created = await documents.create({ uniqueName: 'one', data: { step: 1 }, ttl: HOUR_SECONDS });
    expect(created).toMatchObject({
      uniqueName: 'one',
      data: { step: 1 },
      revision: '0',
      dateExpires: new Date('2026-01-05T10:00:00Z'),
    });
    expect((await documents('one').update({ data: { step: 2 } })).revision).toBe('1');
    expect((await documents(created.sid).fetch()).data).toEqual({ step: 2 });
    expect((await documents.list()).map(({ uniqueName }) => uniqueName)).toEqual(['one']);
    expect(await documents('one').remove()).toBe(true);
    expect(await services(service.sid).remove()).toBe(true);
    expect(operationsDriven(embedded, 'sync_v1')).toEqual(
      operationsOffered('sync_v1', EVERYTHING_IS_SIMULATED),
    );
  });

  it('changes a Document only if it still has the revision in If-Match', async () => {
    const { documents } = connect();
    await documents.create({ uniqueName: 'claim', data: { by: 'nobody' } });
    const first = await documents('claim').update({ ifMatch: '0', data: { by: 'first' } });
    await expect(documents('claim').update({ ifMatch: '0', data: { by: 'second' } })).rejects.toMatchObject({
      status: 412,
      code: 54103,
    });
    expect((await documents('claim').fetch()).data).toEqual({ by: 'first' });
    const again = await documents('claim').update({ ifMatch: first.revision, data: { by: 'third' } });
    expect(again.revision).not.toBe(first.revision);
  });

  it('refuses a second Document of the same name, and takes the name again once the first is gone', async () => {
    const { documents } = connect();
    await documents.create({ uniqueName: 'claim', data: {} });
    await expect(documents.create({ uniqueName: 'claim', data: {} })).rejects.toMatchObject({
      status: 409,
      code: 54301,
    });
    await documents('claim').remove();
    await expect(documents.create({ uniqueName: 'claim', data: {} })).resolves.toMatchObject({
      revision: '0',
    });
  });

  it('of many who create the same Document at once, one succeeds', async () => {
    const { documents } = connect();
    const tries = await Promise.allSettled(
      Array.from({ length: 20 }, (_, index) => documents.create({ uniqueName: 'claim', data: { index } })),
    );
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  it('keeps an expired Document a while longer, as Twilio does', async () => {
    const { clock, documents } = connect();
    await documents.create({ uniqueName: 'claim', data: {}, ttl: 60 });
    await clock.advance(61_000);
    expect((await documents('claim').fetch()).dateExpires).toEqual(new Date('2026-01-05T09:01:00Z'));
    await clock.advance(60_000);
    await expect(documents('claim').fetch()).rejects.toMatchObject({ status: 404 });
  });

  it('counts a time to live from the update that sets it, and not from others', async () => {
    const { clock, documents } = connect();
    await documents.create({ uniqueName: 'a', data: {}, ttl: 60 });
    await documents.create({ uniqueName: 'b', data: {}, ttl: 60 });
    await clock.advance(50_000);
    await documents('a').update({ data: { n: 1 } });
    await documents('b').update({ data: { n: 1 }, ttl: 60 });
    await clock.advance(55_000);
    await expect(documents('a').fetch()).rejects.toMatchObject({ status: 404 });
    await expect(documents('b').fetch()).resolves.toMatchObject({ data: { n: 1 } });
  });

  it.each([
    ['more than 16 KiB', { data: { text: 'x'.repeat(16 * 1024) } }, { status: 413, code: 54006 }],
    ['a time to live of more than a year', { ttl: 31_536_001 }, { status: 400, code: 54011 }],
    ['a name of more than 320 characters', { uniqueName: 'x'.repeat(321) }, { status: 400 }],
    ['a list in place of an object', { data: [1] }, { status: 400 }],
  ])('refuses %s', async (_, given, error) => {
    await expect(connect().documents.create(given)).rejects.toMatchObject(error);
  });
});
