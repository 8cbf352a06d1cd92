import type { Sample } from './sample.ts'

/** The same of Gmail, Domino, GroupWise, qmail and Exim. */
export const inWordsOfServers: readonly Sample[] = [
  {
    system: 'Gmail, an address',
    from: 'Mail Delivery Subsystem <mailer-daemon@googlemail.com>',
    subject: 'Delivery Status Notification (Failure)',
    body: `** Address not found **

Your message wasn't delivered to ada@example.org because the address couldn't be found, or is unable to receive mail.

Learn more here: https://support.google.com/mail/?p=NoSuchUser

The response was:

550 5.1.1 The email account that you tried to reach does not exist. Please try double-checking the recipient's email address for typos or unnecessary spaces.
`,
    expected: 'hard unknown_user ada@example.org',
  },
  {
    system: 'Gmail, a domain',
    from: 'Mail Delivery Subsystem <mailer-daemon@googlemail.com>',
    subject: 'Delivery Status Notification (Failure)',
    body: `** Address not found **

Your message wasn't delivered to ada@example.org because the domain example.org couldn't be found. Check for typos or unnecessary spaces and try again.

The response was:

DNS Error: DNS type 'mx' lookup of example.org responded with code NXDOMAIN Domain name not found: example.org
`,
    expected: 'hard unknown_host ada@example.org',
  },
  {
    system: 'Gmail, technical details',
    from: 'Mail Delivery Subsystem <mailer-daemon@googlemail.com>',
    subject: 'Delivery Status Notification (Failure)',
    body: `This is an automatically generated Delivery Status Notification

Delivery to the following recipient failed permanently:

     ada@example.org

Technical details of permanent failure: 
Google tried to deliver your message, but it was rejected by the recipient domain. We recommend contacting the other email provider for further information about the cause of this error. The error that the other server returned was: 550 550 Unknown user ada@example.org (state 14).

   ----- Original message -----

`,
    expected: 'hard unknown_user ada@example.org',
  },
  {
    system: 'Domino',
    from: 'postmaster@domino.example.net',
    subject: 'DELIVERY FAILURE: User ada (ada@example.org) not listed in Domino Directory',
    body: `Your message

  Subject: Your papers of today

was not delivered to:

  ada@example.org

because:

  User ada (ada@example.org) not listed in Domino Directory


`,
    expected: 'hard unknown_user ada@example.org',
  },
  {
    system: 'Domino without a route',
    from: 'postmaster@domino.example.net',
    subject: 'DELIVERY FAILURE: Error transferring to mx.example.org',
    body: `Your message

  Subject: Your papers of today

was not delivered to:

  ada@example.org

because:

  Error transferring to mx.example.org; Maximum hop count exceeded.  Message probably in a routing loop.

`,
    expected: 'soft network ada@example.org',
  },
  {
    system: 'GroupWise',
    from: 'Mailer-Daemon@gw.example.net',
    subject: 'Message status - undeliverable',
    body: `The attached file had the following undeliverable recipient(s):

        ada@example.org

   Transcript of session follows:
   Command: RCPT TO:<ada@example.org>
   Response: 550 User unknown

`,
    expected: 'hard unknown_user ada@example.org',
  },
  {
    system: 'qmail, over quota',
    from: 'MAILER-DAEMON@mx.example.net',
    subject: 'failure notice',
    body: `Hi. This is the qmail-send program at mx.example.net.
I'm afraid I wasn't able to deliver your message to the following addresses.
This is a permanent error; I've given up. Sorry it didn't work out.

<ada@example.org>:
The users mailfolder is over the allowed quota (size). (#5.2.2)

--- Below this line is a copy of the message.

`,
    expected: 'soft mailbox_full ada@example.org',
  },
  {
    system: 'qmail, best preference',
    from: 'MAILER-DAEMON@mx.example.net',
    subject: 'failure notice',
    body: `Hi. This is the qmail-send program at mx.example.net.
I'm afraid I wasn't able to deliver your message to the following addresses.

<ada@example.org>:
Sorry. Although I'm listed as a best-preference MX or A for that host,
it isn't in my control/locals file, so I don't treat it as local. (#5.4.6)

--- Below this line is a copy of the message.
`,
    expected: 'soft network ada@example.org',
  },
  {
    system: 'qmail-ldap, switched off',
    from: 'MAILER-DAEMON@mx.example.net',
    subject: 'failure notice',
    body: `Hi. This is the qmail-send program at mx.example.net.

<ada@example.org>:
Mailaddress is administrative disabled. (#5.2.1)

--- Below this line is a copy of the message.
`,
    expected: 'soft mailbox_disabled ada@example.org',
  },
  {
    system: 'Exim, unrouteable',
    from: 'Mail Delivery System <Mailer-Daemon@exim.example.net>',
    subject: 'Mail delivery failed: returning message to sender',
    body: `This message was created automatically by mail delivery software.

A message that you sent could not be delivered to one or more of its
recipients. This is a permanent error. The following address(es) failed:

  ada@example.org
    Unrouteable address

------ This is a copy of the message, including all the headers. ------

`,
    expected: 'hard unknown_host ada@example.org',
  },
  {
    system: 'Exim, points to itself',
    from: 'Mail Delivery System <Mailer-Daemon@exim.example.net>',
    subject: 'Mail delivery failed: returning message to sender',
    body: `A message that you sent could not be delivered to one or more of its
recipients. This is a permanent error. The following address(es) failed:

  ada@example.org
    lowest numbered MX record points to local host

`,
    expected: 'soft network ada@example.org',
  },
  {
    system: 'Exim, a mailbox that is full',
    from: 'Mail Delivery System <Mailer-Daemon@exim.example.net>',
    subject: 'Mail delivery failed: returning message to sender',
    body: `A message that you sent could not be delivered to one or more of its
recipients. This is a permanent error. The following address(es) failed:

  ada@example.org
    mailbox is full: retry timeout exceeded

`,
    expected: 'soft mailbox_full ada@example.org',
  },
  {
    system: 'Exim, refused after RCPT',
    from: 'Mail Delivery System <Mailer-Daemon@exim.example.net>',
    subject: 'Mail delivery failed: returning message to sender',
    body: `A message that you sent could not be delivered to one or more of its
recipients. This is a permanent error. The following address(es) failed:

  ada@example.org
    host mx.example.org [192.0.2.9]
    SMTP error from remote mail server after RCPT TO:<ada@example.org>:
    550 5.1.1 <ada@example.org> is not a valid mailbox

`,
    expected: 'hard unknown_user ada@example.org',
  },
  {
    system: 'Exim, a delay',
    from: 'Mail Delivery System <Mailer-Daemon@exim.example.net>',
    subject: 'Warning: message 1Abcde-000000-00 delayed 24 hours',
    body: `This message was created automatically by mail delivery software.
A message that you sent has not yet been delivered to one or more of its
recipients after more than 24 hours on the queue on exim.example.net.

The address to which the message has not yet been delivered is:

  ada@example.org
    Delay reason: mailbox is full

No action is required on your part. Delivery attempts will continue for
some time, and this warning may be repeated at intervals if the message
remains undelivered.
`,
    expected: 'soft delayed ada@example.org',
  },
  {
    system: 'hMailServer in words',
    from: 'mailer-daemon@hmail.example.net',
    subject: 'Message undeliverable: Your papers of today',
    body: `Your message did not reach some or all of the intended recipients.

The following recipient(s) could not be reached:

ada@example.org
   Error Type: SMTP
   Remote server (192.0.2.9) issued an error.
   hMailServer sent: RCPT TO:<ada@example.org>
   Remote server replied: 550 no such user here

`,
    expected: 'hard unknown_user ada@example.org',
  },
  {
    system: 'MDaemon, which speaks of attachments first',
    from: 'MDaemon@mdaemon.example.net',
    subject: 'Warning: ada@example.org - User unknown!',
    body: `The following data may contain sections which represent BASE64 encoded
file attachments.

ada@example.org - no such user here.

There is no user by that name at this server.
`,
    expected: 'hard unknown_user ada@example.org',
  },
  {
    system: 'DragonFly Mail Agent, a name that nobody has',
    from: 'MAILER-DAEMON <>',
    subject: 'Mail delivery failed',
    body: `This is the DragonFly Mail Agent v0.13 at df.example.net.

There was an error delivering your mail to <ada@example.org>.

DNS lookup failure: host example.org not found

Original message follows.

`,
    expected: 'hard unknown_host ada@example.org',
  },
]
