"""Rows of one's own account, of signing in, of the administration and of what everybody may see."""

from tests.access.rows import ADMIN, NOT_TOLD, Row
from tests.access.rules import SEES

# Anybody, signed in or not. None of these may hold anything of the network.
PUBLIC = frozenset(
    {
        "healthz", "readyz", "manifest", "worker", "offline", "set_language", "accessibility", "adoption-measured",
        "account_login", "account_logout", "account_signup", "account_inactive",
        "account_reset_password", "account_reset_password_done",
        "account_reset_password_from_key", "account_reset_password_from_key_done",
        "account_confirm_email", "account_email_verification_sent", "account_confirm_login_code", "mfa_authenticate",
        "admin:login",
        "mail-stop",  # its signature names whose mails it stops: tests/communities/test_mails.py
        "mail-inbound",  # whoever hands a message over signs it: tests/communities/test_replies_by_mail.py
        "file-signed",  # its signature names whoever reads: tests/communities/test_file_links.py
    }
)  # fmt: skip

# One's own, whoever one is: the table looks for what is not theirs in the answer.
OWN = frozenset(
    {
        "push-devices", "push-key", "push-on",
        "profile-edit", "photo-change", "settings", "token", "theme", "sign-out-everywhere", "account_email",
        "account_change_password", "account_set_password", "account_reauthenticate", "usersessions_list",
        "adoption-kept", "adoption-kept-json", "adoption-kept-csv",
        "adoption-mine",
        "mail-settings", "mail-next", "mail-now", "mail-confirm", "mail-revoke",
        "mfa_index", "mfa_reauthenticate", "mfa_activate_totp", "mfa_deactivate_totp",
        "mfa_view_recovery_codes", "mfa_generate_recovery_codes", "mfa_download_recovery_codes",
    }
)  # fmt: skip

# The administration opens for administrators, and never holds what is said in communities.
ADMINISTERED = frozenset({"audit.auditevent", "people.person", "people.unit", "communities.reactionkind"})
ADMIN_PAGES = [
    Row("admin:index", sees=ADMIN, unseen=NOT_TOLD | {"sign in"}),
    Row("admin:people_person_changelist", sees=ADMIN, unseen=NOT_TOLD | {"sign in"}, variants=("", "?q=bob")),
    Row("admin:people_person_change", "person", sees=dict.fromkeys(SEES, "ada"), unseen=NOT_TOLD | {"sign in"}),
    Row("admin:people_person_history", "person", sees=dict.fromkeys(SEES, "ada"), unseen=NOT_TOLD | {"sign in"}),
    Row("admin:search", sees=ADMIN, unseen=NOT_TOLD | {"sign in"}, variants=("?s=turbine", "?s=discret", "?s=bob")),
    Row("admin:people_unit_changelist", sees=ADMIN, unseen=NOT_TOLD | {"sign in"}),
    Row("admin:audit_auditevent_changelist", sees=ADMIN, unseen=NOT_TOLD | {"sign in"}),
    Row("admin:communities_reactionkind_changelist", sees=ADMIN, unseen=NOT_TOLD | {"sign in"}),
]
