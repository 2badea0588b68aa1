"""Every address that a library brings: a new one has to be written down here before the access matrix is content."""

ALLAUTH = {
    "account_login",
    "account_logout",
    "account_inactive",
    "account_signup",
    "account_reauthenticate",
    "account_email",
    "account_email_verification_sent",
    "account_change_password",
    "account_set_password",
    "account_reset_password",
    "account_confirm_login_code",
    "account_confirm_email",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "account_reset_password_done",
}

# Where somebody sets up, changes and uses a second step; `mfa_index` and `mfa_list_webauthn` lead to a page of ours.
ALLAUTH |= {
    "mfa_index",
    "mfa_list_webauthn",
    "mfa_login_webauthn",
    "mfa_authenticate",
    "mfa_reauthenticate",
    "mfa_activate_totp",
    "mfa_deactivate_totp",
    "mfa_view_recovery_codes",
    "mfa_generate_recovery_codes",
    "mfa_download_recovery_codes",
    "mfa_add_webauthn",
    "mfa_reauthenticate_webauthn",
    "mfa_remove_webauthn",
    "mfa_edit_webauthn",
}

ADMIN = {
    "admin:index",
    "admin:login",
    "admin:logout",
    "admin:password_change",
    "admin:password_change_done",
    "admin:autocomplete",
    "admin:jsi18n",
    "admin:view_on_site",
    "admin:app_list",
    "admin:advice_matrix",
    "admin:advice_overview",
    "admin:advice_packs",
    "admin:advice_pack_export",
    "admin:advice_pack_compare",
    "admin:advice_pack_apply",
    "admin:advice_version_begin",
    "admin:advice_version_publish",
    "admin:advice_version_drop",
    "admin:recovery_shown",
    "admin:nudges_shown",
    "admin:nudges_test",
    "admin:admin/(?P<url>.*)$",  # whatever else begins with admin/: a login, or not there
}

# Each registered model, with what its pages can do besides list, add, change, delete and history.
CURATED, PART = ["preview", "simple_history"], ["simple_history"]
MODELS = {
    "auth_group": [],
    "account_emailaddress": [],
    "accounts_user": [],
    "advice_article": CURATED,
    "advice_card": CURATED,
    "advice_letter": CURATED,
    "advice_nudgetext": CURATED,
    "advice_prompt": PART,
    "advice_reframe": CURATED,
    "advice_source": CURATED,
    "advice_step": CURATED,
    "advice_stepcondition": PART,
    "advice_steprule": PART,
    "advice_stepvariant": PART,
    "advice_supportservice": CURATED,
    "nudges_deadaddress": [],
    "nudges_gate": [],
    "nudges_heartbeat": [],
    "nudges_message": [],
    "nudges_nudge": [],
}
for _model, _more in MODELS.items():
    ADMIN |= {f"admin:{_model}_{verb}" for verb in ["changelist", "add", "change", "delete", "history", *_more]}
    ADMIN.add(f"admin:admin/{_model.replace('_', '/')}/<path:object_id>/")  # leads to the page that changes it

# Of nobody's rows, and in no app of ours: what machines ask, and the page of the design system.
NOBODYS = {"health", "metrics", "styleguide", "styleguide-question"}

LIBRARIES = ALLAUTH | ADMIN | NOBODYS
