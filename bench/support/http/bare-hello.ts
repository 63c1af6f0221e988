// The yardstick of what Node can do at all: one constant answer, nothing asked, nothing checked. `/N` is N bytes of it.
import { createServer } from 'node:http'

const hello = Buffer.from('hello')
const bodies = new Map([['/', hello]])
const server = createServer(({ url = '/' }, response) => {
  const body = bodies.get(url) ?? Buffer.alloc(Number(url.slice(1)), hello)
  bodies.set(url, body)
  response.writeHead(200, { 'content-type': 'text/plain', 'content-length': body.length })
  response.end(body)
})
server.keepAliveTimeout = 72_000
server.listen(Number(process.argv[2]), '127.0.0.1')
