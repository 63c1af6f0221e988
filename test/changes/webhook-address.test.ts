import t from 'tap'
import { checkUrl, findAddresses, isPublic, readUrl } from '../../src/changes/webhook-address.ts'

const PUBLIC = [
  '8.8.8.8', '1.1.1.1', '9.255.255.255', '11.0.0.0', '100.63.255.255', '100.128.0.0', '126.255.255.255', '128.0.0.0', '169.253.255.255', '169.255.0.0', '172.15.255.255', '172.32.0.0',
  '192.167.255.255', '192.169.0.0', '198.17.255.255', '198.20.0.0', '223.255.255.255', '168.63.129.15', '203.162.0.1',
  '2001:4860:4860::8888', '2606:4700:4700::1111', '2a00:1450::1', '2405:4800::1', '3ffe::1', '2001:200::1',
]
const PRIVATE = [
  // This host, private, carrier-grade, loopback and link-local with the clouds' metadata.
  '0.0.0.0', '0.1.2.3', '10.0.0.1', '10.255.255.255', '100.64.0.1', '100.100.100.200', '100.127.255.255', '127.0.0.1', '127.255.255.254', '169.254.0.1', '169.254.169.254',
  '172.16.0.1', '172.31.255.255', '192.168.0.1', '192.168.255.255', '168.63.129.16',
  // Protocol assignments, documentation, benchmarks, relays, multicast, reserved, broadcast.
  '192.0.0.1', '192.0.0.192', '192.0.2.1', '198.51.100.1', '203.0.113.1', '198.18.0.1', '198.19.255.255', '192.88.99.1', '224.0.0.1', '239.255.255.255', '240.0.0.1', '255.255.255.255',
  '::', '::1', '::2', '::127.0.0.1', '::8.8.8.8', '::ffff:127.0.0.1', '::ffff:7f00:1', '::ffff:10.0.0.1', '::ffff:169.254.169.254', '::ffff:8.8.8.8', '::ffff:0:127.0.0.1',
  '64:ff9b::7f00:1', '64:ff9b::8.8.8.8', '64:ff9b:1::1', '100::1', '2001::1', '2001:0:53aa:64c:0:7f:80ff:fffe', '2001:10::1', '2001:20::1', '2001:db8::1', '2002:7f00:1::', '2002:a00:1::1', '3fff::1',
  '4000::1', '5f00::1', 'fc00::1', 'fd00:ec2::254', 'fdff::1', 'fe80::1', 'fe80::1%eth0', 'febf::1', 'fec0::1', 'ff02::1', 'ff0e::1', '2606:4700::1%lo',
  // No addresses: whoever takes them for some may read them in more than one way.
  '', 'localhost', '127.1', '0177.0.0.1', '2130706433', '0x7f000001', '8.8.8', '8.8.8.8.', ' 8.8.8.8', '8.8.8.8/32', '[::1]', '1.2.3.256',
]

t.test('an address is public or it is not', async (t) => {
  for (const address of PUBLIC) t.equal(isPublic(address), true, address)
  for (const address of PRIVATE) t.equal(isPublic(address), false, JSON.stringify(address))
})

const resolve = async () => [{ address: '8.8.8.8', family: 4 }]
const OPEN = { allowPrivate: false, resolve }

t.test('a good address is asked in the one way to write it', async (t) => {
  const good = {
    'https://portal.example.org/hook': 'https://portal.example.org/hook',
    'HTTPS://Portal.Example.ORG:443': 'https://portal.example.org/',
    'https://portal.example.org:8443/a?token=b': 'https://portal.example.org:8443/a?token=b',
    'https://portal.example.org.:1024/': 'https://portal.example.org:1024/',
    'https://cổng.example.vn/nhận': 'https://xn--cng-qmz.example.vn/nh%E1%BA%ADn',
    'https://xn--cng-qmz.example.vn/': 'https://xn--cng-qmz.example.vn/',
    'https://8.8.8.8/': 'https://8.8.8.8/',
    'https://134744072/': 'https://8.8.8.8/',
    'https://[2606:4700:4700:0::1111]/': 'https://[2606:4700:4700::1111]/',
  }
  for (const [given, expected] of Object.entries(good)) {
    t.equal(await checkUrl(given, OPEN), expected, given)
  }
})

t.test('every way to write a private address is seen through', async (t) => {
  const hosts = [
    '127.0.0.1', '127.1', '127.0.1', '2130706433', '0x7f000001', '0x7f.0.0.1', '0X7F.1', '0177.0.0.1', '017700000001', '0177.0x0.1', '127.0.0.1.', '127.000.000.001', '%31%32%37.0.0.1',
    '１２７.0.0.1', '127。0。0。1', '①②⑦.0.0.1', '0', '0.0.0.0', '0x0', '169.254.169.254', '2852039166', '0xa9fea9fe', '0251.0376.0251.0376', '169.254.43518', '10.1', '192.168.257', '3232235777',
    '[::1]', '[::]', '[0:0:0:0:0:0:0:1]', '[::ffff:127.0.0.1]', '[::ffff:7f00:1]', '[0:0:0:0:0:ffff:169.254.169.254]', '[::127.0.0.1]', '[fe80::1]', '[fd00:ec2::254]', '[64:ff9b::169.254.169.254]', '[2002:7f00:1::]',
    'localhost', 'LOCALHOST', 'localhost.', 'a.localhost', 'a.b.localhost.', 'loc%61lhost', 'ｌocalhost', 'local\u00adhost',
  ]
  for (const host of hosts) t.throws(() => readUrl(`https://${host}/`, OPEN), { name: 'ForbiddenAddress', message: /must be on the open internet/ }, host)
})

t.test('what cannot be asked is refused, whatever its host', async (t) => {
  const bad = [
    'http://portal.example.org/', 'ftp://portal.example.org/', 'file:///etc/passwd', 'javascript:alert(1)', 'gopher://portal.example.org/', '//portal.example.org/', 'portal.example.org', '', ' ',
    'https://', 'https:///', 'https://./', 'https://../', 'https://portal.example.org../', 'https://portal..example.org/', 'https://(a+)+$/', "https://';--/", 'https://:443/', 'https://[fe80::1%25eth0]/', 'https://[fe80::1%eth0]/', 'https://[::1', 'https://256.1.1.1/', 'https://1.2.3.4.5/', 'https://0x100000000/', 'https://a b/',
    'https://user@portal.example.org/', 'https://user:secret@portal.example.org/', 'https://:secret@portal.example.org/', 'https://portal.example.org@127.0.0.1/', 'https://portal.example.org/#part',
    'https://portal.example.org:22/', 'https://portal.example.org:80/', 'https://portal.example.org:1023/', 'https://portal.example.org:0/', 'https://portal.example.org:65536/', 'https://portal.example.org:-1/',
    'https://portal.example.org\\@127.0.0.1/', 'https:\\\\portal.example.org/', 'https://portal.example.org/\r\nHost: x', 'https://portal.\texample.org/', ' https://portal.example.org/', 'https://portal.example.org/\0', 'https://xn--/', `https://${'a.'.repeat(140)}org/`,
  ]
  for (const url of bad) {
    t.throws(() => readUrl(url, OPEN), { name: 'ForbiddenAddress' }, JSON.stringify(url))
    if (!url.startsWith('http:')) t.throws(() => readUrl(url, { allowPrivate: true }), { name: 'ForbiddenAddress' }, `${JSON.stringify(url)}, also where private ones are allowed`)
  }
})

t.test('one private address spoils a name', async (t) => {
  const of = (...addresses: string[]) => ({ allowPrivate: false, resolve: async () => addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })) })
  t.strictSame((await findAddresses('a.example.org', of('8.8.8.8', '2606:4700::1'))).length, 2)
  for (const addresses of [['127.0.0.1'], ['8.8.8.8', '10.0.0.1'], ['2606:4700::1', '::1'], ['::ffff:8.8.8.8'], ['fe80::1%eth0']]) {
    await t.rejects(checkUrl('https://a.example.org/', of(...addresses)), { name: 'ForbiddenAddress', message: /private or reserved/ }, addresses.join())
    t.equal(await checkUrl('https://a.example.org/', { ...of(...addresses), allowPrivate: true }), 'https://a.example.org/')
  }
  await t.rejects(checkUrl('https://a.example.org/', of()), { name: 'ForbiddenAddress', message: /cannot be found/ }, 'a name without addresses')
  await t.rejects(checkUrl('https://a.example.org/', { allowPrivate: false, resolve: async () => { throw Object.assign(new Error('no'), { code: 'ENOTFOUND' }) } }), { message: /cannot be found/ })
})

t.test('private addresses and plain http can be allowed', async (t) => {
  for (const url of ['http://127.0.0.1:8080/', 'http://localhost:8080/', 'https://10.0.0.1/', 'http://[::1]:8080/']) t.equal(readUrl(url, { allowPrivate: true }).href, url)
})
