import { GetObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { failed, ok, retry } from '../errors.ts';
import type { ObjectStore } from '../ports.ts';
import { failureOf } from './failures.ts';

/** Objects of S3. With `owner` set, a bucket of the same name in another account is refused. */
export const s3Objects = (client: S3Client, owner?: string): ObjectStore => ({
  async read({ bucket, key, versionId }) {
    try {
      const { Body } = await client.send(
        new GetObjectCommand({
          Bucket: bucket,
          Key: key,
          ...(versionId === undefined ? {} : { VersionId: versionId }),
          ...(owner === undefined ? {} : { ExpectedBucketOwner: owner }),
        }),
      );
      if (Body === undefined) return failed(retry('no-body', `s3:GetObject ${bucket}/${key}: no body`));
      // In Node the body is a Readable, which is what the SDK's type says only for a browser-less build.
      return ok(Body as unknown as AsyncIterable<Uint8Array>);
    } catch (thrown) {
      return failed(failureOf('s3:GetObject', thrown));
    }
  },
});
