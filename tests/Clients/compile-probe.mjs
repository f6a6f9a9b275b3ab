// node compile-probe.mjs: prints {"bytecode": "0x…"} of src/Governance.Ethereum/Signatures/SignatureProbe.sol, by the local chain's compiler.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { print } from './random.mjs';

const source = '../../src/Governance.Ethereum/Signatures/SignatureProbe.sol';
const require = createRequire(new URL('../../src/Governance.DevChain/package.json', import.meta.url));
const solc = require('solc');
const output = JSON.parse(solc.compile(JSON.stringify({
  language: 'Solidity',
  sources: { 'SignatureProbe.sol': { content: readFileSync(new URL(source, import.meta.url), 'utf8') } },
  settings: {
    // Without PUSH0 and later opcodes, so that it runs on every chain.
    evmVersion: 'london',
    optimizer: { enabled: true, runs: 200 },
    metadata: { appendCBOR: false, bytecodeHash: 'none' },
    outputSelection: { '*': { '*': ['evm.bytecode.object'] } },
  },
})));
const errors = (output.errors ?? []).filter((error) => error.severity === 'error');
if (errors.length > 0) throw new Error(errors.map((error) => error.formattedMessage).join('\n'));
print({ bytecode: '0x' + output.contracts['SignatureProbe.sol'].SignatureProbe.evm.bytecode.object });
