import t from 'tap'
import { walkedService } from './support/walked-service.ts'

const { service, walkThrough } = await walkedService(t, 'officers')

t.test('decisions and declarations go as they are written', async (t) => {
  await walkThrough(t, 'docs/decisions.md', 4)
})

t.test('reports to the registration authority go as they are written', async (t) => {
  t.equal((await walkThrough(t, 'docs/corrections.md', 4)).at(-1), '1', 'a file with a report a line')
})

t.test('and the service ends as it should', async (t) => {
  service.signal('SIGINT')
  t.strictSame(await service.ended, { code: 0, signal: null })
})
