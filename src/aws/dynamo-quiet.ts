import {
  type AttributeValue,
  ConditionalCheckFailedException,
  type DynamoDBClient,
  GetItemCommand,
  UpdateItemCommand,
  type UpdateItemCommandInput,
} from '@aws-sdk/client-dynamodb';
import { failed, ok, type Result, retry } from '../errors.ts';
import type { QuietAnswer, QuietRequest, QuietWindows } from '../ports.ts';
import { failureOf } from './failures.ts';

type Item = Record<string, AttributeValue>;

/**
 * Quiet windows as items `quiet#<dedup key>`:
 *
 * ```
 *  event time ──────[from ─────────── until)──────▶
 *      opens before ◀─┤   counted here    ├─▶ opens anew
 *                 from − quiet
 * ```
 *
 * An alert up to one window before `from` is late news of the same thing, so it is counted as well.
 */
export function dynamoQuietWindows(client: DynamoDBClient, table: string): QuietWindows {
  const update = async (
    key: string,
    input: Omit<UpdateItemCommandInput, 'TableName' | 'Key'>,
  ): Promise<Result<Item | 'no'>> => {
    try {
      const { Attributes } = await client.send(
        new UpdateItemCommand({
          TableName: table,
          Key: { pk: { S: `quiet#${key}` } },
          ReturnValues: 'ALL_NEW',
          ...input,
        }),
      );
      return ok(Attributes ?? {});
    } catch (thrown) {
      return thrown instanceof ConditionalCheckFailedException
        ? ok('no')
        : failed(failureOf('dynamodb:UpdateItem', thrown));
    }
  };

  const find = async (key: string): Promise<Result<Item>> => {
    try {
      const { Item = {} } = await client.send(
        new GetItemCommand({ TableName: table, Key: { pk: { S: `quiet#${key}` } }, ConsistentRead: true }),
      );
      return ok(Item);
    } catch (thrown) {
      return failed(failureOf('dynamodb:GetItem', thrown));
    }
  };

  return {
    async ask(request) {
      const opened = await update(request.key, opening(request));
      if (!opened.ok) return opened;
      if (opened.value !== 'no') return ok(spoken(opened.value));
      const counted = await update(request.key, counting(request));
      if (!counted.ok) return counted;
      if (counted.value !== 'no') return ok(silent(counted.value));
      // Either this very alert opened the window in an earlier try, or the item expired in between.
      const found = await find(request.key);
      if (!found.ok) return found;
      return found.value['holder']?.S === request.alertId
        ? ok(spoken(found.value))
        : failed(retry('window-vanished', `the quiet window of ${request.key} expired while it was asked for`));
    },

    async watch(key, holder) {
      const watched = await update(key, {
        UpdateExpression: 'SET watched = :yes',
        ...ofHolder(holder, { ':yes': { BOOL: true } }),
      });
      return watched.ok ? ok(undefined) : watched;
    },

    async sumUp(key, holder) {
      const summed = await update(key, { UpdateExpression: 'SET summedUp = silenced', ...ofHolder(holder) });
      if (!summed.ok) return summed;
      return ok(summed.value === 'no' ? 0 : Number(summed.value['silenced']?.N ?? 0));
    },
  };
}

const opening = ({
  alertId,
  at,
  quietMs,
  expires,
}: QuietRequest): Omit<UpdateItemCommandInput, 'TableName' | 'Key'> => ({
  // The right-hand sides see the item as it was: what the window before this one counted moves to `before…`.
  UpdateExpression:
    'SET #holder = :id, #from = :at, #until = :until, #expires = :expires, #silenced = :zero, summedUp = :zero, ' +
    '#beforeCount = if_not_exists(#silenced, :zero) - if_not_exists(summedUp, :zero), ' +
    '#beforeFrom = if_not_exists(#from, :at) REMOVE watched',
  ConditionExpression: 'attribute_not_exists(pk) OR #until <= :at OR #from > :reach',
  ExpressionAttributeNames: {
    ...NAMES,
    '#until': 'until',
    '#expires': 'expires',
    '#beforeCount': 'beforeCount',
    '#beforeFrom': 'beforeFrom',
  },
  ExpressionAttributeValues: {
    ':id': { S: alertId },
    ':at': { N: String(at) },
    ':until': { N: String(at + quietMs) },
    ':reach': { N: String(at + quietMs) },
    ':expires': { N: String(Math.floor(expires / 1000)) },
    ':zero': { N: '0' },
  },
});

const counting = ({ alertId }: QuietRequest): Omit<UpdateItemCommandInput, 'TableName' | 'Key'> => ({
  UpdateExpression: 'ADD #silenced :one',
  ConditionExpression: 'attribute_exists(pk) AND #holder <> :id',
  ExpressionAttributeNames: { '#holder': 'holder', '#silenced': 'silenced' },
  ExpressionAttributeValues: { ':one': { N: '1' }, ':id': { S: alertId } },
});

/** Where a later alert has opened a window anew, nothing is changed. */
const ofHolder = (holder: string, values: Item = {}) => ({
  ConditionExpression: 'attribute_exists(pk) AND #holder = :id',
  ExpressionAttributeNames: { '#holder': 'holder' },
  ExpressionAttributeValues: { ':id': { S: holder }, ...values },
});

const NAMES = { '#holder': 'holder', '#from': 'from', '#silenced': 'silenced' };

const spoken = (item: Item): QuietAnswer => ({
  speak: true,
  before: { count: Number(item['beforeCount']?.N ?? 0), from: Number(item['beforeFrom']?.N ?? 0) },
});

const silent = (item: Item): QuietAnswer => ({
  speak: false,
  count: Number(item['silenced']?.N ?? 0),
  holder: item['holder']?.S ?? '',
  from: Number(item['from']?.N ?? 0),
  watched: item['watched']?.BOOL ?? false,
});
