"""How people sign up and sign in: Django's accounts, allauth's pages, and the second step."""

from config.settings.installation import EMAIL_URL, IS_EMBEDDED, IS_HTTPS, TRUSTED_PROXY_COUNT, env

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 8}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory" if EMAIL_URL else "none"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_SIGNUP_REDIRECT_URL = "/welcome/"
ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_FORMS = {
    "signup": "accounts.forms.signing_in.SignupForm",
    "login": "accounts.forms.signing_in.LoginForm",
    "reauthenticate": "accounts.forms.signing_in.ReauthenticateForm",
    "reset_password": "accounts.forms.signing_in.ResetPasswordForm",
    "reset_password_from_key": "accounts.forms.signing_in.ResetPasswordKeyForm",
    "set_password": "accounts.forms.signing_in.SetPasswordForm",
    "change_password": "accounts.forms.signing_in.ChangePasswordForm",
    "add_email": "accounts.forms.signing_in.AddEmailForm",
}
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if IS_HTTPS else "http"
MFA_ADAPTER = "accounts.adapter.MFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Rebound"
MFA_TOTP_TOLERANCE = 1  # the code before and the one after: clocks differ, and typing takes a while
# Where mail goes out nobody is signed in without a proof of their address; where none does there is no such proof.
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_FORMS = {
    "authenticate": "accounts.forms.second_steps.SecondStepForm",
    "reauthenticate": "accounts.forms.second_steps.SecondStepAgainForm",
    "authenticate_webauthn": "accounts.forms.second_steps.PasskeyForm",
    "reauthenticate_webauthn": "accounts.forms.second_steps.PasskeyAgainForm",
    "login_webauthn": "accounts.forms.second_steps.PasskeyLoginForm",
    "activate_totp": "accounts.forms.second_steps.AppForm",
    "add_webauthn": "accounts.forms.second_steps.AddPasskeyForm",
    "edit_webauthn": "accounts.forms.second_steps.RenamePasskeyForm",
}
# Whether staff come behind the scenes only after a second step.
ADMIN_TWO_FACTOR = env.bool("ADMIN_TWO_FACTOR", default=not IS_EMBEDDED)
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXY_COUNT
