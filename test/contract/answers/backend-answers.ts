import { BUSINESS_NUMBER, CUSTOMER_NUMBER, Deployment } from '../../support/deployment';
import type { Scenario, Scenarios } from './scenario';
import { whileTwilioIsAway } from './scenario';

const HEALTH = '/backend/health';
const INTERACTIONS = '/backend/interactions';
const SWEEP = '/backend/sweep';

const FORM = {
  channel: { type: 'sms', participants: [{ address: CUSTOMER_NUMBER, proxyAddress: BUSINESS_NUMBER }] },
  requestId: 'form-1',
};

const called =
  (url: string, parameters: object = {}): Scenario =>
  () =>
    new Deployment().callBackend(url, parameters);

const calledTwice =
  (url: string, first: object, second: object): Scenario =>
  async () => {
    const deployment = new Deployment();
    await deployment.callBackend(url, first);
    await deployment.settle();
    return deployment.callBackend(url, second);
  };

const misconfigured =
  (url: string): Scenario =>
  () =>
    new Deployment({ settings: { TASKROUTER_WORKSPACE_SID: 'nonsense' } }).callBackend(url);

const notLetIn = (url: string): Scenarios => ({
  token_missing: () => new Deployment().call(url, {}),
  token_invalid: () => new Deployment().callBackend(url, {}, 'wrong'),
});

const ofCommand = (url: string, parameters: object): Scenarios => ({
  ...notLetIn(url),
  invalid_request: called(url, { ...parameters, requestId: 'no spaces please' }),
  internal_error: misconfigured(url),
  upstream_unavailable: () => {
    const deployment = new Deployment();
    return whileTwilioIsAway(deployment, () => deployment.callBackend(url, parameters));
  },
});

/** By URL. */
export const BACKEND_SCENARIOS: Readonly<Record<string, Scenarios>> = {
  [INTERACTIONS]: {
    ...ofCommand(INTERACTIONS, FORM),
    201: called(INTERACTIONS, FORM),
    conversation_already_open: calledTwice(INTERACTIONS, FORM, { ...FORM, requestId: 'form-2' }),
    request_id_reused: calledTwice(INTERACTIONS, FORM, { ...FORM, routing: { priority: 1 } }),
  },
  [SWEEP]: { ...ofCommand(SWEEP, {}), 200: called(SWEEP) },
  [HEALTH]: {
    ...notLetIn(HEALTH),
    200: called(HEALTH),
    503: misconfigured(HEALTH),
    internal_error: () => {
      const deployment = new Deployment();
      const broken = {
        ...deployment.platform(),
        openAsset: () => {
          throw new TypeError('the runtime is broken');
        },
      };
      const request = { headers: { authorization: `Bearer ${deployment.context.BACKEND_API_KEY ?? ''}` } };
      return deployment.call(HEALTH, { request }, broken);
    },
  },
};
