import type { ClockPorts } from '../../ingest/look-at-clock.ts';
import type { Telemetry } from '../telemetry.ts';
import type { Environment } from './settings.ts';
import { readRules, tellingPorts } from './tell.ts';

export const clockPorts = (env: Environment, telemetry: Telemetry): ClockPorts =>
  tellingPorts(env, telemetry, readRules(env));
