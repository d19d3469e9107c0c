"""The hands: what lies outside the process. One module per provider; each real one has a null twin."""

from hall.adapters.accounts import MailAccount, TwilioAccount
from hall.adapters.null import NullCarrier
from hall.notices.ports import Carrier, Carriers


def build(twilio: TwilioAccount | None, mail: MailAccount | None, public_url: str | None) -> Carriers:
    """The carriers that the settings name; the null twin for each that they do not."""
    sms: Carrier = NullCarrier()
    email: Carrier = NullCarrier()
    if twilio is not None:
        from hall.adapters.twilio_sms import TwilioSms  # not loaded where nobody has an account

        sms = TwilioSms(twilio, public_url)
    if mail is not None:
        from hall.adapters.smtp_mail import SmtpMail

        email = SmtpMail(mail)
    return Carriers(sms=sms, email=email)
