import { gunzipSync, gzipSync } from 'node:zlib';
import {
  type AttributeValue,
  BatchGetItemCommand,
  ConditionalCheckFailedException,
  type DynamoDBClient,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb';
import { config, failed, messageOf, ok, type Result, reject, retry } from '../errors.ts';
import type { Memory, Remembered } from '../ports.ts';
import { failureOf } from './failures.ts';

type Item = Record<string, AttributeValue>;

/**
 * Memory as items `memory#<key>`: `state` (text, or gzip where that is smaller), `version`, and `expires` for TTL. The
 * version is the only lock: a write that finds another one is refused, and its caller reads and adds again. A write that
 * was done but whose answer was lost is refused when the SDK repeats it; adding again changes nothing then.
 *
 * TTL deletes up to days late, and an item that has expired is read until then. That does no harm: a state judges by the
 * event times in it, and what it would have forgotten is forgotten when it is read.
 */
export function dynamoMemory(client: DynamoDBClient, table: string): Memory {
  /** At most 100 different keys. */
  const readBatch = async (keys: readonly string[]): Promise<Result<readonly Item[]>> => {
    const items: Item[] = [];
    let pending: Item[] = keys.map((key) => ({ pk: { S: PREFIX + key } }));
    for (let round = 0; round < ROUNDS; round++) {
      try {
        const { Responses, UnprocessedKeys } = await client.send(
          new BatchGetItemCommand({ RequestItems: { [table]: { Keys: pending, ConsistentRead: true } } }),
        );
        items.push(...(Responses?.[table] ?? []));
        pending = UnprocessedKeys?.[table]?.Keys ?? [];
      } catch (thrown) {
        return failed(failureOf('dynamodb:BatchGetItem', thrown));
      }
      if (pending.length === 0) return ok(items);
    }
    return failed(
      retry('memory-throttled', `dynamodb:BatchGetItem left out ${pending.length} keys of ${table} ${ROUNDS} times`),
    );
  };

  return {
    async read(keys) {
      const found = new Map<string, Remembered>();
      const wanted = [...new Set(keys)];
      for (let start = 0; start < wanted.length; start += KEYS_AT_ONCE) {
        const items = await readBatch(wanted.slice(start, start + KEYS_AT_ONCE));
        if (!items.ok) return items;
        for (const item of items.value) {
          const remembered = rememberedIn(item);
          if (!remembered.ok) return remembered;
          found.set((item['pk']?.S ?? '').slice(PREFIX.length), remembered.value);
        }
      }
      return ok(found);
    },

    async write({ key, state, version, expires }) {
      const stored = storedAs(state);
      const bytes = 'B' in stored ? stored.B.length : Buffer.byteLength(stored.S);
      if (bytes > LARGEST_STATE) {
        return failed(
          reject(
            'memory-too-large',
            `the state of ${key} is ${bytes} bytes compressed; DynamoDB takes ${LARGEST_STATE}`,
          ),
        );
      }
      try {
        await client.send(
          new PutItemCommand({
            TableName: table,
            Item: {
              pk: { S: PREFIX + key },
              state: stored,
              version: { N: String(version + 1) },
              expires: { N: String(Math.floor(expires / 1000)) },
            },
            ...(version === 0 ? UNWRITTEN : unchangedSince(version)),
          }),
        );
        return ok(true);
      } catch (thrown) {
        return thrown instanceof ConditionalCheckFailedException
          ? ok(false)
          : failed(failureOf('dynamodb:PutItem', thrown));
      }
    },
  };
}

const PREFIX = 'memory#';

/** What BatchGetItem takes. */
const KEYS_AT_ONCE = 100;

/** An answer holds 16 MB, so three hold a hundred of the largest items. More than this is throttling: the queue waits. */
const ROUNDS = 5;

/** An item is at most 400 KB with its names and its key, and a key is at most 2 KB. */
const LARGEST_STATE = 397 * 1024;

/** A write costs a unit for each KB begun: what is smaller cannot become cheaper. */
const COMPRESSED_FROM = 1024;

const UNWRITTEN = { ConditionExpression: 'attribute_not_exists(pk)' };

const unchangedSince = (version: number) => ({
  ConditionExpression: '#version = :seen',
  ExpressionAttributeNames: { '#version': 'version' },
  ExpressionAttributeValues: { ':seen': { N: String(version) } },
});

function storedAs(state: string): AttributeValue.SMember | AttributeValue.BMember {
  return Buffer.byteLength(state) < COMPRESSED_FROM ? { S: state } : { B: gzipSync(state) };
}

function rememberedIn(item: Item): Result<Remembered> {
  const { pk, state, version } = item;
  try {
    const text = state?.B === undefined ? (state?.S ?? '') : gunzipSync(state.B).toString();
    return ok({ state: text, version: Number(version?.N ?? 0) });
  } catch (thrown) {
    return failed(
      config('memory-damaged', `${pk?.S}: ${messageOf(thrown)}. Delete the item; its group then begins anew.`),
    );
  }
}
