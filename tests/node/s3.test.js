// @aws-sdk/client-s3 and the presigner: objects in and out, in each of the ways that the SDK addresses and checks them.

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import http from 'node:http';
import { Readable } from 'node:stream';
import { test } from 'node:test';
import {
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  DeleteBucketCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetBucketLocationCommand,
  GetObjectCommand,
  GetObjectTaggingCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListBucketsCommand,
  NoSuchBucket,
  NoSuchKey,
  PutObjectCommand,
  PutObjectTaggingCommand,
  S3Client,
  S3ServiceException,
  UploadPartCommand,
  paginateListObjectsV2,
  waitUntilObjectExists,
} from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { serve } from './endpoint.js';
import { fetchOfPage } from './page.js';
import { every } from './world.js';

const endpoint = await serve();
const s3 = new S3Client();
const Bucket = 'tried-by-node';
await s3.send(new CreateBucketCommand({ Bucket }));

async function text(client, Key, more = {}) {
  const { Body } = await client.send(new GetObjectCommand({ Bucket, Key, ...more }));
  return Body.transformToString();
}

/** Have a client note the headers of each request that it sends. */
function watched(client) {
  const sent = [];
  const note = (next) => (args) => {
    sent.push({ host: args.request.hostname, path: args.request.path, ...args.request.headers });
    return next(args);
  };
  client.middlewareStack.add(note, { step: 'finalizeRequest', priority: 'low', name: 'watch' });
  return sent;
}

// ----------------------------------------------------------------------------------------------------------- objects

test('an object is put, read, headed, tagged, copied and deleted', async () => {
  const Key = 'notes/ä & +.txt';
  const put = await s3.send(
    new PutObjectCommand({ Bucket, Key, Body: 'héllo', ContentType: 'text/plain', Metadata: { by: 'ana' } }),
  );
  assert.equal(put.ETag, `"${createHash('md5').update('héllo').digest('hex')}"`);
  assert.equal(await text(s3, Key), 'héllo');
  assert.equal(await text(s3, Key, { Range: 'bytes=3-' }), 'llo');
  const head = await s3.send(new HeadObjectCommand({ Bucket, Key }));
  assert.deepEqual([head.ContentLength, head.ContentType, head.Metadata], [6, 'text/plain', { by: 'ana' }]);
  assert.ok(Math.abs(Date.now() - head.LastModified) < 60_000);

  const TagSet = [{ Key: 'kind', Value: 'note + more' }];
  await s3.send(new PutObjectTaggingCommand({ Bucket, Key, Tagging: { TagSet } }));
  assert.deepEqual((await s3.send(new GetObjectTaggingCommand({ Bucket, Key }))).TagSet, TagSet);
  const CopySource = `${Bucket}/${encodeURIComponent(Key)}`;
  const copied = await s3.send(new CopyObjectCommand({ Bucket, Key: 'copy', CopySource }));
  assert.equal(copied.CopyObjectResult.ETag, put.ETag);
  assert.equal(await text(s3, 'copy'), 'héllo');
  for (const gone of [Key, 'copy']) await s3.send(new DeleteObjectCommand({ Bucket, Key: gone }));
  await assert.rejects(s3.send(new HeadObjectCommand({ Bucket, Key })), { name: 'NotFound' });
});

test('a list comes page by page, folder by folder', async () => {
  const keys = Array.from({ length: 7 }, (_, i) => `list/${i < 4 ? 'a' : 'b'}/${i} &<.txt`);
  await Promise.all(keys.map((Key) => s3.send(new PutObjectCommand({ Bucket, Key, Body: Key }))));
  const list = (asked) => paginateListObjectsV2({ client: s3, pageSize: 3 }, { Bucket, Prefix: 'list/', ...asked });
  assert.deepEqual(
    (await every(list(), 'Contents')).map((one) => one.Key),
    keys,
  );
  assert.deepEqual(await every(list({ Delimiter: '/' }), 'CommonPrefixes'), [
    { Prefix: 'list/a/' },
    { Prefix: 'list/b/' },
  ]);
  const Objects = keys.map((Key) => ({ Key }));
  const { Deleted, Errors } = await s3.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects } }));
  assert.equal(Deleted.length, 7);
  assert.equal(Errors, undefined);
});

test('an upload in parts becomes one object', async () => {
  const Key = 'large';
  const { UploadId } = await s3.send(new CreateMultipartUploadCommand({ Bucket, Key }));
  const parts = [Buffer.alloc(5 * 1024 * 1024, 'a'), Buffer.from('the end')];
  const sent = await Promise.all(
    parts.map((Body, i) => s3.send(new UploadPartCommand({ Bucket, Key, UploadId, PartNumber: i + 1, Body }))),
  );
  const Parts = sent.map(({ ETag, ChecksumCRC32 }, i) => ({ ETag, ChecksumCRC32, PartNumber: i + 1 }));
  const MultipartUpload = { Parts };
  const done = await s3.send(new CompleteMultipartUploadCommand({ Bucket, Key, UploadId, MultipartUpload }));
  assert.match(done.ETag, /^"[0-9a-f]{32}-2"$/);
  assert.equal(await text(s3, Key, { Range: 'bytes=-7' }), 'the end');
});

test('buckets are listed, found, and deleted only when they are empty', async () => {
  const listed = await s3.send(new ListBucketsCommand({}));
  assert.deepEqual(
    listed.Buckets.map((one) => one.Name),
    ['everybodys-notes', Bucket],
  );
  const head = await s3.send(new HeadBucketCommand({ Bucket }));
  assert.equal(head.BucketRegion, 'us-east-1');
  assert.equal((await s3.send(new GetBucketLocationCommand({ Bucket }))).LocationConstraint, undefined);
  await s3.send(new CreateBucketCommand({ Bucket: 'short-lived' }));
  await s3.send(new PutObjectCommand({ Bucket: 'short-lived', Key: 'x', Body: 'x' }));
  const remove = () => s3.send(new DeleteBucketCommand({ Bucket: 'short-lived' }));
  await assert.rejects(remove(), { name: 'BucketNotEmpty' });
  await s3.send(new DeleteObjectCommand({ Bucket: 'short-lived', Key: 'x' }));
  await remove();
  await assert.rejects(s3.send(new HeadBucketCommand({ Bucket: 'short-lived' })), { name: 'NotFound' });
});

test("errors are of the SDK's own classes, with request ids", async () => {
  const missing = s3.send(new GetObjectCommand({ Bucket, Key: 'missing' }));
  await assert.rejects(missing, (error) => {
    assert.ok(error instanceof NoSuchKey && error instanceof S3ServiceException);
    assert.equal(error.Key, 'missing');
    assert.equal(error.$metadata.httpStatusCode, 404);
    assert.match(error.$metadata.requestId, /^[0-9A-Z]{16}$/);
    assert.ok(error.$metadata.extendedRequestId);
    return true;
  });
  const nowhere = s3.send(new GetObjectCommand({ Bucket: 'no-bucket-of-ours', Key: 'x' }));
  await assert.rejects(nowhere, (error) => error instanceof NoSuchBucket || error.name === 'NoSuchBucket');
  const waited = await waitUntilObjectExists(
    { client: s3, maxWaitTime: 10 },
    { Bucket: 'everybodys-notes', Key: 'welcome.txt' },
  );
  assert.equal(waited.state, 'SUCCESS');
});

// --------------------------------------------------------------------------------------------------------- checksums

test('what the SDK sends has a checksum of its own accord, and so has what it gets', async () => {
  const client = new S3Client();
  const sent = watched(client);
  await client.send(new PutObjectCommand({ Bucket, Key: 'checked', Body: 'checked' }));
  assert.ok(sent[0]['x-amz-checksum-crc32']);
  const got = await client.send(new GetObjectCommand({ Bucket, Key: 'checked' }));
  assert.equal(sent[1]['x-amz-checksum-mode'], 'ENABLED');
  assert.equal(got.ChecksumCRC32, sent[0]['x-amz-checksum-crc32']);
  assert.equal(await got.Body.transformToString(), 'checked');
});

test('a stream is sent in chunks, its checksum behind it', async () => {
  const client = new S3Client();
  const sent = watched(client);
  const pieces = Array.from({ length: 50 }, (_, i) => `${i} `.repeat(500));
  const whole = pieces.join('');
  for (const ChecksumAlgorithm of [undefined, 'SHA256', 'CRC32C']) {
    const Key = `streamed/${ChecksumAlgorithm}`;
    const Body = Readable.from(pieces.map((one) => Buffer.from(one)));
    const put = new PutObjectCommand({ Bucket, Key, Body, ContentLength: whole.length, ChecksumAlgorithm });
    await client.send(put);
    const headers = sent.at(-1);
    assert.equal(headers['x-amz-content-sha256'], 'STREAMING-UNSIGNED-PAYLOAD-TRAILER');
    assert.equal(headers['content-encoding'], 'aws-chunked');
    assert.equal(headers['x-amz-trailer'], `x-amz-checksum-${(ChecksumAlgorithm ?? 'CRC32').toLowerCase()}`);
    const got = await client.send(new GetObjectCommand({ Bucket, Key }));
    assert.equal(await got.Body.transformToString(), whole);
    assert.ok(got[`Checksum${ChecksumAlgorithm ?? 'CRC32'}`]);
    assert.equal(got.ContentEncoding, undefined);
  }
});

test('a wrong checksum is refused and nothing is kept', async () => {
  const put = new PutObjectCommand({ Bucket, Key: 'wrong', Body: 'right', ChecksumCRC32: 'AAAAAA==' });
  await assert.rejects(s3.send(put), { name: 'BadDigest' });
  await assert.rejects(s3.send(new GetObjectCommand({ Bucket, Key: 'wrong' })), { name: 'NoSuchKey' });
});

// -------------------------------------------------------------------------------------------------------- addressing

test("a bucket is found in the path and in the host's name", async (t) => {
  const port = new URL(endpoint.url).port;
  // Browsers send *.localhost here by themselves; Node asks the system, and not every system knows.
  const lookup = (host, options, done) =>
    done(null, options.all ? [{ address: '127.0.0.1', family: 4 }] : '127.0.0.1', 4);
  const requestHandler = { httpAgent: new http.Agent({ lookup }) };
  const cases = [
    ['localhost, path', { endpoint: `http://localhost:${port}`, forcePathStyle: true }, 'localhost'],
    ['BUCKET.localhost', { endpoint: `http://localhost:${port}` }, `${Bucket}.localhost`],
    ['BUCKET.s3.localhost', { endpoint: `http://s3.localhost:${port}` }, `${Bucket}.s3.localhost`],
    ['127.0.0.1', { endpoint: endpoint.url }, '127.0.0.1'],
  ];
  for (const [name, config, host] of cases) {
    await t.test(name, async () => {
      const client = new S3Client({ ...config, requestHandler });
      const sent = watched(client);
      const Key = `addressed/${name}`;
      await client.send(new PutObjectCommand({ Bucket, Key, Body: name }));
      assert.equal(sent[0].host, `${host}:${port}`);
      assert.equal(await text(client, Key), name);
      const found = await every(paginateListObjectsV2({ client }, { Bucket, Prefix: Key }), 'Contents');
      assert.deepEqual(
        found.map((one) => one.Key),
        [Key],
      );
      await client.send(new DeleteObjectCommand({ Bucket, Key }));
    });
  }
});

// ---------------------------------------------------------------------------------------------------- presigned URLs

test('a presigned URL lets a page without keys put and get, until it runs out', async () => {
  const page = fetchOfPage('http://localhost:5173');
  const Key = 'presigned/ä b.txt';
  const putUrl = await getSignedUrl(s3, new PutObjectCommand({ Bucket, Key, ContentType: 'text/plain' }), {
    expiresIn: 60,
  });
  const put = await page(putUrl, { method: 'PUT', body: 'by a page', headers: { 'content-type': 'text/plain' } });
  assert.equal(put.status, 200);
  assert.equal(put.headers.get('etag'), `"${createHash('md5').update('by a page').digest('hex')}"`);

  const getUrl = await getSignedUrl(s3, new GetObjectCommand({ Bucket, Key }), { expiresIn: 60 });
  assert.equal(await (await page(getUrl)).text(), 'by a page');
  const asHeader = await page(getUrl, { headers: { range: 'bytes=0-1' } });
  assert.deepEqual([asHeader.status, await asHeader.text()], [206, 'by']);
  const download = { ResponseContentDisposition: 'attachment; filename="n.txt"', ResponseContentType: 'text/html' };
  const named = await fetch(await getSignedUrl(s3, new GetObjectCommand({ Bucket, Key, ...download })));
  assert.equal(named.headers.get('content-disposition'), download.ResponseContentDisposition);
  assert.equal(named.headers.get('content-type'), 'text/html');

  const refused = async (url, init) => {
    const answer = await page(url, init);
    return [answer.status, /<Code>(.*)<\/Code>/.exec(await answer.text())[1]];
  };
  assert.deepEqual(await refused(getUrl.replace('presigned', 'presigner')), [403, 'SignatureDoesNotMatch']);
  assert.deepEqual(await refused(getUrl, { method: 'DELETE' }), [403, 'SignatureDoesNotMatch']);
  const aMinuteAgo = { expiresIn: 60, signingDate: new Date(Date.now() - 61_000) };
  assert.deepEqual(await refused(await getSignedUrl(s3, new GetObjectCommand({ Bucket, Key }), aMinuteAgo)), [
    403,
    'AccessDenied',
  ]);
});

test('a request whose signature is not that of the key is refused', async () => {
  const credentials = { ...endpoint.config.credentials, secretAccessKey: 'wrong' };
  const client = new S3Client({ credentials });
  await assert.rejects(client.send(new ListBucketsCommand({})), { name: 'SignatureDoesNotMatch' });
  const nobody = new S3Client({ credentials: { ...credentials, accessKeyId: 'AKIAIOSFODNN7EXAMPLE' } });
  await assert.rejects(nobody.send(new ListBucketsCommand({})), { name: 'InvalidAccessKeyId' });
});
