import t from 'tap'
import { checkDigit, codeOf, CODE_CAPACITY, indexOf } from '../../src/sandbox/enterprise-code.ts'

t.test('a code has ten digits and the check digit of the tax code', (t) => {
  for (const index of [0, 1, 8, 9, 10, 777, 1_999_999, CODE_CAPACITY - 1]) {
    const code = codeOf('01', index)
    t.match(code, /^01\d{8}$/)
    t.equal(checkDigit(code.slice(0, 9)), Number(code[9]))
  }
  t.end()
})

t.test('the check digit is the published one', (t) => {
  t.equal(checkDigit('010010910'), 6)
  t.end()
})

t.test('codes of a block are unique and lead back to their index', (t) => {
  for (const block of ['01', '37', '64', '70', '99']) {
    const codes = new Set<string>()
    let wrong = 0
    for (let index = 0; index < 20_000; index++) {
      const code = codeOf(block, index)
      codes.add(code)
      if (indexOf(code) !== index) wrong++
    }
    t.equal(codes.size, 20_000)
    t.equal(wrong, 0)
  }
  t.end()
})

t.test('a code that is nobody\'s has no index', (t) => {
  const code = codeOf('01', 5)
  t.equal(indexOf(code.slice(0, 9) + String((Number(code[9]) + 1) % 10)), undefined)
  t.equal(indexOf('0100109106'), undefined, 'real codes lie below the sandbox\'s')
  t.equal(indexOf('12345'), undefined)
  t.throws(() => codeOf('01', CODE_CAPACITY), RangeError)
  t.end()
})
