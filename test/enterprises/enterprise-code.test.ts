import t from 'tap'
import { checkDigit, codeKind, isEnterpriseCode } from '../../src/enterprises/enterprise-code.ts'

t.test('computes the tenth digit from the nine before it', async (t) => {
  // Worked by hand: 0·31 + 1·29 + 0·23 + 0·19 + 0·17 + 4·13 + 7·7 + 5·5 + 1·3 = 158 and 158 mod 11 = 4.
  t.equal(checkDigit('010004751'), 6)
  t.equal(checkDigit('030147785'), 4)
})

t.test('knows no digit where the remainder is 0', async (t) => {
  const nine = Array.from({ length: 500 }, (_, i) => `01${String(i).padStart(7, '0')}`).find((code) => checkDigit(code) === null)
  t.ok(nine, 'such codes exist')
  for (let digit = 0; digit < 10; digit++) t.notOk(isEnterpriseCode(`${nine}${digit}`), `${nine}${digit} is malformed`)
})

t.test('refuses a block 00, a sequence of zeros and a wrong digit', async (t) => {
  t.ok(isEnterpriseCode('0100047516'))
  t.notOk(isEnterpriseCode('0301477850'))
  t.notOk(isEnterpriseCode('0305914001'))
  t.notOk(isEnterpriseCode(`010000000${checkDigit('010000000')}`))
  t.notOk(isEnterpriseCode(`000004751${checkDigit('000004751')}`))
})

t.test('tells enterprises from units, locations and households', async (t) => {
  t.equal(codeKind('0100047516'), 'enterprise')
  t.equal(codeKind('0100047516-001'), 'dependent-unit')
  t.equal(codeKind('0100047516001'), 'dependent-unit')
  t.equal(codeKind('0100047516-000'), 'malformed')
  t.equal(codeKind('0301477850-001'), 'malformed')
  t.equal(codeKind('00123'), 'business-location')
  t.equal(codeKind('079123456789'), 'household')
  for (const text of ['', 'abc', '010004751', '01000475160', '٠١٠٠٠٤٧٥١٦']) t.equal(codeKind(text), 'malformed', text)
})
