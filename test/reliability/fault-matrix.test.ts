import { CLOSING_SCENARIOS } from './closing-scenarios';
import { describeMatrix } from './describe-matrix';
import { NET_SCENARIOS } from './net-scenarios';
import { ORPHAN_SCENARIOS } from './orphan-scenarios';
import { RETURNING_SCENARIOS } from './returning-scenarios';
import { INBOUND_SCENARIOS } from './scenarios';

describeMatrix('a customer has exactly one Interaction in the end, and never two', INBOUND_SCENARIOS);
describeMatrix(
  'a customer who writes again has exactly one Interaction in the end, and never two',
  RETURNING_SCENARIOS,
);
describeMatrix('a Conversation that ended leaves nobody waiting, and its record closes', CLOSING_SCENARIOS);
describeMatrix('the nets catch what the webhooks let through, once', NET_SCENARIOS);
describeMatrix(
  'an orphan is attended to, closed by policy, or given up with an alert, once',
  ORPHAN_SCENARIOS,
);
