// SPDX-License-Identifier: MIT
// Data Integrity proofs (eddsa-jcs-2022) and status lists once more, by the specifications and with
// what Node.js brings along: nothing here is shared with the engine.
//
//   node credential.mjs REQUEST     answers a request {"do": NAME, …} in a file, as JSON
import crypto from 'node:crypto';
import fs from 'node:fs';
import zlib from 'node:zlib';

/// RFC 8785: names sorted by UTF-16 units, as JavaScript compares; the rest as JSON.stringify does.
function canonical(value) {
  if (Array.isArray(value)) return '[' + value.map(canonical).join(',') + ']';
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  const member = (name) => JSON.stringify(name) + ':' + canonical(value[name]);
  return '{' + Object.keys(value).sort().map(member).join(',') + '}';
}

const alphabet = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';

function fromBase58(text) {
  if (!/^z[1-9A-HJ-NP-Za-km-z]*$/.test(text)) throw new Error('no base58btc');
  let number = 0n;
  for (const letter of text.slice(1)) number = number * 58n + BigInt(alphabet.indexOf(letter));
  const hex = number === 0n ? '' : number.toString(16);
  const zeros = /^z(1*)/.exec(text)[1].length;
  return Buffer.concat([Buffer.alloc(zeros), Buffer.from(hex.length % 2 ? '0' + hex : hex, 'hex')]);
}

function toBase58(bytes) {
  let number = bytes.length === 0 ? 0n : BigInt('0x' + bytes.toString('hex'));
  let text = '';
  for (; number > 0n; number /= 58n) text = alphabet[Number(number % 58n)] + text;
  let zeros = 0;
  while (zeros < bytes.length && bytes[zeros] === 0) ++zeros;
  return 'z' + '1'.repeat(zeros) + text;
}

/// Keys in the frames of RFC 8410.
function privateKey(seed) {
  const frame = Buffer.from('302e020100300506032b657004220420', 'hex');
  const der = Buffer.concat([frame, Buffer.from(seed, 'hex')]);
  return crypto.createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
}

function publicKey(multikey) {
  const bytes = fromBase58(multikey);
  if (bytes.length !== 34 || bytes[0] !== 0xed || bytes[1] !== 0x01) throw new Error('no Ed25519');
  const der = Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), bytes.subarray(2)]);
  return crypto.createPublicKey({ key: der, format: 'der', type: 'spki' });
}

function sha256(value) {
  return crypto.createHash('sha256').update(canonical(value), 'utf8').digest();
}

function signedBytes(document, options) {
  return Buffer.concat([sha256(options), sha256(document)]);
}

function sign({ seed, document, options }) {
  const proof = { type: 'DataIntegrityProof', cryptosuite: 'eddsa-jcs-2022',
                  proofPurpose: 'assertionMethod', ...options };
  if ('@context' in document) proof['@context'] = document['@context'];
  const value = crypto.sign(null, signedBytes(document, proof), privateKey(seed));
  return { ...document, proof: { ...proof, proofValue: toBase58(value) } };
}

/// Whether the issuer, a did:key, has signed the document.
function isAuthentic(text) {
  const { proof, ...document } = JSON.parse(text);
  const { proofValue, ...options } = proof;
  const issuer = document.issuer.id ?? document.issuer;
  const multikey = issuer.slice('did:key:'.length);
  if (options.verificationMethod !== issuer + '#' + multikey) return false;
  if (options.type !== 'DataIntegrityProof' || options.cryptosuite !== 'eddsa-jcs-2022' ||
      options.proofPurpose !== 'assertionMethod') return false;
  if ('@context' in options && canonical(options['@context']) !== canonical(document['@context']))
    return false;
  const signature = fromBase58(proofValue);
  return signature.length === 64 &&
         crypto.verify(null, signedBytes(document, options), publicKey(multikey), signature);
}

/// Of each of the documents, whose bytes are in base64url.
function verify({ documents }) {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  return documents.map((encoded) => {
    try {
      return isAuthentic(decoder.decode(Buffer.from(encoded, 'base64url')));
    } catch {
      return false;
    }
  });
}

/// Which indexes of a list are set.
function expand({ encoded }) {
  const bits = zlib.gunzipSync(Buffer.from(encoded.slice(1), 'base64url'));
  const set = [];
  for (let i = 0; i < bits.length * 8; ++i) if (bits[i >> 3] & (0x80 >> i % 8)) set.push(i);
  return { prefix: encoded[0], count: bits.length * 8, set };
}

function encode({ count, set }) {
  const bits = Buffer.alloc(count / 8);
  for (const index of set) bits[index >> 3] |= 0x80 >> index % 8;
  return 'u' + zlib.gzipSync(bits).toString('base64url');
}

const known = { sign, verify, expand, encode, signAll: ({ requests }) => requests.map(sign) };
const request = JSON.parse(fs.readFileSync(process.argv[2], 'utf8'));
process.stdout.write(JSON.stringify(known[request.do](request)));
