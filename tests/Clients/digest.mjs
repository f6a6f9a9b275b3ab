// node digest.mjs < typed-data.json: viem's digest, domain separator and struct hash of it, as one line {digest, domain, message}.
import { readFileSync } from 'node:fs';
import { hashDomain, hashStruct, hashTypedData } from 'viem';

const typedData = JSON.parse(readFileSync(0, 'utf8'));
console.log(JSON.stringify({
  digest: hashTypedData(typedData),
  domain: hashDomain(typedData),
  message: hashStruct({ data: typedData.message, primaryType: typedData.primaryType, types: typedData.types }),
}));
