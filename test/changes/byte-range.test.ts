import t from 'tap'
import { byteRangeOf } from '../../src/changes/byte-range.ts'

t.test('one range of a file of a thousand bytes', async (t) => {
  const cases: [string, object | string | undefined][] = [
    ['bytes=0-0', { start: 0, end: 0 }], ['bytes=0-', { start: 0, end: 999 }], ['bytes=500-2000', { start: 500, end: 999 }], ['bytes=-1', { start: 999, end: 999 }], ['bytes=-5000', { start: 0, end: 999 }],
    ['Bytes=1-2', { start: 1, end: 2 }], ['bytes=1000-', 'unsatisfiable'], ['bytes=-0', 'unsatisfiable'], ['bytes=1000-2000', 'unsatisfiable'],
  ]
  for (const [header, range] of cases) t.strictSame(byteRangeOf(header, 1000), range, header)
  t.strictSame(byteRangeOf(undefined, 1000), undefined)
  t.strictSame(byteRangeOf('bytes=-1', 0), 'unsatisfiable')
})

t.test('nonsense and what is not done here mean the whole file', async (t) => {
  for (const header of ['', 'bytes', 'bytes=', 'bytes=-', 'bytes=a-b', 'bytes=5-2', 'bytes=0-1,5-6', 'items=0-1', 'bytes=0x1-2', 'bytes=1.5-2', 'bytes=--1', 'bytes=1-2-3', `bytes=${'9'.repeat(400)}-`, 'bytes=٠-١']) {
    t.equal(byteRangeOf(header, 1000), undefined, header.slice(0, 20))
  }
})
