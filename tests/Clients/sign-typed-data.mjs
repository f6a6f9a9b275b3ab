// node sign-typed-data.mjs <private key>: reads typed data, one a line, and signs it with viem and with ethers. A line: {viem, ethers}.
import { createInterface } from 'node:readline';
import { Wallet } from 'ethers';
import { privateKeyToAccount } from 'viem/accounts';
import { print } from './random.mjs';

const key = process.argv[2];
const account = privateKeyToAccount(key);
const wallet = new Wallet(key);

for await (const line of createInterface({ input: process.stdin })) {
  if (!line) continue;
  const { domain, types, primaryType, message } = JSON.parse(line);
  const { EIP712Domain, ...own } = types;
  print({ viem: await account.signTypedData({ domain, types: own, primaryType, message }), ethers: await wallet.signTypedData(domain, own, message) });
}
