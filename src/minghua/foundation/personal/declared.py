"""What the foundation's own tables, and the libraries' tables, hold of people."""

from typing import Final

from minghua.kernel.personal import FILES, GENERIC, MANY, MENTIONED, STAFF, Register, register

LIBRARIES: Final[tuple[Register, ...]] = (
    register("auth.Permission", "none", "", impersonal="name codename"),
    register("auth.Group", "none", "", impersonal="name"),
    register("contenttypes.ContentType", "none", "", impersonal="app_label model"),
    register(
        "sessions.Session",
        STAFF,
        "session_key session_data | security employment ordinary session keep",
        impersonal="expire_date",
    ),
    register("account.EmailAddress", STAFF, "email | staff employment identity staff keep"),
    register(
        "account.EmailConfirmation", STAFF, "key | security employment ordinary session keep", impersonal="created sent"
    ),
    register(
        "mfa.Authenticator",
        STAFF,
        "data | security employment sensitive staff keep",
        impersonal="type created_at last_used_at",
    ),
    register(
        "usersessions.UserSession",
        STAFF,
        "ip user_agent session_key data | security employment ordinary session keep",
        impersonal="created_at last_seen_at",
    ),
)
PEOPLE: Final[tuple[Register, ...]] = (
    register("people.Team", "none", "", impersonal="name path"),
    register(
        "people.Role",
        "none",
        "",
        impersonal="code name_zh name_en permissions scope masked_fields export_rows mfa_since mfa_grace_days",
    ),
    register(
        "people.User",
        STAFF,
        """
        username name email external_id | staff employment identity staff keep
        password | security employment sensitive staff keep
        """,
        impersonal="last_login language theme joined_at mfa_from sessions_epoch",
    ),
    register(
        "tokens.ApiToken",
        STAFF,
        "name | security employment ordinary staff keep",
        impersonal="prefix secret_sha256 scopes row_cap rows_on rows_used created_at expires_at last_used_at revoked_at",
    ),
    register(
        "permissions.RecordShare",
        GENERIC,
        "reason | account contract ordinary archive row",
        impersonal="subject_type subject_id shared_at",
    ),
)
EXPORTS: Final[tuple[Register, ...]] = (
    register(
        "exports.Export",
        MANY,
        "spec reason decision_reason | account employment ordinary account sweep",
        impersonal="""id kind form language columns rows_asked channel token_id mark state asked_at ask_until
        decided_at made_at rows_made file_id sha256 size file_until downloads most_downloads ended_at""",
    ),
    register("exports.ExportDay", "none", "", impersonal="day rows unapproved"),
)
RECORDS: Final[tuple[Register, ...]] = (
    register("personal.Erasure", "none", "", impersonal="customer_id number reason at gone kept"),
    register(
        "personal.LegalHold",
        "customer_id",
        "why lift_reason | account duty ordinary account blank",
        impersonal="customer_id since last_on until",
    ),
    register(
        "backups.Backup", "none", "", impersonal="name started_at finished_at rows files size failure forgotten_at"
    ),
    register("vault.Key", "none", "", impersonal="customer_id wrapped version created_at destroyed_at mark"),
    register(
        "audit.AuditEvent",
        STAFF,
        """
        actor_name | account duty ordinary account keep
        """,
        impersonal="seq at actor_id channel request_id verb subject_type subject_id data previous_hash hash",
    ),
    register("audit.AuditHead", "none", "", impersonal="seq hash"),
    register(
        "history.FieldChange",
        GENERIC,
        "old new by_name | account contract identity archive row",
        impersonal="subject_type subject_id field at by_id source run_id",
    ),
    register(
        "timeline.TimelineEntry",
        "customer_id",
        "data by_name | follow contract ordinary story row",
        impersonal="customer_id at kind ref_type ref_id by_id run_id",
    ),
    register(
        "parameters.ParameterVersion",
        STAFF,
        "set_by_name | account employment ordinary account keep",
        impersonal="code version valid_from value reason set_at set_by_id",
    ),
    register("vocabulary.VocabularyTerm", "none", "", impersonal="vocabulary code zh en position colour merged_into"),
    register("vocabulary.TermMerge", "none", "", impersonal="vocabulary source target moved by_id at undone_at"),
    register(
        "files.StoredFile",
        FILES,
        "name | serve contract ordinary archive row",
        impersonal="content_type size sha256 stored_at stored_by_id",
    ),
    register(
        "search.SearchDocument",
        "customer_id",
        "title subtitle haystack | identify contract identity index row",
        impersonal="kind ref_id customer_id",
    ),
    register(
        "listing.SavedView",
        MENTIONED,
        "name spec | account employment ordinary views sweep",
        impersonal="list_code visibility position updated_at",
    ),
)
TOLD: Final[tuple[Register, ...]] = (
    register(
        "notices.Notice",
        GENERIC,
        "title_zh title_en body_zh body_en link key | follow contract ordinary notices row",
        impersonal="kind subject_type subject_id mode deadline_at created_at read_at mail_state mailed_at mail_error",
    ),
    register(
        "routing.RoutingTable",
        STAFF,
        "reason | account employment ordinary account keep",
        impersonal="version valid_from routes set_at",
    ),
    register(
        "routing.RoutedItem",
        "customer_id",
        "title_zh title_en body_zh body_en link key outcome | follow contract ordinary story row",
        impersonal="""info_type importance customer_id table_version mode action_zh action_en state deadline_at created_at
        seen_at handled_at escalated_at""",
    ),
    register("routing.RoutedTo", "none", "", impersonal="escalated"),
    register("notices.NoticeWish", "none", "", impersonal="kind wish"),
    register("notices.DigestHour", "none", "", impersonal="hour"),
    register(
        "invariants.Verification",
        STAFF,
        "by_name | account employment ordinary account keep",
        impersonal="started_at finished_at checked broken results",
    ),
)
MOVING: Final[tuple[Register, ...]] = (
    register(
        "jobs.Job",
        MANY,
        "last_error | account employment ordinary jobs sweep",
        impersonal="name payload key state due_at attempts fence worker created_at started_at finished_at",
    ),
    register("jobs.CronSlot", "none", "", impersonal="name slot served_at"),
    register("jobs.WorkerBeat", "none", "", impersonal="worker beat_at"),
    register("engine.Change", "none", "", impersonal="fact row_id"),
    register(
        "engine.Snapshot",
        "none",
        "",
        impersonal="token state started_at finished_at cut_at shape contents pieces done",
    ),
    register("webhooks.Subscription", "none", "", impersonal="url name kinds fields enabled disabled_why created_at"),
    register("webhooks.Secret", "none", "", impersonal="wrapped created_at lapses_at"),
    register("webhooks.Event", "none", "", impersonal="message_id kind at customer_id data"),
    register(
        "webhooks.Delivery",
        "none",
        "",
        impersonal="state attempts fence due_at last_status last_problem finished_at",
    ),
    register(
        "idempotency.KeyedAnswer",
        MANY,
        "body | account contract identity answers sweep",
        impersonal="actor_id key fingerprint status content_type created_at",
    ),
    register("imports.ImportTemplate", "none", "", impersonal="name target signature mapping options changed_at"),
    register(
        "imports.ImportRun",
        MANY,
        "samples file_id | import contract identity staging sweep",
        impersonal="""name target file_size sha256 state created_at started_at finished_at beat_at reading headers sheets
        mapping options phase checkpoint attempt rows_read rows_total units_total forecast counts failure""",
    ),
    register(
        "imports.ImportProblem",
        MANY,
        "excerpt params | import contract identity staging sweep",
        impersonal="unit row field code severity stage",
    ),
    register(
        "imports.ImportChange",
        GENERIC,
        "before | import contract identity staging row",
        impersonal="subject_type subject_id",
    ),
    register("imports.ImportTouch", "none", "", impersonal="subject_id"),
)
FOUNDATION: Final[tuple[Register, ...]] = (*LIBRARIES, *PEOPLE, *EXPORTS, *RECORDS, *TOLD, *MOVING)
