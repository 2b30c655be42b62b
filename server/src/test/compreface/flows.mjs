// CompreFace's published JavaScript SDK against a service: node flows.mjs SDK HOST PORT KEY PICTURE
// SDK is the folder of the installed package. Says "ok" at the end, or fails at the first surprise.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const [sdk, host, port, key, file] = process.argv.slice(2);
const picture = `./${path.relative('.', file)}`; // to the SDK a path is what begins with a dot
const { CompreFace } = await import(pathToFileURL(path.join(sdk, 'index.js')));
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const base64 = fs.readFileSync(picture).toString('base64');
console.log = () => {}; // the SDK logs its key

const compreface = new CompreFace(host, port);
const recognition = compreface.initFaceRecognitionService(key);
// The SDK's collections change their own address as they are used: a fresh one for every call.
const subjects = () => recognition.getSubjects();
const faces = () => recognition.getFaceCollection();

function assertFace(face) {
  const { box } = face;
  assert.ok(box.probability > 0.5 && box.probability <= 1);
  assert.ok(box.x_min < box.x_max && box.y_min < box.y_max);
}

async function refused(call, status, code) {
  await assert.rejects(call, (error) => {
    assert.equal(error.response.status, status);
    assert.equal(error.response.data.code, code);
    assert.equal(typeof error.response.data.message, 'string');
    return true;
  });
}

// subjects
assert.deepEqual(await subjects().add('js ada'), { subject: 'js ada' });
await refused(subjects().add('js ada'), 400, 43);
assert.deepEqual(await subjects().rename('js ada', 'js grace'), { updated: true });
assert.deepEqual((await subjects().list()).subjects, ['js grace']);

// examples
const added = await faces().add(picture, 'js grace');
assert.match(added.image_id, uuid);
assert.equal(added.subject, 'js grace');
const second = await faces().add(base64, 'js grace');
const listed = await faces().list();
assert.deepEqual(listed.faces, [added, second]);
assert.deepEqual(
  [listed.page_number, listed.page_size, listed.total_pages, listed.total_elements],
  [0, 20, 1, 2],
);

// recognition
const options = {
  limit: 1,
  det_prob_threshold: 0.5,
  prediction_count: 2,
  face_plugins: 'landmarks,calculator,age,gender',
  status: true,
};
for (const image of [picture, base64]) {
  const { result, plugins_versions } = await recognition.recognize(image, options);
  assert.equal(result.length, 1);
  assertFace(result[0]);
  assert.deepEqual(result[0].subjects.map((one) => one.subject), ['js grace']);
  assert.ok(result[0].subjects[0].similarity > 0.99);
  assert.equal(result[0].landmarks.length, 5);
  assert.ok(result[0].embedding.length > 0);
  assert.equal(result[0].age, undefined);
  assert.ok(result[0].execution_time.total > 0);
  assert.ok(plugins_versions.calculator && plugins_versions.detector);
}
const verified = await faces().verify(picture, added.image_id, { limit: 1 });
assert.ok(verified.result[0].similarity > 0.99);
await refused(faces().verify(picture, '00000000-0000-0000-0000-000000000000', {}), 404, 44);

// detection
const detection = compreface.initFaceDetectionService(key);
const detected = await detection.detect(picture, { limit: 1, face_plugins: 'landmarks' });
assertFace(detected.result[0]);
assert.equal(detected.result[0].landmarks.length, 5);
assert.equal(detected.result[0].embedding, undefined);

// verification
const verification = compreface.initFaceVerificationService(key);
for (const image of [picture, base64]) {
  const { result } = await verification.verify(image, image, { limit: 1, status: true });
  assertFace(result[0].source_image_face);
  assert.ok(result[0].face_matches[0].similarity > 0.99);
  assert.ok(result[0].plugins_versions.detector);
}

// deletion
assert.deepEqual(await faces().delete(added.image_id), added);
await refused(faces().delete(added.image_id), 404, 44);
assert.deepEqual(await faces().delete_multiple_images([added.image_id, second.image_id]), [second]);
await faces().add(picture, 'js grace');
assert.deepEqual(await faces().delete_all_subject('js grace'), { deleted: 1 });
await faces().add(picture, 'js mary');
assert.deepEqual(await faces().delete_all(), { deleted: 1 });
await subjects().add('js one');
await subjects().add('js two');
assert.deepEqual(await subjects().delete('js one'), { subject: 'js one' });
assert.deepEqual(await subjects().deleteAll(), { deleted: 1 });
assert.deepEqual((await subjects().list()).subjects, []);

// a key of nobody's
await refused(new CompreFace(host, port).initFaceRecognitionService('x').getSubjects().list(), 404, 10);
process.stdout.write('ok\n');
