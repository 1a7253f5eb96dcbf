import {
  ConditionalCheckFailedException,
  type DynamoDBClient,
  GetItemCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { failed, ok, type Result, retry } from '../errors.ts';
import type { Pace } from '../ports.ts';
import { failureOf } from './failures.ts';

/** Workers on one channel are two or three; who loses so often tries again with its message. */
const MAX_ATTEMPTS = 10;
/** An item whose time is over says nothing any more. */
const KEEP_MS = 24 * 60 * 60 * 1000;

/**
 * The pace of channels as items `pace#<channel>`: `nextSlot`, when the next slot begins, and `pausedUntil`, which the other
 * side asked for. It is a token bucket that holds one token: taking a slot moves `nextSlot` on by the interval, if nobody
 * has moved it in between. A worker that dies leaves nothing behind but a slot that nobody used.
 */
export function dynamoPace(client: DynamoDBClient, table: string): Pace {
  const keyed = (key: string) => ({ TableName: table, Key: { pk: { S: `pace#${key}` } } });

  const find = async (key: string): Promise<Result<Known | undefined>> => {
    try {
      const { Item } = await client.send(new GetItemCommand({ ...keyed(key), ConsistentRead: true }));
      return ok(Item && { nextSlot: Number(Item['nextSlot']?.N ?? 0), paused: Number(Item['pausedUntil']?.N ?? 0) });
    } catch (thrown) {
      return failed(failureOf('dynamodb:GetItem', thrown));
    }
  };

  /** False where the condition did not hold. */
  const set = async (
    key: string,
    names: readonly string[],
    to: number,
    condition: Condition,
  ): Promise<Result<boolean>> => {
    try {
      await client.send(
        new UpdateItemCommand({
          ...keyed(key),
          UpdateExpression: `SET ${names.map((name) => `${name} = :to`).join(', ')}, expires = :expires`,
          ConditionExpression: condition.holds,
          ExpressionAttributeValues: {
            ':to': { N: String(to) },
            ':expires': { N: String(Math.ceil((to + KEEP_MS) / 1000)) },
            ...(condition.seen === undefined ? {} : { ':seen': { N: String(condition.seen) } }),
          },
        }),
      );
      return ok(true);
    } catch (thrown) {
      return thrown instanceof ConditionalCheckFailedException
        ? ok(false)
        : failed(failureOf('dynamodb:UpdateItem', thrown));
    }
  };

  return {
    async take({ key, now, intervalMs, latest }) {
      for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
        const known = await find(key);
        if (!known.ok) return known;
        const at = Math.max(known.value?.nextSlot ?? 0, now);
        if (at > latest) return ok({ taken: false, at });
        const unchanged =
          known.value === undefined ? UNWRITTEN : { holds: 'nextSlot = :seen', seen: known.value.nextSlot };
        const taken = await set(key, ['nextSlot'], at + intervalMs, unchanged);
        if (!taken.ok) return taken;
        if (taken.value) return ok({ taken: true, at });
      }
      return failed(retry('contention', `${key}: ${MAX_ATTEMPTS} times somebody else took the slot`));
    },

    async pause(key, until) {
      const both = await set(key, ['nextSlot', 'pausedUntil'], until, {
        holds: 'attribute_not_exists(pk) OR nextSlot < :to',
      });
      if (!both.ok) return both;
      if (both.value) return ok(undefined);
      // Slots were taken beyond it. Where this condition does not hold either, a longer pause is known already.
      const paused = await set(key, ['pausedUntil'], until, {
        holds: 'attribute_not_exists(pausedUntil) OR pausedUntil < :to',
      });
      return paused.ok ? ok(undefined) : paused;
    },

    async pausedUntil(key) {
      const known = await find(key);
      return known.ok ? ok(known.value?.paused ?? 0) : known;
    },
  };
}

interface Known {
  readonly nextSlot: number;
  readonly paused: number;
}

interface Condition {
  readonly holds: string;
  readonly seen?: number;
}

const UNWRITTEN: Condition = { holds: 'attribute_not_exists(pk)' };
