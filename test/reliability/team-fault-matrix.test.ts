import { describeMatrix } from './describe-matrix';
import { TEAM_SCENARIOS } from './team-scenarios';

describeMatrix(
  'a customer whose agents work together is never left alone, and nobody is invited twice',
  TEAM_SCENARIOS,
);
