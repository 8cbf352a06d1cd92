import { defineConfig } from 'vitest/config'

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
if (major < 24 || (major === 24 && minor < 15)) {
  throw new Error(
    `Tests need Node 24.15 or newer, this is ${process.version}. Run them with "npm test" after "npm ci".`,
  )
}

const root = new URL('..', import.meta.url).pathname
const slow = ['test/contracts/**/*.test.ts', 'test/e2e/**/*.test.ts', 'test/browser/**/*.test.ts']

/** `fast` needs nothing but Node; `slow` starts servers, processes and browsers. */
export default defineConfig({
  root,
  test: {
    root,
    dangerouslyIgnoreUnhandledErrors: false,
    // Most of the slow ones wait for processes: two at once take little more than one.
    maxWorkers: 2,
    projects: [
      {
        root,
        test: { name: 'fast', include: ['test/**/*.test.ts'], exclude: slow, setupFiles: ['test/support/warnings.ts'] },
      },
      {
        root,
        test: {
          name: 'slow',
          include: slow,
          testTimeout: 120_000,
          hookTimeout: 120_000,
          setupFiles: ['test/support/warnings.ts'],
        },
      },
    ],
  },
})
