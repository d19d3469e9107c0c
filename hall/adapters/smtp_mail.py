"""E-mail through a server of outgoing mail, with the standard library.

There is no asking after a mail: one that may have left stays unknown and is listed for a person.
"""

import smtplib
import ssl
from email.message import EmailMessage
from email.utils import make_msgid

from hall.adapters.accounts import MailAccount
from hall.notices.ports import CarrierRefused, CarrierUnsure, Found, Letter

SECONDS = 10.0
PERMANENT = range(500, 600)


class SmtpMail:
    """One server, one address to send from."""

    def __init__(self, account: MailAccount) -> None:
        self._account = account

    @property
    def is_real(self) -> bool:
        return True

    def send(self, letter: Letter) -> str:
        message = self._written(letter)
        try:
            server = self._connected()
        except smtplib.SMTPResponseException as error:
            raise CarrierRefused("account", permanent=False, away=True) from error
        except (OSError, smtplib.SMTPException) as error:
            raise CarrierRefused("no_connection", permanent=False, away=True) from error
        try:
            server.send_message(message)
        except smtplib.SMTPRecipientsRefused as error:
            code = next(iter(error.recipients.values()))[0]
            raise CarrierRefused("address_refused", permanent=code in PERMANENT) from error
        except smtplib.SMTPResponseException as error:
            raise CarrierRefused("refused", permanent=error.smtp_code in PERMANENT) from error
        except (OSError, smtplib.SMTPException) as error:
            raise CarrierUnsure("line_broke") from error
        finally:
            server.close()
        return str(message["Message-ID"])[:64]

    def find(self, letter: Letter) -> Found | None:
        raise CarrierUnsure("cannot_say")

    def _connected(self) -> smtplib.SMTP:
        """Encrypted and signed in, or an error before anything was said of anybody."""
        account, trust = self._account, ssl.create_default_context()
        server: smtplib.SMTP
        if account.tls:
            server = smtplib.SMTP_SSL(account.host, account.port, timeout=SECONDS, context=trust)
        else:
            server = smtplib.SMTP(account.host, account.port, timeout=SECONDS)
        try:
            if not account.tls and not account.plain:
                server.starttls(context=trust)
            if account.user and account.password:
                server.login(account.user, account.password)
        except BaseException:
            server.close()
            raise
        return server

    def _written(self, letter: Letter) -> EmailMessage:
        message = EmailMessage()
        message["From"], message["To"] = self._account.sender, letter.to
        message["Subject"] = letter.subject
        domain = self._account.sender.rpartition("@")[2].rstrip(">")
        message["Message-ID"] = make_msgid(letter.notice[-8:], domain=domain)
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(letter.text + "\n")
        return message
