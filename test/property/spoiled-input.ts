import fc from 'fast-check';

/** A SID of a form that passes. */
export const sid = (prefix: string) => `${prefix}${'a1'.repeat(16)}`;

/** Almost a SID, with something behind it that would change a path. */
const nearlySid = fc
  .tuple(
    fc.constantFrom('CH', 'IS', 'IM', 'MB', 'WH', 'WT', 'WQ', 'WK', 'KD', 'UO'),
    fc.constantFrom('/Messages', '/../../Services', '?State=closed', '%2F..', '#', ' ', '\n', '0'),
  )
  .map(([prefix, behind]) => `${sid(prefix)}${behind}`);

/** Values that no parameter expects. */
export const spoiled = fc.oneof(
  nearlySid,
  fc.constantFrom(
    '',
    'null',
    '__proto__',
    '../../Accounts',
    `${sid('CH')}/Messages`,
    sid('CH').toUpperCase(),
    'x'.repeat(1_000_000),
    '{"a":',
    '[]',
    '\u0000',
    '+',
    'whatsapp:',
    '99999999999999999999',
  ),
  fc.string({ unit: 'binary' }),
  fc.integer(),
  fc.boolean(),
  fc.constant(null),
  fc.array(fc.string(), { maxLength: 3 }),
  fc.dictionary(fc.string(), fc.string(), { maxKeys: 3 }),
  fc.constant(JSON.parse('{"__proto__":{"polluted":true}}') as object),
);

/** Parameters that nobody asked for, names of the runtime's own among them. */
export const extras = fc.dictionary(
  fc.constantFrom('request', 'TokenResult', 'Token', 'constructor', 'toString', 'AccountSid', 'extra'),
  spoiled,
  { maxKeys: 3 },
);

/** What may stand in the path of a REST call: nothing but checked SIDs and names of our own. */
export const CLEAN_PATH =
  /^(\/(v1|Services|default|Documents|Conversations|Participants|Interactions|Channels|Invites|Workspaces|Tasks|Messages|Webhooks|Accounts|Tokens|validate|(interaction|parked)-CH[0-9a-fA-F]{32}|(invites|departure)-UO[0-9a-fA-F]{32}|[A-Z]{2}[0-9a-fA-F]{32}))+$/;
