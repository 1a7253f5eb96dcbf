import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { startDynamo } from '../../src/local/dynamo-server.ts';

/** A real DynamoDB server with one table, for one test file. */
export async function startTable(): Promise<{ client: DynamoDBClient; table: string; stop(): Promise<void> }> {
  const server = await startDynamo();
  const client = new DynamoDBClient({
    endpoint: server.url,
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    maxAttempts: 1,
  });
  const table = 'trailhound';
  await client.send(
    new CreateTableCommand({
      TableName: table,
      KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
      AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
      BillingMode: 'PAY_PER_REQUEST',
    }),
  );
  return {
    client,
    table,
    async stop() {
      client.destroy();
      await server.close();
    },
  };
}
