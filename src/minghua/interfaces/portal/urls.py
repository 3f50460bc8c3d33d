"""The addresses of the member centre."""

from django.urls import path

from minghua.interfaces.portal import entering, own, playing

urlpatterns = [
    path("m/", own.home, name="member_home"),
    path("m/login", entering.login, name="member_login"),
    path("m/code", entering.code, name="member_code"),
    path("m/logout", entering.logout, name="member_logout"),
    path("m/language", entering.speak, name="member_language"),
    path("m/manifest", entering.manifest, name="member_manifest"),
    path("m/points", own.points, name="member_points"),
    path("m/benefits", own.benefits, name="member_benefits"),
    path("m/benefits/<slug:scheme>/<slug:pack>", own.claim, name="member_claim"),
    path("m/check-in/<slug:portfolio>/<slug:activity>", own.check_in, name="member_check_in"),
    path("m/play", playing.play, name="member_play"),
    path("m/played/<int:taking_id>", playing.played, name="member_played"),
    path("m/play/<slug:portfolio>/<slug:code>", playing.activity, name="member_activity"),
    path("m/play/<slug:portfolio>/<slug:code>/takings", playing.take, name="member_take"),
    path("m/play/<slug:portfolio>/<slug:code>/offers/<slug:item>", playing.offer, name="member_offer"),
    path("m/play/<slug:portfolio>/<slug:code>/proof", playing.proof, name="member_proof"),
    path("m/play/<slug:portfolio>/<slug:code>/deck", playing.deck, name="member_deck"),
    path("m/orders", own.orders, name="member_orders"),
    path("m/orders/<int:order_id>", own.order, name="member_order"),
    path("m/data", own.data, name="member_data"),
    path("m/data/consent", own.consent, name="member_consent"),
    path("m/data/requests", own.ask, name="member_ask"),
]
