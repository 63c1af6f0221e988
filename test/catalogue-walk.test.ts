import t from 'tap'
import { walkedService } from './support/walked-service.ts'

const { service, walkThrough } = await walkedService(t, 'catalogue')

t.test('the walk through docs/catalogue.md goes as it is written', async (t) => {
  await walkThrough(t, 'docs/catalogue.md', 6)
})

t.test('the walk through docs/reports.md goes as it is written', async (t) => {
  await walkThrough(t, 'docs/reports.md', 12)
})

t.test('Ctrl-C ends the service', async (t) => {
  service.signal('SIGINT')
  t.strictSame(await service.ended, { code: 0, signal: null })
})
