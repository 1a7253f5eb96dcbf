import { callOf } from '../../bench/faults/call.ts';

const ID = '0123456789abcdef'.repeat(4);
const dynamo = (operation: string, key: object) =>
  callOf('dynamodb', `DynamoDB_20120810.${operation}`, '/', JSON.stringify(key));
const pk = (text: string) => ({ pk: { S: text } });
const form = (fields: Record<string, string>) => callOf('sns', '', '/', new URLSearchParams(fields).toString());

test.each([
  [dynamo('PutItem', { Item: pk(`claim#${ID}#sns`) }), 'claim sns', ID],
  [dynamo('UpdateItem', { Key: pk(`claim#${ID}#text`) }), 'settle text', ID],
  [dynamo('DeleteItem', { Key: pk(`claim#${ID}#slack`) }), 'release slack', ID],
  [
    dynamo('UpdateItem', { Key: pk('quiet#x'), ExpressionAttributeValues: { ':id': { S: ID } } }),
    'ask quiet window',
    ID,
  ],
  [dynamo('BatchGetItem', {}), 'read memory', ''],
  [form({ TopicArn: 'arn:alerts', Message: `{"id":"${ID}"}` }), 'send sns', ID],
  [form({ TopicArn: 'arn:alerts-text', Message: `Who    alice\nAlert  ${ID}\n` }), 'send text', ID],
  // Neither the account nor the event in the link is an alert.
  [
    callOf('slack', '', '/services/x', `{"text":"123456789012 …-4000-8000-00000000000a · alert ${ID.slice(0, 12)}"}`),
    'send slack',
    ID.slice(0, 12),
  ],
  [
    callOf('slack', '', '/services/x', `{"text":"Alerts ${ID.slice(0, 12)}, abcdefabcdef"}`),
    'send slack',
    ID.slice(0, 12),
  ],
])('%j is read from the wire', (call, step, alert) => {
  expect(call).toEqual({ step, alert });
});
