"""Whatever a person can change on a page, a program can change through the API; exceptions carry their reason."""

import inspect
from typing import Any

from minghua.interfaces.web import urls
from tests.functional.rest.calls import CUSTOMER
from tests.functional.rest.matrix import DECLARED
from tests.functional.rest.parity_service import ON_CASES, ON_UNITS

ON_CUSTOMER = {
    "customer_cell": f"PATCH {CUSTOMER}",
    "customer_contacts": f"POST {CUSTOMER}/contacts",
    "customer_step_done": "PUT /api/v1/next-steps/{step_id}/completion",
    "customer_field": f"PATCH {CUSTOMER}",
    "customer_new": "POST /api/v1/customers",
    "customer_owner": f"PUT {CUSTOMER}/owner",
    "customer_pool": f"PUT {CUSTOMER}/pool",
    "customer_claim": f"POST {CUSTOMER}/claim",
    "customer_shares": f"POST {CUSTOMER}/shares",
    "customer_share": f"DELETE {CUSTOMER}/shares/{{share_id}}",
    "customer_closure": f"PUT {CUSTOMER}/closure",
    "customer_verification": f"PUT {CUSTOMER}/verification",
    "customer_tags": f"POST {CUSTOMER}/tags",
    "customer_tag": f"DELETE {CUSTOMER}/tags/{{tag_id}}",
    "customer_relations": f"POST {CUSTOMER}/relations",
    "customer_relation": "PUT /api/v1/relations/{relation_id}/end",
    "customer_members": f"POST {CUSTOMER}/members",
    "customer_member": "PUT /api/v1/members/{member_id}/end",
    "customer_attachments": f"POST {CUSTOMER}/attachments",
    "customer_attachment": "DELETE /api/v1/attachments/{attachment_id}",
    "customers_assignment": "POST /api/v1/bulk/customers/owner",
    "customers_tags": "POST /api/v1/bulk/customers/tag",
    "customers_undoing": "PUT /api/v1/bulk/customers/{token}/undo",
    "customers_sweep_undoing": "PUT /api/v1/sweeps/customers/{token}/undo",
    "customers_board_move": f"PATCH {CUSTOMER}",
    "customers_export": "GET /api/v1/exports/customers.csv",
    "pool_claim": f"POST {CUSTOMER}/claim",
    "today_completion": "PUT /api/v1/next-steps/{step_id}/completion",
    "today_reopening": "DELETE /api/v1/next-steps/{step_id}/completion",
    "today_postponement": "PUT /api/v1/next-steps/{step_id}/due",
    "today_due": "PUT /api/v1/next-steps/{step_id}/due",
    "today_assignee": "PUT /api/v1/next-steps/{step_id}/assignee",
    "today_plan": f"POST {CUSTOMER}/next-steps",
}
ON_TRADE = {
    "import_upload": "POST /api/v1/imports",
    "import_reading": "POST /api/v1/imports",
    "import_mapping": "PUT /api/v1/imports/{run_id}/mapping",
    "import_check": "POST /api/v1/imports/{run_id}/check",
    "import_start": "POST /api/v1/imports/{run_id}/start",
    "import_resume": "POST /api/v1/imports/{run_id}/resumption",
    "import_discard": "DELETE /api/v1/imports/{run_id}",
    "import_undo": "POST /api/v1/imports/{run_id}/reversal",
    "import_template_delete": "DELETE /api/v1/import-templates/{template_id}",
    "jar-survey": "POST /api/v1/surveys",
    "jar-terms": "PATCH /api/v1/jars/{jar_id}",
    "jar-size": "POST /api/v1/jars/{jar_id}/sizings",
    "jar-absences": "POST /api/v1/jars/{jar_id}/absences",
    "jar-absence-removal": "DELETE /api/v1/jars/{jar_id}/absences/{absence_id}",
    "jar-occasions": "POST /api/v1/jars/{jar_id}/occasions",
    "jar-occasion-removal": "DELETE /api/v1/jars/{jar_id}/occasions/{occasion_id}",
    "jar-closure": "POST /api/v1/jars/{jar_id}/closure",
    "order_new": "POST /api/v1/orders",
    "order_return": "POST /api/v1/returns",
    "product_new": "POST /api/v1/products",
    "product_edit": "PATCH /api/v1/products/{product_id}",
    "return_line_order": "PUT /api/v1/return-lines/{line_id}/order-line",
    "return_line_untying": "DELETE /api/v1/return-lines/{line_id}/order-line",
    "route-delivery": "POST /api/v1/jars/{jar_id}/deliveries",
    "route-visit": "POST /api/v1/jars/{jar_id}/visits",
    "route-withdrawal": "POST /api/v1/deliveries/{delivery_id}/withdrawal",
    "route-pause": "POST /api/v1/rhythms/{rhythm_id}/pause",
}
ON_SETTINGS = {
    "pool_settings": "POST /api/v1/pools",
    "pyramid_settings": "POST /api/v1/pyramids",
    "rfm_settings": "POST /api/v1/rfm",
    "rfm_refresh": "POST /api/v1/analysis/refreshes",
    "pool_setting": "PUT /api/v1/pools/{pool_id}",
    "settings_audit_verification": "GET /api/v1/audit/chain",
    "settings_job_retry": "POST /api/v1/jobs/{job_id}/retry",
    "settings_job_abandonment": "PUT /api/v1/jobs/{job_id}/closure",
    "settings_webhooks": "POST /api/v1/webhooks",
    "settings_webhook_secret": "POST /api/v1/webhooks/{subscription_id}/secrets",
    "settings_webhook_activation": "PUT /api/v1/webhooks/{subscription_id}/activation",
    "settings_webhook_ping": "POST /api/v1/webhooks/{subscription_id}/ping",
    "settings_webhook_replay": "POST /api/v1/webhooks/{subscription_id}/replays",
    "settings_webhook_removal": "DELETE /api/v1/webhooks/{subscription_id}",
    "settings_system_verification": "POST /api/v1/system/verification",
    "settings_parameter": "POST /api/v1/parameters/{code}/versions",
    "settings_person_new": "POST /api/v1/people",
    "settings_person": "PUT /api/v1/people/{user_id}",
    "settings_person_deactivation": "PUT /api/v1/people/{user_id}/activation",
    "settings_person_activation": "PUT /api/v1/people/{user_id}/activation",
    "settings_person_invitation": "PUT /api/v1/people/{user_id}/password",
    "settings_role_new": "PUT /api/v1/roles/{code}",
    "settings_role": "PUT /api/v1/roles/{code}",
    "settings_team_new": "POST /api/v1/teams",
    "settings_team": "PUT /api/v1/teams/{team_id}",
    "settings_team_closing": "PUT /api/v1/teams/{team_id}/activation",
    "settings_team_reopening": "PUT /api/v1/teams/{team_id}/activation",
    "settings_tokens": "POST /api/v1/tokens",
    "settings_token_revocation": "PUT /api/v1/tokens/{token_id}/revocation",
    "settings_vocabulary": "PUT /api/v1/vocabularies/{name}/terms/{code}",
    "views": "POST /api/v1/views",
    "view": "PATCH /api/v1/views/{view_id}",
    "view_deletion": "DELETE /api/v1/views/{view_id}",
}
ON_RECORDS = {
    "cleaning": "POST /api/v1/cleanings",
    "cleaning_application": "PUT /api/v1/cleanings/{run_id}/application",
    "cleaning_decision": "PUT /api/v1/cleaning-changes/{change_id}/decision",
    "cleaning_reversal": "DELETE /api/v1/cleanings/{run_id}/application",
    "customer_additions": f"PATCH {CUSTOMER}",
    "customer_consents": f"POST {CUSTOMER}/consents",
    "customer_difference": "POST /api/v1/duplicates/{pair_id}/difference",
    "customer_erasure": f"PUT {CUSTOMER}/erasure",
    "customer_hold": f"PUT {CUSTOMER}/hold",
    "customer_hold_lifting": f"PUT {CUSTOMER}/hold/lifting",
    "customer_merge": f"POST {CUSTOMER}/merges",
    "customer_package_new": f"POST {CUSTOMER}/packages",
    "customer_pair_search": "POST /api/v1/duplicates/search",
    "customer_pair_search_stop": "DELETE /api/v1/duplicates/search",
    "customer_restriction": f"PUT {CUSTOMER}/restriction",
    "customer_reveal": f"POST {CUSTOMER}/reveals",
    "customer_unmerge": "DELETE /api/v1/merges/{merge_id}",
    "customer_withdrawal": f"POST {CUSTOMER}/consent-withdrawals",
    "customer_withdrawal_link": f"POST {CUSTOMER}/withdrawal-link",
    "customers_consent_withdrawal": "POST /api/v1/bulk/customers/consent-withdrawals",
    "export_approval": "PUT /api/v1/exports/{export_id}/decision",
    "export_refusal": "PUT /api/v1/exports/{export_id}/decision",
    "export_new": "POST /api/v1/exports/customers",
    "export_withdrawal": "DELETE /api/v1/exports/{export_id}",
    "field_verification": f"PUT {CUSTOMER}/fields/{{field}}/verification",
    "customer_grade_inputs": f"PUT {CUSTOMER}/grade/inputs",
    "customer_grade_regrading": f"POST {CUSTOMER}/gradings",
    "customer_grade_review": f"PUT {CUSTOMER}/grade/review",
    "grade_card_examination": "POST /api/v1/grade-cards/examination",
    "grade_card_form": "POST /api/v1/grade-cards",
    "notices_opening": "PUT /api/v1/me/notices/{notice_id}/reading",
    "notices_reading": "PUT /api/v1/me/notices/{notice_id}/reading",
    "notices_reading_of_all": "PUT /api/v1/me/notices/reading",
    "request_deeds": "POST /api/v1/requests/{request_id}/deeds",
    "request_new": f"POST {CUSTOMER}/requests",
    "review_closure": f"PUT {CUSTOMER}/closure",
    "review_verification": f"PUT {CUSTOMER}/verification",
    "routed_handling": "PUT /api/v1/routed/{item_id}/handling",
    "routed_seeing": "PUT /api/v1/routed/{item_id}/seeing",
    "settings_field": "PATCH /api/v1/archive/custom-fields/{field_code}",
    "settings_field_archiving": "POST /api/v1/archive/custom-fields/{field_code}/archiving",
    "settings_field_new": "POST /api/v1/archive/custom-fields",
    "settings_field_restoring": "DELETE /api/v1/archive/custom-fields/{field_code}/archiving",
    "settings_field_retyping": "POST /api/v1/archive/custom-fields/{field_code}/retyping",
    "settings_policies": "POST /api/v1/privacy-policies",
    "settings_routing": "POST /api/v1/routing-table",
}
ON_LEVELS = {
    "tiers_install": "POST /api/v1/programme-presets/{preset}/installation",
    "tier_new": "POST /api/v1/programmes",
    "tier_examination": "POST /api/v1/programme-examination",
    "tier_new_form": "POST /api/v1/programmes",
    "tier_draft": "PUT /api/v1/programmes/{programme}/draft",
    "tier_draft_form": "PUT /api/v1/programmes/{programme}/draft",
    "tier_simulation": "POST /api/v1/programmes/{programme}/simulation",
    "tier_simulation_cancellation": "DELETE /api/v1/programmes/{programme}/simulation",
    "tier_publication": "POST /api/v1/programmes/{programme}/publication",
    "tier_stop": "PUT /api/v1/programmes/{programme}/closure",
    "customer_level_grants": f"POST {CUSTOMER}/level-grants",
    "customer_level_grant_end": "PUT /api/v1/level-grants/{grant_id}/end",
}
ON_BENEFITS = {
    "benefit_form": "POST /api/v1/benefit-schemes",
    "benefit_examination": "POST /api/v1/benefit-schemes/examination",
    "benefit_closure": "DELETE /api/v1/benefit-schemes/{code}",
    "benefit_revocation": "POST /api/v1/pack-grants/{grant_id}/revocation",
    "customer_packs": f"POST {CUSTOMER}/packs",
}
ON_POINTS = {
    "points_form": "POST /api/v1/points-schemes",
    "points_examination": "POST /api/v1/points-schemes/examination",
    "points_simulation": "POST /api/v1/points-schemes/simulation",
    "points_trial": "POST /api/v1/points-schemes/trial",
    "points_closure": "DELETE /api/v1/points-schemes/{code}",
    "points_install": "POST /api/v1/points-schemes/presets",
    "customer_points_gift": f"POST {CUSTOMER}/points/{{scheme}}/adjustments",
    "points_approval": "POST /api/v1/points-adjustments/{adjustment_id}/approval",
    "points_refusal": "POST /api/v1/points-adjustments/{adjustment_id}/refusal",
}
ON_COUPONS = {
    "coupons_install": "POST /api/v1/coupon-batches/presets",
    "coupon_codes": "POST /api/v1/coupon-batches/{code}/codes",
    "coupon_issues": f"POST {CUSTOMER}/coupons",
    "coupon_closure": "DELETE /api/v1/coupon-batches/{code}",
    "customer_coupons_issue": f"POST {CUSTOMER}/coupons",
}
ON_ACTIVITIES = {
    "activities_form": "POST /api/v1/activities",
    "activities_examination": "POST /api/v1/activities/examination",
    "activities_install": "POST /api/v1/activities/presets",
    "activity_closure": "DELETE /api/v1/activities/{code}",
    "activity_handover": "POST /api/v1/activity-takings/{taking_id}/handover",
    "activity_cancellation": "POST /api/v1/activity-takings/{taking_id}/cancellation",
    "activity_revealing": "POST /api/v1/activities/{code}/decks/{activity}/revealing",
}
ON_SHAPE = {
    "settings_layout": "PUT /api/v1/archive/layouts/{kind}",
    "settings_layout_resetting": "DELETE /api/v1/archive/layouts/{kind}",
    "settings_layout_restoring": "PUT /api/v1/archive/layouts/{kind}/versions/{version}/restoration",
    "settings_template": "POST /api/v1/archive/templates/{code}/installations",
    "settings_template_removal": "DELETE /api/v1/archive/template-installations/{template_id}",
    "settings_tags": "POST /api/v1/tags",
    "settings_tag": "PUT /api/v1/tags/{tag_id}",
    "settings_tag_deletion": "DELETE /api/v1/tags/{tag_id}",
    "settings_tag_merging": "POST /api/v1/tags/{tag_id}/merges",
    "settings_tag_unmerging": "DELETE /api/v1/tag-merges/{token}",
    "settings_term_deletion": "DELETE /api/v1/vocabularies/{name}/terms/{code}",
    "settings_term_merging": "POST /api/v1/vocabularies/{name}/merges",
    "settings_term_moving": "POST /api/v1/vocabularies/{name}/terms/{code}/moves",
    "notices_preferences": "PATCH /api/v1/me/notice-wishes",
    "settings_person_devices_end": "DELETE /api/v1/people/{user_id}/sign-ins",
    "settings_person_second_step": "DELETE /api/v1/people/{user_id}/second-step",
    "settings_term_unmerging": "DELETE /api/v1/vocabulary-merges/{merge_id}",
}
PAGES_ONLY = {
    **dict.fromkeys(("device_end", "devices_end"), "logins of browsers: a program has tokens, which have their revocation"),
    **dict.fromkeys(("settings_backups_making", "settings_mail_retry", "settings_mail_test"), "chores of who runs the house: `minghua` has them"),
    "customer_pairs_many": "merging many at once is for who looks at the preview; one by one has its operation",
}  # fmt: skip
NO_NEED = {
    "join": "the link is for the person alone: no program chooses somebody's password with it",
    "blank_cards": "writes nothing: draws cards to fill in by hand",
    "customer_alike": "writes nothing: asks who looks alike, as POST /customers answers too",
    "customer_package": "takes what was made; the file of an operation is taken by its own address",
    "export_file": "takes what was made, as GET /exports/{export_id}/file does",
    "language": "how one's own browser speaks",
    "theme": "how one's own browser looks",
    "jar-preview": "writes nothing: shows what a survey would come to",
    "design_value": "the page of the design system: writes nothing",
    "design_toast": "the page of the design system: writes nothing",
}


def writing_pages() -> set[str]:
    """The names of the pages that take anything but a read."""
    return {
        pattern.name
        for pattern in urls.urlpatterns
        if _methods(pattern.callback) - {"GET", "HEAD"}  # type: ignore[union-attr]
    }


def _methods(view: Any) -> set[str]:
    return set(inspect.getclosurevars(view).nonlocals.get("methods", ()))


def test_every_page_that_writes_has_its_operation_or_a_reason() -> None:
    known = (
        ON_CUSTOMER
        | ON_TRADE
        | ON_SETTINGS
        | ON_RECORDS
        | ON_LEVELS
        | ON_BENEFITS
        | ON_POINTS
        | ON_COUPONS
        | ON_ACTIVITIES
        | ON_UNITS
        | ON_CASES
        | ON_SHAPE
    )
    assert writing_pages() - {*known, *NO_NEED, *PAGES_ONLY} == set()
    assert {operation for operation in known.values() if operation not in DECLARED} == set()
