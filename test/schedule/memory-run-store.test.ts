import { createMemoryRunStore } from './memory-run-store.ts'
import { describeRunStore } from '../contracts/run-store.ts'

describeRunStore('the memory of one process', async () => ({
  store: createMemoryRunStore(),
  [Symbol.asyncDispose]: async () => {},
}))
