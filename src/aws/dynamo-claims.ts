import {
  type AttributeValue,
  ConditionalCheckFailedException,
  DeleteItemCommand,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { failed, ok, type Result, retry } from '../errors.ts';
import type { ClaimState, Claims, Settlement } from '../ports.ts';
import { failureOf } from './failures.ts';

type Item = Record<string, AttributeValue>;

/**
 * Claims as items `claim#<alert>#<destination>`. The conditional put is the only lock. TTL deletes up to two days late
 * (DynamoDB guide), so a condition also asks whether an item has expired.
 */
export function dynamoClaims(client: DynamoDBClient, table: string): Claims {
  const keyed = (key: string) => ({ TableName: table, Key: { pk: { S: `claim#${key}` } } });

  const find = async (key: string): Promise<Result<ClaimState | 'unknown'>> => {
    try {
      const { Item } = await client.send(new GetItemCommand({ ...keyed(key), ConsistentRead: true }));
      return ok(Item === undefined ? 'unknown' : stateOf(Item));
    } catch (thrown) {
      return failed(failureOf('dynamodb:GetItem', thrown));
    }
  };

  return {
    find,

    async claim({ key, owner, now, leaseUntil, expires }) {
      try {
        await client.send(
          new PutItemCommand({
            TableName: table,
            Item: {
              pk: { S: `claim#${key}` },
              state: { S: 'claimed' },
              owner: { S: owner },
              lease: { N: String(leaseUntil) },
              expires: { N: String(seconds(expires)) },
            },
            // The SDK repeats a put whose answer was lost: what is found then is our own claim, and no reason to wait for it.
            ConditionExpression:
              'attribute_not_exists(pk) OR #expires < :nowSeconds OR ' +
              '(#state = :claimed AND (#lease < :now OR #owner = :owner))',
            ExpressionAttributeNames: {
              '#expires': 'expires',
              '#state': 'state',
              '#lease': 'lease',
              '#owner': 'owner',
            },
            ExpressionAttributeValues: {
              ':nowSeconds': { N: String(seconds(now)) },
              ':now': { N: String(now) },
              ':owner': { S: owner },
              ':claimed': { S: 'claimed' },
            },
          }),
        );
        return ok('mine');
      } catch (thrown) {
        if (!(thrown instanceof ConditionalCheckFailedException)) return failed(failureOf('dynamodb:PutItem', thrown));
      }
      // The old item could come with the refusal, but not every server sends it; a consistent read works on all.
      const found = await find(key);
      if (!found.ok) return found;
      return found.value === 'unknown'
        ? failed(retry('claim-vanished', `${key} was released while it was asked for`))
        : ok(found.value);
    },

    async settle(key, owner, settlement) {
      const { names, values, assignments } = settled(settlement);
      return conditionally(() =>
        client.send(
          new UpdateItemCommand({
            ...keyed(key),
            UpdateExpression: `SET #state = :state${assignments} REMOVE #lease`,
            ConditionExpression: OURS,
            ExpressionAttributeNames: { '#state': 'state', '#owner': 'owner', '#lease': 'lease', ...names },
            ExpressionAttributeValues: {
              ':state': { S: settlement.state },
              ':owner': { S: owner },
              ':claimed': { S: 'claimed' },
              ...values,
            },
          }),
        ),
      );
    },

    async release(key, owner) {
      const released = await conditionally(() =>
        client.send(
          new DeleteItemCommand({
            ...keyed(key),
            ConditionExpression: OURS,
            ExpressionAttributeNames: { '#state': 'state', '#owner': 'owner' },
            ExpressionAttributeValues: { ':owner': { S: owner }, ':claimed': { S: 'claimed' } },
          }),
        ),
      );
      return released.ok ? ok(undefined) : released;
    },
  };
}

const OURS = '#owner = :owner AND #state = :claimed';

const seconds = (milliseconds: number): number => Math.floor(milliseconds / 1000);

/** False when the condition did not hold: the claim is somebody else's by now. */
async function conditionally(write: () => Promise<unknown>): Promise<Result<boolean>> {
  try {
    await write();
    return ok(true);
  } catch (thrown) {
    return thrown instanceof ConditionalCheckFailedException ? ok(false) : failed(failureOf('dynamodb:write', thrown));
  }
}

function settled(settlement: Settlement): { names: Record<string, string>; values: Item; assignments: string } {
  switch (settlement.state) {
    case 'sent':
      return {
        names: { '#receipt': 'receipt' },
        values: { ':receipt': { S: settlement.receipt } },
        assignments: ', #receipt = :receipt',
      };
    case 'dead':
      return {
        names: { '#reason': 'reason' },
        values: { ':reason': { S: settlement.reason } },
        assignments: ', #reason = :reason',
      };
    case 'silenced':
      return { names: {}, values: {}, assignments: '' };
    default:
      return settlement satisfies never;
  }
}

function stateOf(item: Item): ClaimState {
  switch (item['state']?.S) {
    case 'sent':
      return { state: 'sent', receipt: item['receipt']?.S ?? '' };
    case 'silenced':
      return { state: 'silenced' };
    case 'dead':
      return { state: 'dead', reason: item['reason']?.S ?? '' };
    default:
      return { state: 'claimed', owner: item['owner']?.S ?? '', leaseUntil: Number(item['lease']?.N ?? 0) };
  }
}
