#!/usr/bin/env node
// Plain JavaScript that any Node can read: it finds a Node new enough, or says in one line that there is none.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
if (major > 24 || (major === 24 && minor >= 15)) await runHere()
else runOnBundledNode()

/** In a checkout the sources are run as they are; the published package has only what was built from them. */
async function runHere() {
  const source = new URL('./main.ts', import.meta.url)
  const { main } = await import(
    existsSync(source) ? source.href : new URL('../../dist/cli/main.js', import.meta.url).href
  )
  await main(process.argv)
}

/** The package brings a Node for Linux and Windows; it runs in our place, with our streams and our signals. */
function runOnBundledNode() {
  const node = findBundledNode()
  if (node === undefined) {
    process.stderr.write(
      `courant needs Node 24.15 or newer, and this is ${process.version}. Install a newer Node, or run "npm ci" without --omit=optional.\n`,
    )
    process.exit(69)
  }
  const child = spawn(node, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], { stdio: 'inherit' })
  // A terminal sends its interrupt to both of us already; the others are sent to this process alone.
  process.on('SIGINT', () => {})
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  child.on('exit', (status, signal) => process.exit(status ?? (signal === 'SIGINT' ? 130 : 143)))
}

function findBundledNode() {
  const platform = process.platform === 'win32' ? 'win' : process.platform
  const binary = process.platform === 'win32' ? 'bin/node.exe' : 'bin/node'
  try {
    return createRequire(import.meta.url).resolve(`node-${platform}-${process.arch}/${binary}`)
  } catch {
    return undefined
  }
}
