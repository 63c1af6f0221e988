import t from 'tap'
import { walkedService } from './support/walked-service.ts'

const { service, walkThrough } = await walkedService(t, 'reading')

t.test('the walk through reading goes as it is written', async (t) => {
  const plain = (await walkThrough(t, 'docs/reading.md', 7)).map((text) => text.split('\n'))
  t.strictSame(plain[0], ['304'], 'what did not change is not sent again')
  t.equal(plain[1]![0], '1', 'a file under its own name')
  t.ok(Number(plain[1]![1]) > 50, 'and the whole register')
  service.signal('SIGINT')
  t.strictSame(await service.ended, { code: 0, signal: null })
})
