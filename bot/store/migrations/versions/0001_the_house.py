"""The house as it was first built."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "buttons",
        sa.Column("token", sa.Text(), nullable=False),
        sa.Column("actions", sa.Text(), nullable=False),
        sa.Column("holder", sa.Text(), nullable=False),
        sa.Column("act_id", sa.Text(), nullable=False),
        sa.Column("expires_at", WHOLE, nullable=False),
        sa.PrimaryKeyConstraint("token", name=op.f("pk_buttons")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_buttons_act_id"), "buttons", ["act_id"], unique=False)
    op.create_index(op.f("ix_buttons_holder"), "buttons", ["holder"], unique=False)
    op.create_table(
        "code_tries",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("at", WHOLE, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_code_tries")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_code_tries_at"), "code_tries", ["at"], unique=False)
    op.create_index(op.f("ix_code_tries_who"), "code_tries", ["who"], unique=False)
    op.create_table(
        "drawn_cards",
        sa.Column("owner_id", sa.Text(), nullable=False),
        sa.Column("guide", sa.Text(), nullable=False),
        sa.Column("deck", sa.Text(), nullable=False),
        sa.Column("card", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("owner_id", "guide", "deck", "card", name=op.f("pk_drawn_cards")),
        sqlite_strict=True,
    )
    op.create_table(
        "guides",
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_guides")),
        sqlite_strict=True,
    )
    op.create_table(
        "inbox",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("at", WHOLE, nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_inbox")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_inbox_at"), "inbox", ["at"], unique=False)
    op.create_table(
        "meta",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_meta")),
        sqlite_strict=True,
    )
    op.create_table(
        "places",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("platform", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("last_seq", WHOLE, nullable=False),
        sa.Column("hold_until", WHOLE, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_places")),
        sa.UniqueConstraint("platform", "address", name=op.f("uq_places_platform_address")),
        sqlite_strict=True,
    )
    op.create_table(
        "rooms",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("zone", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rooms")),
        sqlite_strict=True,
    )
    op.create_table(
        "timers",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("couple_id", sa.Text(), nullable=True),
        sa.Column("person_id", sa.Text(), nullable=True),
        sa.Column("data", sa.Text(), nullable=False),
        sa.Column("tries", WHOLE, nullable=False),
        sa.Column("due_at", WHOLE, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_timers")),
        sa.UniqueConstraint("key", name=op.f("uq_timers_key")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_timers_couple_id"), "timers", ["couple_id"], unique=False)
    op.create_index("ix_timers_due", "timers", ["due_at", "id"], unique=False)
    op.create_index(op.f("ix_timers_person_id"), "timers", ["person_id"], unique=False)
    op.create_index(op.f("ix_timers_subject"), "timers", ["subject"], unique=False)
    op.create_table(
        "askings",
        sa.Column("token", sa.Text(), nullable=False),
        sa.Column("place_id", sa.Text(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("args", sa.Text(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("state", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["place_id"], ["places.id"], name=op.f("fk_askings_place_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["token"], ["buttons.token"], name=op.f("fk_askings_token"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("token", name=op.f("pk_askings")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_askings_place_id"), "askings", ["place_id"], unique=False)
    op.create_table(
        "couples",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("room_id", sa.Text(), nullable=False),
        sa.Column("created_at", WHOLE, nullable=False),
        sa.Column("ended_at", WHOLE, nullable=True),
        sa.ForeignKeyConstraint(["room_id"], ["rooms.id"], name=op.f("fk_couples_room_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_couples")),
        sqlite_strict=True,
    )
    op.create_table(
        "outbox",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("place_id", sa.Text(), nullable=False),
        sa.Column("seq", WHOLE, nullable=False),
        sa.Column("act", sa.Text(), nullable=False),
        sa.Column("lane", WHOLE, nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=True),
        sa.Column("slot", sa.Text(), nullable=True),
        sa.Column("target", sa.Text(), nullable=True),
        sa.Column("couple_id", sa.Text(), nullable=True),
        sa.Column("audience", sa.Text(), nullable=True),
        sa.Column("then_action", sa.Text(), nullable=True),
        sa.Column("then_args", sa.Text(), nullable=True),
        sa.Column("essential", WHOLE, nullable=False),
        sa.Column("private", WHOLE, nullable=False),
        sa.Column("prompt", WHOLE, nullable=False),
        sa.Column("tries", WHOLE, nullable=False),
        sa.Column("not_before", WHOLE, nullable=False),
        sa.Column("deadline", WHOLE, nullable=False),
        sa.Column("created_at", WHOLE, nullable=False),
        sa.Column("doubt_at", WHOLE, nullable=True),
        sa.Column("waits", WHOLE, nullable=False),
        sa.Column("via", sa.Text(), nullable=True),
        sa.Column("asker", sa.Text(), nullable=True),
        sa.Column("ref", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["place_id"], ["places.id"], name=op.f("fk_outbox_place_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
        sa.UniqueConstraint("place_id", "seq", name=op.f("uq_outbox_place_id_seq")),
        sqlite_strict=True,
    )
    op.create_index("ix_outbox_claim", "outbox", ["state", "lane", "id"], unique=False)
    op.create_index(op.f("ix_outbox_couple_id"), "outbox", ["couple_id"], unique=False)
    op.create_index("ix_outbox_place", "outbox", ["place_id", "state", "seq"], unique=False)
    op.create_index("ix_outbox_slot", "outbox", ["place_id", "slot"], unique=False)
    op.create_index("ix_outbox_target", "outbox", ["target"], unique=False)
    op.create_table(
        "persons",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("name", sa.LargeBinary(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("zone", sa.Text(), nullable=False),
        sa.Column("place_id", sa.Text(), nullable=False),
        sa.Column("quiet_from", WHOLE, nullable=False),
        sa.Column("quiet_to", WHOLE, nullable=False),
        sa.Column("created_at", WHOLE, nullable=False),
        sa.ForeignKeyConstraint(["place_id"], ["places.id"], name=op.f("fk_persons_place_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_persons")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_persons_place_id"), "persons", ["place_id"], unique=False)
    op.create_table(
        "presses",
        sa.Column("token", sa.Text(), nullable=False),
        sa.Column("number", WHOLE, nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["token"], ["buttons.token"], name=op.f("fk_presses_token"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("token", "number", "person", name=op.f("pk_presses")),
        sqlite_strict=True,
    )
    op.create_table(
        "questions",
        sa.Column("place_id", sa.Text(), nullable=False),
        sa.Column("token", sa.Text(), nullable=False),
        sa.Column("number", WHOLE, nullable=False),
        sa.ForeignKeyConstraint(["place_id"], ["places.id"], name=op.f("fk_questions_place_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["token"], ["buttons.token"], name=op.f("fk_questions_token"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("place_id", name=op.f("pk_questions")),
        sqlite_strict=True,
    )
    op.create_table(
        "room_places",
        sa.Column("room_id", sa.Text(), nullable=False),
        sa.Column("place_id", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["place_id"], ["places.id"], name=op.f("fk_room_places_place_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["room_id"], ["rooms.id"], name=op.f("fk_room_places_room_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("room_id", "place_id", name=op.f("pk_room_places")),
        sqlite_strict=True,
    )
    op.create_table(
        "accounts",
        sa.Column("platform", sa.Text(), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_accounts_person_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("platform", "account", name=op.f("pk_accounts")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_accounts_person_id"), "accounts", ["person_id"], unique=False)
    op.create_table(
        "boundaries",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Text(), nullable=False),
        sa.Column("couple_id", sa.Text(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("version", WHOLE, nullable=False),
        sa.Column("shown", WHOLE, nullable=False),
        sa.Column("seen", WHOLE, nullable=False),
        sa.Column("seen_at", WHOLE, nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["persons.id"], name=op.f("fk_boundaries_person_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_boundaries")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_boundaries_couple_id"), "boundaries", ["couple_id"], unique=False)
    op.create_index(op.f("ix_boundaries_person_id"), "boundaries", ["person_id"], unique=False)
    op.create_table(
        "carried",
        sa.Column("act_id", sa.Text(), nullable=False),
        sa.Column("place_id", sa.Text(), nullable=False),
        sa.Column("ref", sa.Text(), nullable=False),
        sa.Column("couple_id", sa.Text(), nullable=False),
        sa.Column("author_id", sa.Text(), nullable=False),
        sa.Column("command", WHOLE, nullable=False),
        sa.Column("at", WHOLE, nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["persons.id"], name=op.f("fk_carried_author_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["couple_id"], ["couples.id"], name=op.f("fk_carried_couple_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["place_id"], ["places.id"], name=op.f("fk_carried_place_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("act_id", name=op.f("pk_carried")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_carried_at"), "carried", ["at"], unique=False)
    op.create_index(op.f("ix_carried_author_id"), "carried", ["author_id"], unique=False)
    op.create_index(op.f("ix_carried_couple_id"), "carried", ["couple_id"], unique=False)
    op.create_index(op.f("ix_carried_place_id_ref"), "carried", ["place_id", "ref"], unique=False)
    op.create_table(
        "carry_consents",
        sa.Column("couple_id", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Text(), nullable=False),
        sa.Column("yes", WHOLE, nullable=False),
        sa.Column("asked_at", WHOLE, nullable=False),
        sa.Column("hinted", WHOLE, nullable=False),
        sa.ForeignKeyConstraint(
            ["couple_id"], ["couples.id"], name=op.f("fk_carry_consents_couple_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["persons.id"], name=op.f("fk_carry_consents_person_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("couple_id", "person_id", name=op.f("pk_carry_consents")),
        sqlite_strict=True,
    )
    op.create_table(
        "carry_talks",
        sa.Column("place_id", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("couple_id", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Text(), nullable=False),
        sa.Column("card", sa.Text(), nullable=False),
        sa.Column("seq", WHOLE, nullable=False),
        sa.Column("opened_at", WHOLE, nullable=False),
        sa.Column("waiting", WHOLE, nullable=False),
        sa.Column("until", WHOLE, nullable=False),
        sa.Column("closed", WHOLE, nullable=False),
        sa.ForeignKeyConstraint(
            ["couple_id"], ["couples.id"], name=op.f("fk_carry_talks_couple_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["persons.id"], name=op.f("fk_carry_talks_person_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["place_id"], ["places.id"], name=op.f("fk_carry_talks_place_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("place_id", name=op.f("pk_carry_talks")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_carry_talks_couple_id"), "carry_talks", ["couple_id"], unique=False)
    op.create_index(op.f("ix_carry_talks_person_id"), "carry_talks", ["person_id"], unique=False)
    op.create_table(
        "invitations",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("code_hash", sa.Text(), nullable=False),
        sa.Column("inviter_id", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("expires_at", WHOLE, nullable=False),
        sa.ForeignKeyConstraint(
            ["inviter_id"], ["persons.id"], name=op.f("fk_invitations_inviter_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitations")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_invitations_code_hash")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_invitations_inviter_id"), "invitations", ["inviter_id"], unique=False)
    op.create_table(
        "links",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("code_hash", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Text(), nullable=False),
        sa.Column("place_id", sa.Text(), nullable=False),
        sa.Column("platform", sa.Text(), nullable=True),
        sa.Column("account", sa.Text(), nullable=True),
        sa.Column("expires_at", WHOLE, nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_links_person_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["place_id"], ["places.id"], name=op.f("fk_links_place_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_links")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_links_code_hash")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_links_person_id"), "links", ["person_id"], unique=False)
    op.create_table(
        "measures",
        sa.Column("couple_id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("at", WHOLE, nullable=False),
        sa.Column("total", WHOLE, nullable=False),
        sa.ForeignKeyConstraint(["couple_id"], ["couples.id"], name=op.f("fk_measures_couple_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("couple_id", "name", "at", name=op.f("pk_measures")),
        sqlite_strict=True,
    )
    op.create_table(
        "members",
        sa.Column("couple_id", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Text(), nullable=False),
        sa.Column("left_at", WHOLE, nullable=True),
        sa.Column("closed_at", WHOLE, nullable=True),
        sa.ForeignKeyConstraint(["couple_id"], ["couples.id"], name=op.f("fk_members_couple_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_members_person_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("couple_id", "person_id", name=op.f("pk_members")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_members_person_id"), "members", ["person_id"], unique=False)
    op.create_table(
        "offers_over",
        sa.Column("person_id", sa.Text(), nullable=False),
        sa.Column("offer", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["persons.id"], name=op.f("fk_offers_over_person_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("person_id", "offer", name=op.f("pk_offers_over")),
        sqlite_strict=True,
    )
    op.create_table(
        "outings",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("couple_id", sa.Text(), nullable=False),
        sa.Column("writer_id", sa.Text(), nullable=False),
        sa.Column("proposer_id", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("words", sa.LargeBinary(), nullable=False),
        sa.Column("at", WHOLE, nullable=False),
        sa.Column("turn", WHOLE, nullable=False),
        sa.Column("closes_at", WHOLE, nullable=False),
        sa.Column("changed_at", WHOLE, nullable=False),
        sa.ForeignKeyConstraint(["couple_id"], ["couples.id"], name=op.f("fk_outings_couple_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["proposer_id"], ["persons.id"], name=op.f("fk_outings_proposer_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["writer_id"], ["persons.id"], name=op.f("fk_outings_writer_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outings")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_outings_couple_id"), "outings", ["couple_id"], unique=False)
    op.create_index(op.f("ix_outings_proposer_id"), "outings", ["proposer_id"], unique=False)
    op.create_index(op.f("ix_outings_writer_id"), "outings", ["writer_id"], unique=False)
    op.create_table(
        "place_offers",
        sa.Column("place_id", sa.Text(), nullable=False),
        sa.Column("couple_id", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Text(), nullable=False),
        sa.Column("expires_at", WHOLE, nullable=False),
        sa.ForeignKeyConstraint(
            ["couple_id"], ["couples.id"], name=op.f("fk_place_offers_couple_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["persons.id"], name=op.f("fk_place_offers_person_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["place_id"], ["places.id"], name=op.f("fk_place_offers_place_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("place_id", name=op.f("pk_place_offers")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_place_offers_couple_id"), "place_offers", ["couple_id"], unique=False)
    op.create_index(op.f("ix_place_offers_person_id"), "place_offers", ["person_id"], unique=False)
    op.create_table(
        "promises",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("couple_id", sa.Text(), nullable=False),
        sa.Column("author_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("plan_if", sa.LargeBinary(), nullable=True),
        sa.Column("plan_then", sa.LargeBinary(), nullable=True),
        sa.Column("note", sa.LargeBinary(), nullable=True),
        sa.Column("version", WHOLE, nullable=False),
        sa.Column("due_at", WHOLE, nullable=True),
        sa.Column("turn", WHOLE, nullable=False),
        sa.Column("round", WHOLE, nullable=False),
        sa.Column("closes_at", WHOLE, nullable=False),
        sa.Column("changed_on", WHOLE, nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["persons.id"], name=op.f("fk_promises_author_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["couple_id"], ["couples.id"], name=op.f("fk_promises_couple_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_promises")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_promises_author_id"), "promises", ["author_id"], unique=False)
    op.create_index(op.f("ix_promises_couple_id"), "promises", ["couple_id"], unique=False)
    op.create_table(
        "recoveries",
        sa.Column("person_id", sa.Text(), nullable=False),
        sa.Column("code_hash", sa.Text(), nullable=False),
        sa.Column("made_at", WHOLE, nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["persons.id"], name=op.f("fk_recoveries_person_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_recoveries")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_recoveries_code_hash")),
        sqlite_strict=True,
    )
    op.create_table(
        "repair_sides",
        sa.Column("couple_id", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Text(), nullable=False),
        sa.Column("side", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["couple_id"], ["couples.id"], name=op.f("fk_repair_sides_couple_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["persons.id"], name=op.f("fk_repair_sides_person_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("couple_id", "person_id", name=op.f("pk_repair_sides")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_repair_sides_person_id"), "repair_sides", ["person_id"], unique=False)
    op.create_table(
        "repairs",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("couple_id", sa.Text(), nullable=False),
        sa.Column("asker_id", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("closes_at", WHOLE, nullable=False),
        sa.ForeignKeyConstraint(["asker_id"], ["persons.id"], name=op.f("fk_repairs_asker_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["couple_id"], ["couples.id"], name=op.f("fk_repairs_couple_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_repairs")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_repairs_asker_id"), "repairs", ["asker_id"], unique=False)
    op.create_index(op.f("ix_repairs_couple_id"), "repairs", ["couple_id"], unique=False)
    op.create_table(
        "rhythm_wishes",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("couple_id", sa.Text(), nullable=True),
        sa.Column("person_id", sa.Text(), nullable=True),
        sa.Column("most", WHOLE, nullable=True),
        sa.Column("rest_until", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["couple_id"], ["couples.id"], name=op.f("fk_rhythm_wishes_couple_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["persons.id"], name=op.f("fk_rhythm_wishes_person_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rhythm_wishes")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_rhythm_wishes_couple_id"), "rhythm_wishes", ["couple_id"], unique=False)
    op.create_index(op.f("ix_rhythm_wishes_person_id"), "rhythm_wishes", ["person_id"], unique=False)
    op.create_table(
        "rhythms",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("couple_id", sa.Text(), nullable=True),
        sa.Column("person_id", sa.Text(), nullable=True),
        sa.Column("guide", sa.Text(), nullable=False),
        sa.Column("cadence", sa.Text(), nullable=False),
        sa.Column("hour", WHOLE, nullable=False),
        sa.Column("minute", WHOLE, nullable=False),
        sa.Column("zone", sa.Text(), nullable=False),
        sa.Column("running", WHOLE, nullable=False),
        sa.Column("unshared", WHOLE, nullable=False),
        sa.Column("last_date", sa.Text(), nullable=False),
        sa.Column("skip_date", sa.Text(), nullable=True),
        sa.Column("rest_until", sa.Text(), nullable=True),
        sa.Column("held_from", sa.Text(), nullable=True),
        sa.Column("came_on", sa.Text(), nullable=True),
        sa.Column("gives_way", WHOLE, nullable=True),
        sa.Column("apart", WHOLE, nullable=True),
        sa.ForeignKeyConstraint(["couple_id"], ["couples.id"], name=op.f("fk_rhythms_couple_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_rhythms_person_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rhythms")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_rhythms_couple_id"), "rhythms", ["couple_id"], unique=False)
    op.create_index(op.f("ix_rhythms_person_id"), "rhythms", ["person_id"], unique=False)
    op.create_table(
        "runs",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("guide", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("couple_id", sa.Text(), nullable=True),
        sa.Column("place_id", sa.Text(), nullable=True),
        sa.Column("state", sa.LargeBinary(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("shown_at", WHOLE, nullable=True),
        sa.Column("then_action", sa.Text(), nullable=True),
        sa.Column("then_args", sa.Text(), nullable=True),
        sa.Column("started_at", WHOLE, nullable=False),
        sa.Column("ended_at", WHOLE, nullable=True),
        sa.ForeignKeyConstraint(["couple_id"], ["couples.id"], name=op.f("fk_runs_couple_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["digest"], ["guides.digest"], name=op.f("fk_runs_digest"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["place_id"], ["places.id"], name=op.f("fk_runs_place_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_runs")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_runs_couple_id"), "runs", ["couple_id"], unique=False)
    op.create_index(op.f("ix_runs_place_id"), "runs", ["place_id"], unique=False)
    op.create_table(
        "answers",
        sa.Column("run_id", sa.Text(), nullable=False),
        sa.Column("step", sa.Text(), nullable=False),
        sa.Column("item", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Text(), nullable=False),
        sa.Column("value", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_answers_person_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["run_id"], ["runs.id"], name=op.f("fk_answers_run_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("run_id", "step", "item", "person_id", name=op.f("pk_answers")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_answers_person_id"), "answers", ["person_id"], unique=False)
    op.create_table(
        "boundary_log",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("boundary_id", sa.Text(), nullable=False),
        sa.Column("couple_id", sa.Text(), nullable=True),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("at", WHOLE, nullable=False),
        sa.ForeignKeyConstraint(
            ["boundary_id"], ["boundaries.id"], name=op.f("fk_boundary_log_boundary_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_boundary_log")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_boundary_log_boundary_id"), "boundary_log", ["boundary_id"], unique=False)
    op.create_table(
        "boundary_questions",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("boundary_id", sa.Text(), nullable=False),
        sa.Column("asker_id", sa.Text(), nullable=False),
        sa.Column("couple_id", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("words", sa.LargeBinary(), nullable=False),
        sa.Column("answer", sa.LargeBinary(), nullable=True),
        sa.Column("asked_at", WHOLE, nullable=False),
        sa.ForeignKeyConstraint(
            ["asker_id"], ["persons.id"], name=op.f("fk_boundary_questions_asker_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["boundary_id"], ["boundaries.id"], name=op.f("fk_boundary_questions_boundary_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_boundary_questions")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_boundary_questions_asker_id"), "boundary_questions", ["asker_id"], unique=False)
    op.create_index(op.f("ix_boundary_questions_boundary_id"), "boundary_questions", ["boundary_id"], unique=False)
    op.create_table(
        "boundary_versions",
        sa.Column("boundary_id", sa.Text(), nullable=False),
        sa.Column("number", WHOLE, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("words", sa.LargeBinary(), nullable=False),
        sa.Column("at", WHOLE, nullable=False),
        sa.ForeignKeyConstraint(
            ["boundary_id"], ["boundaries.id"], name=op.f("fk_boundary_versions_boundary_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("boundary_id", "number", name=op.f("pk_boundary_versions")),
        sqlite_strict=True,
    )
    op.create_table(
        "promise_answers",
        sa.Column("promise_id", sa.Text(), nullable=False),
        sa.Column("round", WHOLE, nullable=False),
        sa.Column("person_id", sa.Text(), nullable=False),
        sa.Column("answer", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["persons.id"], name=op.f("fk_promise_answers_person_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["promise_id"], ["promises.id"], name=op.f("fk_promise_answers_promise_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("promise_id", "round", "person_id", name=op.f("pk_promise_answers")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_promise_answers_person_id"), "promise_answers", ["person_id"], unique=False)
    op.create_table(
        "promise_log",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("promise_id", sa.Text(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("on_day", WHOLE, nullable=False),
        sa.ForeignKeyConstraint(
            ["promise_id"], ["promises.id"], name=op.f("fk_promise_log_promise_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_promise_log")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_promise_log_promise_id"), "promise_log", ["promise_id"], unique=False)
    op.create_table(
        "promise_rounds",
        sa.Column("promise_id", sa.Text(), nullable=False),
        sa.Column("round", WHOLE, nullable=False),
        sa.Column("closes_at", WHOLE, nullable=False),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["promise_id"], ["promises.id"], name=op.f("fk_promise_rounds_promise_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("promise_id", "round", name=op.f("pk_promise_rounds")),
        sqlite_strict=True,
    )
    op.create_table(
        "promise_versions",
        sa.Column("promise_id", sa.Text(), nullable=False),
        sa.Column("version", WHOLE, nullable=False),
        sa.Column("writer_id", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("text", sa.LargeBinary(), nullable=False),
        sa.Column("due_at", WHOLE, nullable=True),
        sa.Column("repeats", sa.Text(), nullable=True),
        sa.Column("written_on", WHOLE, nullable=False),
        sa.ForeignKeyConstraint(
            ["promise_id"], ["promises.id"], name=op.f("fk_promise_versions_promise_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["writer_id"], ["persons.id"], name=op.f("fk_promise_versions_writer_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("promise_id", "version", name=op.f("pk_promise_versions")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_promise_versions_writer_id"), "promise_versions", ["writer_id"], unique=False)
    op.create_table(
        "run_people",
        sa.Column("run_id", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["persons.id"], name=op.f("fk_run_people_person_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["run_id"], ["runs.id"], name=op.f("fk_run_people_run_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("run_id", "person_id", name=op.f("pk_run_people")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_run_people_person_id"), "run_people", ["person_id"], unique=False)
