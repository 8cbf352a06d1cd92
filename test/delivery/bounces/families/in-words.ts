import type { Sample } from './sample.ts'

/**
 * How mail systems report in words only, each as its documentation or its source has it, about invented people. None was
 * looked at in the corpus: they are here to see that the rules hold for systems that the corpus lacks.
 */
export const inWords: readonly Sample[] = [
  {
    system: 'ActiveHunter',
    from: 'MAILER-DAEMON@mx.example.net',
    subject: 'FAILURE NOTICE :',
    body: `   ----- The following addresses had permanent fatal errors -----

>>> ada@example.org <ada@example.org>

   ----- The log of the session -----
550 sorry, no mailbox here by that name (#5.1.1 - chkusr)

   ----- Original message follows -----
`,
    expected: 'hard unknown_user ada@example.org',
  },
  {
    system: 'Biglobe',
    from: 'postmaster@biglobe.example',
    subject: 'Returned mail: see transcript for details',
    body: `   ----- The following addresses had delivery problems -----
<ada@example.org>

   ----- Non-delivered information -----
The number of messages in recipient's mailbox exceeded the local limit.
`,
    expected: 'soft mailbox_full ada@example.org',
  },
  {
    system: 'EZweb, an account that is limited',
    from: 'Postmaster@ezweb.example',
    subject: 'Mail System Error - Returned Mail',
    body: `The user(s) account is temporarily limited.

<ada@example.org>

   ----- Original message follows -----
`,
    expected: 'soft mailbox_disabled ada@example.org',
  },
  {
    system: 'EZweb, a user that is none',
    from: 'Postmaster@ezweb.example',
    subject: 'Mail System Error - Returned Mail',
    body: `Each of the following recipients was rejected by a remote
mail server.

    Recipient: <ada@example.org>
    >>> RCPT TO:<ada@example.org>
    <<< 550 <ada@example.org>: User unknown

`,
    expected: 'hard unknown_user ada@example.org',
  },
  {
    system: 'au',
    from: 'no-reply@app.example.net',
    subject: 'Mail System Error - Returned Mail',
    body: `Your mail sent on: Thu, 29 Apr 2010 11:04:47 +0900
    Could not be delivered to: <ada@example.org>
    As their mailbox is full.

`,
    expected: 'soft mailbox_full ada@example.org',
  },
  {
    system: 'IMail, a size',
    from: '"Postmaster" <postmaster@mail.example.net>',
    subject: 'Undeliverable Mail',
    body: `User mailbox exceeds allowed size: ada@example.org

Original message follows.

`,
    expected: 'soft mailbox_full ada@example.org',
  },
  {
    system: 'IMail, a user',
    from: '"Postmaster" <postmaster@mail.example.net>',
    subject: 'Undeliverable Mail',
    body: `Unknown user: ada@example.org

Original message follows.

`,
    expected: 'hard unknown_user ada@example.org',
  },
  {
    system: 'IMail, a host',
    from: '"Postmaster" <postmaster@mail.example.net>',
    subject: 'Undeliverable Mail',
    body: `Unknown host: ada@example.org

Original message follows.

`,
    expected: 'hard unknown_host ada@example.org',
  },
  {
    system: 'InterScan MSS',
    from: '"InterScan MSS" <mailer-daemon@scan.example.net>',
    subject: 'Mail could not be delivered',
    body: `****** Message from InterScan Messaging Security Suite ******

Sent <<< RCPT TO:<ada@example.org>
Received >>> 550 5.1.1 <ada@example.org>... User unknown

Unable to deliver message to <ada@example.org>

************************     End of message     **********************
`,
    expected: 'hard unknown_user ada@example.org',
  },
  {
    system: 'MailFoundry',
    from: '<>',
    subject: 'Message delivery has failed',
    body: `This is a MailFoundry delivery status notification.

Unable to deliver message to: <ada@example.org>
Delivery failed for the following reason:
Server mx22.example.org[192.0.2.222] failed with: 552 <ada@example.org>... Mailbox Full

This has been a permanent failure.  No further delivery attempts will be made.
`,
    expected: 'soft mailbox_full ada@example.org',
  },
  {
    system: 'MailMarshal',
    from: 'postmaster@marshal.example.net',
    subject: 'Undeliverable Mail: "Your papers of today"',
    body: `Your message:
   From:    papers@news.example.com
   Subject: Your papers of today

Could not be delivered because of

550 5.1.1 User unknown

The following recipients were affected:
    ada@example.org

Additional Information
======================
`,
    expected: 'hard unknown_user ada@example.org',
  },
  {
    system: 'Exchange 2007 without a report part',
    from: 'Microsoft Exchange <MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e@mail.example.net>',
    subject: 'Undeliverable: Your papers of today',
    body: `Delivery has failed to these recipients or distribution lists:

ada@example.org
The recipient's mailbox is full. Microsoft Exchange will not try to redeliver this message for you.

Diagnostic information for administrators:

Generating server: mta2.example.net

ada@example.org
#554 5.2.2 mailbox full; STOREDRV.Deliver.Exception:QuotaExceededException; Failed to process message ##

Original message headers:

`,
    expected: 'soft mailbox_full ada@example.org',
  },
  {
    system: 'Exchange 2010 in French',
    from: 'Microsoft Exchange <MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e@mail.example.net>',
    subject: 'Non remis : Vos articles',
    body: `Échec de la remise pour ces destinataires ou groupes :

ada@example.org
L'adresse de messagerie que vous avez entrée est introuvable.

Informations de diagnostic à destination des administrateurs :

Serveur de génération : mta4.example.net

ada@example.org
#550 5.1.1 RESOLVER.ADR.RecipNotFound; not found ##

En-têtes de message d'origine :
`,
    expected: 'hard unknown_user ada@example.org',
  },
  {
    system: 'Exchange 2010, a sender who may not',
    from: 'Microsoft Exchange <MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e@mail.example.net>',
    subject: 'Undeliverable: Your papers of today',
    body: `Delivery has failed to these recipients or groups:

ada@example.org
You do not have permission to send to this recipient.

Diagnostic information for administrators:

Generating server: mta2.example.net

ada@example.org
#550 5.7.1 RESOLVER.RST.NotAuthorized; not authorized ##
`,
    expected: 'soft policy ada@example.org',
  },
  {
    system: 'Exchange 2003, no reason',
    from: 'System Administrator <postmaster@exchange.example.net>',
    subject: 'Undeliverable: Your papers of today',
    body: `Your message

  To:      ada@example.org
  Subject: No such user, no such luck
  Sent:    Thu, 29 Apr 2010 18:14:35 +0900

did not reach the following recipient(s):

ada@example.org on Thu, 29 Apr 2010 18:14:35 +0900
    The recipient was unavailable to take delivery of the message
        The MTS-ID of the original message is: c=us;a= ;p=neko
    MSEXCH:MSExchangeMTA:EXAMPLE:MAIL 0 (000B09AA) The recipient was unavailable
`,
    expected: 'soft undefined ada@example.org',
  },
  {
    system: '1&1',
    from: '"Mail Delivery System" <mailer-daemon@kundenserver.example>',
    subject: 'Warning: message delivery failed',
    body: `This message was created automatically by mail delivery software.

A message that you sent could not be delivered to one or more of
its recipients. The following addresses failed:

<ada@example.org>

For the following reason:

host: mx.example.org
Mail server for "example.org" unreachable for too long

--- The header of the original message is following. ---

`,
    expected: 'soft network ada@example.org',
  },
  {
    system: 'Kundenserver, an answer to RCPT',
    from: '"Mail Delivery System" <mailer-daemon@kundenserver.example>',
    subject: 'Mail delivery failed: returning message to sender',
    body: `This message was created automatically by mail delivery software.

A message that you sent could not be delivered to one or more of
its recipients. This is a permanent error. The following address failed:

  ada@example.org:
    SMTP error from remote server for RCPT TO command, host: mx.example.org (192.0.2.17) reason: 550 No such user here

--- The header of the original message is following. ---

`,
    expected: 'hard unknown_user ada@example.org',
  },
  {
    system: 'Kundenserver, an answer to the text',
    from: '"Mail Delivery System" <mailer-daemon@kundenserver.example>',
    subject: 'Mail delivery failed: returning message to sender',
    body: `A message that you sent could not be delivered to one or more of
its recipients. This is a permanent error. The following address failed:

  ada@example.org:
    SMTP error from remote server for TEXT command, host: mx.example.org (192.0.2.17) reason: 550 unknown user

`,
    expected: 'soft refused ada@example.org',
  },
]
