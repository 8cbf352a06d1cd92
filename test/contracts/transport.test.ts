import { openSmtpRoute } from '../../src/delivery/smtp/smtp-route.ts'
import { describeRoute } from './transport.ts'

const open = (port: number) =>
  openSmtpRoute({ host: '127.0.0.1', port, security: 'none', connections: 1, timeoutMs: 5000 })

describeRoute('a server with PIPELINING', open, {})
describeRoute('a server without PIPELINING', open, { pipelining: false })
describeRoute('a server 3 ms away', open, { delayMs: 3 })
