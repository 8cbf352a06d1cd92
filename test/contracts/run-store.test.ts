import { createRunStore } from '../../src/store/runs.ts'
import { describeRunStore } from './run-store.ts'
import { describeStores } from './stores.ts'

await describeStores('runs as rows', (open) => {
  describeRunStore('the database', async () => ({
    store: createRunStore((await open()).db),
    [Symbol.asyncDispose]: async () => {},
  }))
})
