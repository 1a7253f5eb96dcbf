import { AGENT, type Caller, HOME, OFFICE, PRODUCTION, session, through } from './callers.ts';
import { type Day, SECOND } from './chance.ts';
import type { Made, Role, Writer } from './record.ts';

const BUCKET = 'shop-lake';

/** Two people who ask the data lake, and the nightly job that fills it. */
export const analysts: Role = {
  name: 'data analysts',
  *day(day, write) {
    yield* nightly(day, write);
    if (!day.isWorkday) return;
    for (const name of ['rupert', 'sybil']) {
      const where = { address: day.chance(0.5) ? OFFICE : '198.51.100.71', agent: AGENT.browser };
      const path = `/aws-reserved/sso.amazonaws.com/${HOME}/`;
      const by = {
        ...session(day, 'AWSReservedSSO_Analyst_0123456789abcdef', `${name}@example.com`, where, path),
        console: true,
      };
      let at = day.between(8, 10);
      yield write.call(by, at, 'signin:ConsoleLogin', {
        type: 'AwsConsoleSignIn',
        readOnly: false,
        region: 'us-east-1',
        additional: { MFAUsed: 'No', LoginTo: 'https://console.aws.amazon.com/athena', MobileVersion: 'No' },
        response: { ConsoleLogin: 'Success' },
      });
      for (let query = 0; query < day.int(10, 40); query++)
        yield* ask(by, (at += day.int(30, 1200) * SECOND), day, write);
      // Somebody takes the results home to a spreadsheet; one table is not for analysts.
      for (let file = 0; file < day.int(0, 12); file++)
        yield write.call(by, at + file * 20 * SECOND, 's3:GetObject', {
          parameters: { bucketName: `${BUCKET}-results`, key: `${day.uuid('a')}.csv` },
        });
      if (day.chance(0.3))
        yield write.call(through(by, 'athena'), at, 's3:GetObject', {
          parameters: { bucketName: 'shop-payroll', key: '2026/all.parquet' },
          error: 'AccessDenied',
        });
      if (day.chance(0.2)) yield write.call(by, at, 'glue:GetTable', { error: 'AccessDeniedException' });
    }
  },
};

/** One query: the editor looks at the catalogue, waits for the answer, and Athena reads the files for whoever asked. */
function* ask(by: Caller, at: number, day: Day, write: Writer): Iterable<Made> {
  const queryExecutionId = day.uuid('b');
  yield write.call(by, at, 'glue:GetTables', { parameters: { databaseName: 'shop' } });
  yield write.call(by, at, 'lakeformation:GetDataAccess', {
    parameters: { tableArn: `arn:aws:glue:${HOME}:${PRODUCTION}:table/shop/orders` },
  });
  yield write.call(by, at + SECOND, 'athena:StartQueryExecution', {
    parameters: { queryString: 'HIDDEN', workGroup: 'primary' },
    response: { queryExecutionId },
    readOnly: false,
  });
  for (let poll = 0; poll < day.int(2, 12); poll++)
    yield write.call(by, at + (2 + poll) * SECOND, 'athena:GetQueryExecution', { parameters: { queryExecutionId } });
  const athena = through(by, 'athena');
  for (let file = 0; file < day.int(2, 20); file++)
    yield write.call(athena, at + 2 * SECOND, 's3:GetObject', {
      parameters: { bucketName: BUCKET, key: `orders/day=${day.int(1, 365)}/${day.digits(8)}.parquet` },
    });
  yield write.call(athena, at + 4 * SECOND, 's3:PutObject', {
    parameters: { bucketName: `${BUCKET}-results`, key: `${queryExecutionId}.csv` },
    readOnly: false,
  });
  yield write.call(by, at + 5 * SECOND, 'athena:GetQueryResultsStream', { parameters: { queryExecutionId } });
}

/** The job reads yesterday's orders, writes a few hundred files, and clears the ones that it wrote the week before. */
function* nightly(day: Day, write: Writer): Iterable<Made> {
  const by = session(day, 'lake-etl', 'GlueJobRunnerSession', {
    address: '10.0.9.9',
    agent: AGENT.boto,
    endpoint: 'vpce-0123456789abcdef0',
  });
  const from = day.between(2, 3);
  yield write.call(by, from, 'kms:Decrypt');
  yield write.call(by, from, 'secretsmanager:GetSecretValue', { parameters: { secretId: 'shop/warehouse' } });
  for (let file = 0; file < 260; file++) {
    const parameters = { bucketName: BUCKET, key: `orders/day=${day.number}/${day.digits(8)}.parquet` };
    yield write.call(by, from + file * SECOND, file % 3 === 0 ? 's3:PutObject' : 's3:GetObject', {
      parameters,
      readOnly: file % 3 !== 0,
    });
  }
  for (let batch = 0; batch < 30; batch++)
    yield write.call(by, from + (300 + batch) * SECOND, 's3:DeleteObjects', {
      parameters: { bucketName: BUCKET, delete: '' },
      readOnly: false,
    });
  for (let i = 0; i < 10; i++)
    yield write.call(by, from + i * SECOND, 'glue:BatchCreatePartition', {
      parameters: { databaseName: 'shop', tableName: 'orders' },
    });
}
