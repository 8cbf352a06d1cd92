import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server'

/** A message as the inbox received it. */
export interface ReceivedMessage {
  readonly mailFrom: string
  readonly rcptTo: string
  /** Whole message as it came over the wire, dot-stuffing undone. */
  readonly octets: Buffer
}

/** A refusal the inbox is told to give: an SMTP code and its text. */
export interface Refusal {
  readonly code: number
  readonly text: string
}

/** How the inbox behaves; by default it accepts everything. */
export interface InboxOptions {
  /** Asked at RCPT for each address; undefined accepts it. */
  readonly refuse?: (address: string) => Refusal | undefined
  /** A free one without it. */
  readonly port?: number
  readonly onMessage?: (message: ReceivedMessage) => void
  /** Log-in that is asked for. */
  readonly login?: { readonly user: string; readonly password: string }
}

/** An SMTP server on loopback that keeps what it receives: for the demo, rehearsals and tests. */
export interface Inbox extends AsyncDisposable {
  readonly port: number
  readonly messages: readonly ReceivedMessage[]
  close(): Promise<void>
}

/** Starts the inbox on a free port of 127.0.0.1, without TLS: it cannot be reached from outside. */
export async function openInbox(options: InboxOptions = {}): Promise<Inbox> {
  const messages: ReceivedMessage[] = []
  const server = buildServer(options, messages)
  server.on('error', () => {
    // A client that hangs up in the middle is the client's failure, and it is the one who reports it.
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(options.port ?? 0, '127.0.0.1', () => resolve())
  })
  const address = server.server.address()
  const close = (): Promise<void> => new Promise((resolve) => server.close(() => resolve()))
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    messages,
    close,
    [Symbol.asyncDispose]: close,
  }
}

function buildServer({ refuse, login, onMessage }: InboxOptions, messages: ReceivedMessage[]): SMTPServer {
  return new SMTPServer({
    disabledCommands: ['STARTTLS', ...(login ? [] : ['AUTH'])],
    allowInsecureAuth: true,
    disableReverseLookup: true,
    logger: false,
    onAuth({ username, password }, _session, callback) {
      if (username === login?.user && password === login?.password) callback(null, { user: username })
      else callback(new Error('5.7.8 Authentication credentials invalid'))
    },
    onRcptTo({ address }, _session, callback) {
      const refusal = refuse?.(address)
      callback(refusal ? Object.assign(new Error(refusal.text), { responseCode: refusal.code }) : null)
    },
    onData(stream, session, callback) {
      void keep(stream, session, messages).then(
        (message) => {
          onMessage?.(message)
          callback(null, `2.0.0 Kept as message ${messages.length}`)
        },
        (error: Error) => callback(error),
      )
    },
  })
}

async function keep(
  stream: SMTPServerDataStream,
  { envelope }: SMTPServerSession,
  messages: ReceivedMessage[],
): Promise<ReceivedMessage> {
  const chunks = (await stream.toArray()) as Buffer[]
  const message = {
    mailFrom: envelope.mailFrom === false ? '' : envelope.mailFrom.address,
    rcptTo: envelope.rcptTo[0]?.address ?? '',
    octets: Buffer.concat(chunks),
  }
  messages.push(message)
  return message
}
