// Compiles contracts/**/*.sol into artifacts/*.json, which are committed: a compile takes half a minute, a start must not.
// Run it after changing a contract: npm ci && npm run compile. With --check it writes nothing and fails on a difference.
import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import solc from 'solc'

const root = dirname(fileURLToPath(import.meta.url))
const require = createRequire(import.meta.url)
const checking = process.argv.includes('--check')

const sources = readdirSync(join(root, 'contracts'), { recursive: true })
  .filter(name => name.endsWith('.sol'))
  .map(name => 'contracts/' + name.replaceAll('\\', '/'))
  .sort()

const input = {
  language: 'Solidity',
  sources: Object.fromEntries(sources.map(path => [path, { content: text(path) }])),
  settings: {
    evmVersion: 'cancun',
    optimizer: { enabled: true, runs: 200 },
    // Without the metadata tail the bytecode changes only when the code does.
    metadata: { appendCBOR: false, bytecodeHash: 'none' },
    outputSelection: { '*': { '*': ['abi', 'evm.bytecode.object'] } },
  },
}

const output = JSON.parse(solc.compile(JSON.stringify(input), { import: readImport }))
const errors = (output.errors ?? []).filter(e => e.severity === 'error' || e.sourceLocation?.file.startsWith('contracts/'))
if (errors.length > 0) fail(errors.map(e => e.formattedMessage).join('\n'))

const artifacts = new Map()
for (const path of sources)
  for (const [name, contract] of Object.entries(output.contracts[path] ?? {})) {
    if (contract.evm.bytecode.object === '') continue
    artifacts.set(`${name}.json`, format({
      contract: name,
      source: path,
      abi: contract.abi,
      bytecode: '0x' + contract.evm.bytecode.object,
    }))
  }
artifacts.set('sources.sha256', sourcesHash() + '\n')

const folder = join(root, 'artifacts')
if (checking) {
  const stored = readdirSync(folder).sort()
  if (stored.join() !== [...artifacts.keys()].sort().join()) fail(`artifacts/ holds ${stored.join(', ')}`)
  for (const [name, content] of artifacts)
    if (text(`artifacts/${name}`) !== content) fail(`artifacts/${name} is stale: npm run compile`)
} else {
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder)
  for (const [name, content] of artifacts) writeFileSync(join(folder, name), content)
}

// Everything that decides the output. The C# test computes the same hash, so a stale artifact is found without compiling.
function sourcesHash() {
  const hash = createHash('sha256')
  for (const path of [...sources, 'compile.mjs', 'package-lock.json']) hash.update(`${path}\0${text(path)}\0`)
  return hash.digest('hex')
}

function readImport(path) {
  try {
    return { contents: readFileSync(require.resolve(path), 'utf8') }
  } catch {
    return { error: `${path} is not installed: npm ci` }
  }
}

// One line for each top-level key keeps differences readable.
function format(artifact) {
  return '{\n' + Object.entries(artifact).map(([k, v]) => `  "${k}": ${JSON.stringify(v)}`).join(',\n') + '\n}\n'
}

function text(path) {
  return readFileSync(join(root, path), 'utf8').replaceAll('\r\n', '\n')
}

function fail(message) {
  console.error(message)
  process.exit(1)
}
