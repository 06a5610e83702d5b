CREATE TABLE "approval_decision" (
	"tenant_id" uuid DEFAULT current_setting('app.tenant_id')::uuid NOT NULL,
	"approval_id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"on_behalf_of" uuid,
	"name" text NOT NULL,
	"decision" text NOT NULL,
	"comment" text,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "approval_decision_tenant_id_approval_id_user_id_pk" PRIMARY KEY("tenant_id","approval_id","user_id")
);
--> statement-breakpoint
CREATE TABLE "approval_request" (
	"tenant_id" uuid DEFAULT current_setting('app.tenant_id')::uuid NOT NULL,
	"id" uuid NOT NULL,
	"verb" text NOT NULL,
	"input" text NOT NULL,
	"digest" text NOT NULL,
	"object_type" text NOT NULL,
	"object_id" text NOT NULL,
	"client_id" uuid,
	"summary" text NOT NULL,
	"stake_minor" bigint,
	"stake_asset" text,
	"requested_by" jsonb NOT NULL,
	"requester_id" text NOT NULL,
	"needed" integer NOT NULL,
	"decide_grant" text NOT NULL,
	"policy_version" text NOT NULL,
	"checks" jsonb NOT NULL,
	"state" text DEFAULT 'waiting' NOT NULL,
	"state_reason" text,
	"mode" text DEFAULT 'four_eyes' NOT NULL,
	"not_before" timestamp (3) with time zone,
	"restricted_to" text,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"closed_at" timestamp (3) with time zone,
	CONSTRAINT "approval_request_tenant_id_id_pk" PRIMARY KEY("tenant_id","id")
);
--> statement-breakpoint
CREATE TABLE "audit_checkpoint" (
	"tenant_id" uuid DEFAULT current_setting('app.tenant_id')::uuid NOT NULL,
	"tree_size" bigint NOT NULL,
	"root_hash" "bytea" NOT NULL,
	"note" text NOT NULL,
	"signed_at" timestamp (3) with time zone NOT NULL,
	"published_to" text[] DEFAULT '{}' NOT NULL,
	CONSTRAINT "audit_checkpoint_tenant_id_tree_size_pk" PRIMARY KEY("tenant_id","tree_size")
);
--> statement-breakpoint
CREATE TABLE "audit_entry" (
	"tenant_id" uuid DEFAULT current_setting('app.tenant_id')::uuid NOT NULL,
	"id" uuid NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"recorded_at" timestamp (3) with time zone DEFAULT clock_timestamp() NOT NULL,
	"xid" "xid8" DEFAULT pg_current_xact_id() NOT NULL,
	"actor" jsonb NOT NULL,
	"action" text NOT NULL,
	"object_type" text NOT NULL,
	"object_id" text NOT NULL,
	"thread_id" text,
	"client_id" uuid,
	"changes" jsonb NOT NULL,
	"facts" jsonb,
	"reason" text,
	"restricted_to" text,
	"request_id" text NOT NULL,
	CONSTRAINT "audit_entry_tenant_id_id_pk" PRIMARY KEY("tenant_id","id")
);
--> statement-breakpoint
CREATE TABLE "audit_leaf" (
	"tenant_id" uuid DEFAULT current_setting('app.tenant_id')::uuid NOT NULL,
	"leaf_index" bigint NOT NULL,
	"audit_id" uuid NOT NULL,
	"leaf_hash" "bytea" NOT NULL,
	"sealed_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "audit_leaf_tenant_id_leaf_index_pk" PRIMARY KEY("tenant_id","leaf_index")
);
--> statement-breakpoint
CREATE TABLE "audit_node" (
	"tenant_id" uuid DEFAULT current_setting('app.tenant_id')::uuid NOT NULL,
	"level" integer NOT NULL,
	"node_index" bigint NOT NULL,
	"hash" "bytea" NOT NULL,
	CONSTRAINT "audit_node_tenant_id_level_node_index_pk" PRIMARY KEY("tenant_id","level","node_index")
);
--> statement-breakpoint
CREATE TABLE "data_key" (
	"tenant_id" uuid DEFAULT current_setting('app.tenant_id')::uuid NOT NULL,
	"subject" text NOT NULL,
	"version" integer NOT NULL,
	"wrapped" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"destroyed_at" timestamp (3) with time zone,
	CONSTRAINT "data_key_tenant_id_subject_version_pk" PRIMARY KEY("tenant_id","subject","version")
);
--> statement-breakpoint
CREATE TABLE "idempotency" (
	"tenant_id" uuid DEFAULT current_setting('app.tenant_id')::uuid NOT NULL,
	"actor" text NOT NULL,
	"verb" text NOT NULL,
	"key" text NOT NULL,
	"input_hash" text NOT NULL,
	"result" jsonb,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "idempotency_tenant_id_actor_verb_key_pk" PRIMARY KEY("tenant_id","actor","verb","key")
);
--> statement-breakpoint
CREATE TABLE "lease" (
	"tenant_id" uuid DEFAULT current_setting('app.tenant_id')::uuid NOT NULL,
	"kind" text NOT NULL,
	"key" text NOT NULL,
	"holder" text NOT NULL,
	"epoch" bigint NOT NULL,
	"until" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "lease_tenant_id_kind_key_pk" PRIMARY KEY("tenant_id","kind","key")
);
--> statement-breakpoint
CREATE TABLE "outbox" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "outbox_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"tenant_id" uuid DEFAULT current_setting('app.tenant_id')::uuid NOT NULL,
	"name" text NOT NULL,
	"data" jsonb NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"held_until" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "policy_decision" (
	"tenant_id" uuid DEFAULT current_setting('app.tenant_id')::uuid NOT NULL,
	"id" uuid NOT NULL,
	"point" text NOT NULL,
	"version" text NOT NULL,
	"object_id" text NOT NULL,
	"client_id" uuid,
	"facts" jsonb NOT NULL,
	"outcome" jsonb NOT NULL,
	"matched_row" text,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "policy_decision_tenant_id_id_pk" PRIMARY KEY("tenant_id","id")
);
--> statement-breakpoint
CREATE TABLE "rate_limit" (
	"key" text PRIMARY KEY NOT NULL,
	"window_start" timestamp (3) with time zone NOT NULL,
	"hits" integer NOT NULL,
	"blocked_until" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "saved_view" (
	"tenant_id" uuid DEFAULT current_setting('app.tenant_id')::uuid NOT NULL,
	"id" uuid NOT NULL,
	"owner_id" uuid NOT NULL,
	"table_name" text NOT NULL,
	"name" text NOT NULL,
	"is_team" boolean DEFAULT false NOT NULL,
	"state" jsonb NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "saved_view_tenant_id_id_pk" PRIMARY KEY("tenant_id","id")
);
--> statement-breakpoint
CREATE TABLE "security_event" (
	"tenant_id" uuid DEFAULT current_setting('app.tenant_id')::uuid NOT NULL,
	"id" uuid NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"verb" text NOT NULL,
	"actor" jsonb NOT NULL,
	"refusal" text NOT NULL,
	"reason" text NOT NULL,
	"ip" text,
	"request_id" text NOT NULL,
	CONSTRAINT "security_event_tenant_id_id_pk" PRIMARY KEY("tenant_id","id")
);
--> statement-breakpoint
CREATE TABLE "work_item" (
	"tenant_id" uuid DEFAULT current_setting('app.tenant_id')::uuid NOT NULL,
	"id" uuid NOT NULL,
	"kind" text NOT NULL,
	"object_type" text NOT NULL,
	"object_id" text NOT NULL,
	"client_id" uuid,
	"title" text NOT NULL,
	"team" text NOT NULL,
	"assignee_id" uuid,
	"priority" integer DEFAULT 2 NOT NULL,
	"stake_minor" bigint,
	"stake_asset" text,
	"waiting_on" text NOT NULL,
	"state" text DEFAULT 'open' NOT NULL,
	"due_at" timestamp (3) with time zone,
	"minutes_left" integer,
	"broken_at" timestamp (3) with time zone,
	"snoozed_until" timestamp (3) with time zone,
	"snooze_reason" text,
	"escalated_at" timestamp (3) with time zone,
	"handover_note" text,
	"handover_read_at" timestamp (3) with time zone,
	"restricted_to" text,
	"created_at" timestamp (3) with time zone NOT NULL,
	"closed_at" timestamp (3) with time zone,
	"outcome" text,
	CONSTRAINT "work_item_tenant_id_id_pk" PRIMARY KEY("tenant_id","id")
);
--> statement-breakpoint
CREATE TABLE "segment" (
	"tenant_id" uuid DEFAULT current_setting('app.tenant_id')::uuid NOT NULL,
	"id" uuid NOT NULL,
	"key" text NOT NULL,
	"name" text NOT NULL,
	"description" text NOT NULL,
	"owner_id" uuid,
	"version" integer,
	"counted_version" integer,
	"created_at" timestamp (3) with time zone NOT NULL,
	"published_at" timestamp (3) with time zone,
	"removed_at" timestamp (3) with time zone,
	CONSTRAINT "segment_tenant_id_id_pk" PRIMARY KEY("tenant_id","id")
);
--> statement-breakpoint
CREATE TABLE "segment_member" (
	"tenant_id" uuid DEFAULT current_setting('app.tenant_id')::uuid NOT NULL,
	"segment_id" uuid NOT NULL,
	"client_id" uuid NOT NULL,
	"joined_at" timestamp (3) with time zone NOT NULL,
	"left_at" timestamp (3) with time zone,
	"version" integer NOT NULL,
	"left_version" integer,
	"owed" text,
	"is_founding" boolean NOT NULL,
	CONSTRAINT "segment_member_tenant_id_segment_id_client_id_joined_at_pk" PRIMARY KEY("tenant_id","segment_id","client_id","joined_at")
);
--> statement-breakpoint
CREATE TABLE "segment_version" (
	"tenant_id" uuid DEFAULT current_setting('app.tenant_id')::uuid NOT NULL,
	"segment_id" uuid NOT NULL,
	"version" integer NOT NULL,
	"conditions" text NOT NULL,
	"note" text NOT NULL,
	"by" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"published_at" timestamp (3) with time zone,
	"published_by" text,
	CONSTRAINT "segment_version_tenant_id_segment_id_version_pk" PRIMARY KEY("tenant_id","segment_id","version")
);
--> statement-breakpoint
CREATE TABLE "work_clock" (
	"tenant_id" uuid DEFAULT current_setting('app.tenant_id')::uuid NOT NULL,
	"id" uuid NOT NULL,
	"item_id" uuid NOT NULL,
	"event" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"due_at" timestamp (3) with time zone,
	"minutes_left" integer,
	"team" text NOT NULL,
	"holder_id" uuid,
	"by" text NOT NULL,
	"note" text,
	CONSTRAINT "work_clock_tenant_id_id_pk" PRIMARY KEY("tenant_id","id")
);
--> statement-breakpoint
CREATE TABLE "access_review" (
	"tenant_id" uuid DEFAULT current_setting('app.tenant_id')::uuid NOT NULL,
	"id" uuid NOT NULL,
	"title" text NOT NULL,
	"quarter" text,
	"opened_by" text NOT NULL,
	"opened_at" timestamp (3) with time zone NOT NULL,
	"due_at" timestamp (3) with time zone NOT NULL,
	"escalated_at" timestamp (3) with time zone,
	"closed_at" timestamp (3) with time zone,
	"digest" text,
	CONSTRAINT "access_review_tenant_id_id_pk" PRIMARY KEY("tenant_id","id")
);
--> statement-breakpoint
CREATE TABLE "access_review_item" (
	"tenant_id" uuid DEFAULT current_setting('app.tenant_id')::uuid NOT NULL,
	"id" uuid NOT NULL,
	"review_id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"reviewer_id" uuid,
	"decision" text,
	"reason" text,
	"decided_by" uuid,
	"decided_at" timestamp (3) with time zone,
	"seen" jsonb,
	CONSTRAINT "access_review_item_tenant_id_id_pk" PRIMARY KEY("tenant_id","id")
);
--> statement-breakpoint
CREATE TABLE "api_key" (
	"tenant_id" uuid DEFAULT current_setting('app.tenant_id')::uuid NOT NULL,
	"id" uuid NOT NULL,
	"name" text NOT NULL,
	"secret_hash" text NOT NULL,
	"scopes" text[] NOT NULL,
	"created_by" uuid NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone,
	"last_used_at" timestamp (3) with time zone,
	"revoked_at" timestamp (3) with time zone,
	CONSTRAINT "api_key_tenant_id_id_pk" PRIMARY KEY("tenant_id","id")
);
--> statement-breakpoint
CREATE TABLE "delegation" (
	"tenant_id" uuid DEFAULT current_setting('app.tenant_id')::uuid NOT NULL,
	"from_user_id" uuid NOT NULL,
	"to_user_id" uuid NOT NULL,
	"grant" text NOT NULL,
	"until" timestamp (3) with time zone NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "delegation_tenant_id_from_user_id_to_user_id_grant_pk" PRIMARY KEY("tenant_id","from_user_id","to_user_id","grant")
);
--> statement-breakpoint
CREATE TABLE "invitation" (
	"tenant_id" uuid DEFAULT current_setting('app.tenant_id')::uuid NOT NULL,
	"id" uuid NOT NULL,
	"email" text NOT NULL,
	"name" text NOT NULL,
	"roles" jsonb NOT NULL,
	"ends_at" timestamp (3) with time zone,
	"invited_by" uuid NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"accepted_at" timestamp (3) with time zone,
	"revoked_at" timestamp (3) with time zone,
	CONSTRAINT "invitation_tenant_id_id_pk" PRIMARY KEY("tenant_id","id")
);
--> statement-breakpoint
CREATE TABLE "membership" (
	"tenant_id" uuid DEFAULT current_setting('app.tenant_id')::uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"role_id" uuid NOT NULL,
	"row_scope" text NOT NULL,
	"team_id" uuid,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "membership_tenant_id_user_id_role_id_pk" PRIMARY KEY("tenant_id","user_id","role_id")
);
--> statement-breakpoint
CREATE TABLE "role" (
	"tenant_id" uuid DEFAULT current_setting('app.tenant_id')::uuid NOT NULL,
	"id" uuid NOT NULL,
	"key" text NOT NULL,
	"name" text NOT NULL,
	"is_preset" boolean NOT NULL,
	"grants" text[] NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "role_tenant_id_id_pk" PRIMARY KEY("tenant_id","id")
);
--> statement-breakpoint
CREATE TABLE "team" (
	"tenant_id" uuid DEFAULT current_setting('app.tenant_id')::uuid NOT NULL,
	"id" uuid NOT NULL,
	"name" text NOT NULL,
	"desk" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "team_tenant_id_id_pk" PRIMARY KEY("tenant_id","id")
);
--> statement-breakpoint
CREATE TABLE "client_owner" (
	"tenant_id" uuid DEFAULT current_setting('app.tenant_id')::uuid NOT NULL,
	"id" uuid NOT NULL,
	"client_id" uuid NOT NULL,
	"since" timestamp (3) with time zone NOT NULL,
	"owner_id" uuid,
	"team_id" uuid,
	"desk" text,
	"how" text NOT NULL,
	"reason" text NOT NULL,
	"set_by" jsonb NOT NULL,
	"reassignment_id" uuid,
	CONSTRAINT "client_owner_tenant_id_id_pk" PRIMARY KEY("tenant_id","id")
);
--> statement-breakpoint
CREATE TABLE "reassignment" (
	"tenant_id" uuid DEFAULT current_setting('app.tenant_id')::uuid NOT NULL,
	"id" uuid NOT NULL,
	"target" jsonb NOT NULL,
	"reason" text NOT NULL,
	"started_by" jsonb NOT NULL,
	"started_at" timestamp (3) with time zone NOT NULL,
	"finished_at" timestamp (3) with time zone,
	"total" integer NOT NULL,
	"moved" integer DEFAULT 0 NOT NULL,
	"unchanged" integer DEFAULT 0 NOT NULL,
	"refused" integer DEFAULT 0 NOT NULL,
	CONSTRAINT "reassignment_tenant_id_id_pk" PRIMARY KEY("tenant_id","id")
);
--> statement-breakpoint
CREATE TABLE "reassignment_item" (
	"tenant_id" uuid DEFAULT current_setting('app.tenant_id')::uuid NOT NULL,
	"reassignment_id" uuid NOT NULL,
	"client_id" uuid NOT NULL,
	"from_owner_id" uuid,
	"to_owner_id" uuid,
	"state" text NOT NULL,
	"why" text,
	CONSTRAINT "reassignment_item_tenant_id_reassignment_id_client_id_pk" PRIMARY KEY("tenant_id","reassignment_id","client_id")
);
--> statement-breakpoint
CREATE TABLE "acceptance" (
	"tenant_id" uuid DEFAULT current_setting('app.tenant_id')::uuid NOT NULL,
	"id" uuid NOT NULL,
	"client_id" uuid NOT NULL,
	"document" text NOT NULL,
	"version" text NOT NULL,
	"language" text NOT NULL,
	"text_hash" text NOT NULL,
	"ip" text,
	"device_id" text,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "acceptance_tenant_id_id_pk" PRIMARY KEY("tenant_id","id")
);
--> statement-breakpoint
CREATE TABLE "consent" (
	"tenant_id" uuid DEFAULT current_setting('app.tenant_id')::uuid NOT NULL,
	"id" uuid NOT NULL,
	"client_id" uuid NOT NULL,
	"purpose" text NOT NULL,
	"channel" text NOT NULL,
	"is_given" boolean NOT NULL,
	"wording" text NOT NULL,
	"actor" jsonb NOT NULL,
	"ip" text,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "consent_tenant_id_id_pk" PRIMARY KEY("tenant_id","id")
);
--> statement-breakpoint
CREATE TABLE "device_seen" (
	"tenant_id" uuid DEFAULT current_setting('app.tenant_id')::uuid NOT NULL,
	"id" uuid NOT NULL,
	"client_id" uuid NOT NULL,
	"moment" text NOT NULL,
	"device_id" text,
	"ip" text,
	"user_agent" text,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "device_seen_tenant_id_id_pk" PRIMARY KEY("tenant_id","id")
);
--> statement-breakpoint
CREATE TABLE "external_reference" (
	"tenant_id" uuid DEFAULT current_setting('app.tenant_id')::uuid NOT NULL,
	"object_type" text NOT NULL,
	"object_id" text NOT NULL,
	"system" text NOT NULL,
	"external_id" text NOT NULL,
	"client_id" uuid,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "external_reference_tenant_id_object_type_system_external_id_pk" PRIMARY KEY("tenant_id","object_type","system","external_id")
);
--> statement-breakpoint
CREATE TABLE "person_merge" (
	"tenant_id" uuid DEFAULT current_setting('app.tenant_id')::uuid NOT NULL,
	"id" uuid NOT NULL,
	"survivor_id" uuid NOT NULL,
	"absorbed_id" uuid NOT NULL,
	"moved" jsonb NOT NULL,
	"reason" text NOT NULL,
	"merged_at" timestamp (3) with time zone NOT NULL,
	"merged_by" jsonb NOT NULL,
	"undone_at" timestamp (3) with time zone,
	"undone_by" jsonb,
	"undo_reason" text,
	CONSTRAINT "person_merge_tenant_id_id_pk" PRIMARY KEY("tenant_id","id")
);
--> statement-breakpoint
CREATE TABLE "possible_duplicate" (
	"tenant_id" uuid DEFAULT current_setting('app.tenant_id')::uuid NOT NULL,
	"id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"other_id" uuid NOT NULL,
	"signals" text[] NOT NULL,
	"state" text NOT NULL,
	"raised_at" timestamp (3) with time zone NOT NULL,
	"closed_at" timestamp (3) with time zone,
	"close_reason" text,
	CONSTRAINT "possible_duplicate_tenant_id_id_pk" PRIMARY KEY("tenant_id","id")
);
--> statement-breakpoint
CREATE TABLE "touch" (
	"tenant_id" uuid DEFAULT current_setting('app.tenant_id')::uuid NOT NULL,
	"id" uuid NOT NULL,
	"client_id" uuid NOT NULL,
	"moment" text NOT NULL,
	"click_id" text,
	"utm_source" text,
	"utm_medium" text,
	"utm_campaign" text,
	"utm_term" text,
	"utm_content" text,
	"referrer" text,
	"landing_page" text,
	"campaign" text,
	"introducer_code" text,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "touch_tenant_id_id_pk" PRIMARY KEY("tenant_id","id")
);
--> statement-breakpoint
CREATE TABLE "client" (
	"tenant_id" uuid DEFAULT current_setting('app.tenant_id')::uuid NOT NULL,
	"id" uuid NOT NULL,
	"number" text NOT NULL,
	"person_id" uuid NOT NULL,
	"entity_id" uuid NOT NULL,
	"brand_id" uuid NOT NULL,
	"display_name" text NOT NULL,
	"email" text,
	"email_key" text,
	"phone" text,
	"phone_key" text,
	"language" text NOT NULL,
	"time_zone" text,
	"country" text,
	"verification" text NOT NULL,
	"funding" text NOT NULL,
	"trading" text NOT NULL,
	"relationship" text NOT NULL,
	"stage" text NOT NULL,
	"tier" text NOT NULL,
	"tier_by_policy" text NOT NULL,
	"tier_override" text,
	"tier_override_reason" text,
	"category" text DEFAULT 'retail' NOT NULL,
	"close_suspended_until" timestamp (3) with time zone,
	"close_suspended_reason" text,
	"owner_id" uuid,
	"team_id" uuid,
	"desk" text,
	"introducer_code" text,
	"introducer_client_id" uuid,
	"source" text,
	"tags" text[] DEFAULT '{}' NOT NULL,
	"registered_at" timestamp (3) with time zone NOT NULL,
	"applied_at" timestamp (3) with time zone,
	"approved_at" timestamp (3) with time zone,
	"renews_at" timestamp (3) with time zone,
	"funded_at" timestamp (3) with time zone,
	"live_at" timestamp (3) with time zone,
	"traded_at" timestamp (3) with time zone,
	"closed_at" timestamp (3) with time zone,
	"last_contact_at" timestamp (3) with time zone,
	"search" "tsvector" NOT NULL,
	CONSTRAINT "client_tenant_id_id_pk" PRIMARY KEY("tenant_id","id"),
	CONSTRAINT "client_tier" CHECK (tier = coalesce(tier_override, tier_by_policy))
);
--> statement-breakpoint
CREATE TABLE "client_hold" (
	"tenant_id" uuid DEFAULT current_setting('app.tenant_id')::uuid NOT NULL,
	"id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"client_id" uuid,
	"reason" text NOT NULL,
	"amount_minor" bigint,
	"asset" text,
	"note" text,
	"source_id" text,
	"placed_at" timestamp (3) with time zone NOT NULL,
	"placed_by" jsonb NOT NULL,
	"expires_at" timestamp (3) with time zone,
	"released_at" timestamp (3) with time zone,
	"released_by" jsonb,
	"release_reason" text,
	CONSTRAINT "client_hold_tenant_id_id_pk" PRIMARY KEY("tenant_id","id"),
	CONSTRAINT "client_hold_amount" CHECK ((amount_minor is null) = (asset is null) and (amount_minor is null or amount_minor > 0))
);
--> statement-breakpoint
CREATE TABLE "client_introducer" (
	"tenant_id" uuid DEFAULT current_setting('app.tenant_id')::uuid NOT NULL,
	"client_id" uuid NOT NULL,
	"since" timestamp (3) with time zone NOT NULL,
	"until" timestamp (3) with time zone,
	"code" text NOT NULL,
	"introducer_client_id" uuid,
	"source" text NOT NULL,
	"recorded_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "client_introducer_tenant_id_client_id_since_pk" PRIMARY KEY("tenant_id","client_id","since")
);
--> statement-breakpoint
CREATE TABLE "client_number" (
	"tenant_id" uuid PRIMARY KEY DEFAULT current_setting('app.tenant_id')::uuid NOT NULL,
	"next" integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE "client_person" (
	"tenant_id" uuid DEFAULT current_setting('app.tenant_id')::uuid NOT NULL,
	"client_id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"role" text NOT NULL,
	"rights" text[] NOT NULL,
	"ownership_bps" integer,
	"since" timestamp (3) with time zone NOT NULL,
	"until" timestamp (3) with time zone,
	CONSTRAINT "client_person_tenant_id_client_id_person_id_role_pk" PRIMARY KEY("tenant_id","client_id","person_id","role")
);
--> statement-breakpoint
CREATE TABLE "journey_change" (
	"tenant_id" uuid DEFAULT current_setting('app.tenant_id')::uuid NOT NULL,
	"id" uuid NOT NULL,
	"client_id" uuid NOT NULL,
	"facet" text NOT NULL,
	"event" text NOT NULL,
	"from_state" text NOT NULL,
	"to_state" text NOT NULL,
	"reason" text NOT NULL,
	"restricted_to" text,
	"verb" text NOT NULL,
	"actor" jsonb NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "journey_change_tenant_id_id_pk" PRIMARY KEY("tenant_id","id")
);
--> statement-breakpoint
CREATE TABLE "person" (
	"tenant_id" uuid DEFAULT current_setting('app.tenant_id')::uuid NOT NULL,
	"id" uuid NOT NULL,
	"kind" text DEFAULT 'natural' NOT NULL,
	"first_name" text,
	"middle_name" text,
	"last_name" text,
	"native_name" text,
	"company_name" text,
	"born_on" text,
	"nationality" text,
	"country" text,
	"address_line" text,
	"city" text,
	"region" text,
	"postcode" text,
	"document_number" text,
	"document_number_hash" text,
	"tax_number" text,
	"tax_number_hash" text,
	"name_key" text,
	"merged_into" uuid,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "person_tenant_id_id_pk" PRIMARY KEY("tenant_id","id")
);
--> statement-breakpoint
CREATE TABLE "disclosure" (
	"tenant_id" uuid DEFAULT current_setting('app.tenant_id')::uuid NOT NULL,
	"id" uuid NOT NULL,
	"kind" text NOT NULL,
	"user_id" uuid NOT NULL,
	"client_id" uuid,
	"what" text NOT NULL,
	"rows" integer NOT NULL,
	"columns" text[] NOT NULL,
	"filters" text NOT NULL,
	"classes" text[] NOT NULL,
	"reason" text NOT NULL,
	"approval_id" uuid,
	"permit_id" uuid,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "disclosure_tenant_id_id_pk" PRIMARY KEY("tenant_id","id")
);
--> statement-breakpoint
CREATE TABLE "document" (
	"tenant_id" uuid DEFAULT current_setting('app.tenant_id')::uuid NOT NULL,
	"id" uuid NOT NULL,
	"client_id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"side" text,
	"country" text,
	"file_name" text NOT NULL,
	"content_type" text NOT NULL,
	"byte_length" integer NOT NULL,
	"sha256" text NOT NULL,
	"storage_key" text NOT NULL,
	"state" text NOT NULL,
	"state_reason" text,
	"issued_on" text,
	"expires_on" text,
	"superseded_by" uuid,
	"uploaded_by_kind" text NOT NULL,
	"uploaded_by" text NOT NULL,
	"uploaded_at" timestamp (3) with time zone NOT NULL,
	"decided_at" timestamp (3) with time zone,
	"erased_at" timestamp (3) with time zone,
	CONSTRAINT "document_tenant_id_id_pk" PRIMARY KEY("tenant_id","id")
);
--> statement-breakpoint
CREATE TABLE "document_view" (
	"tenant_id" uuid DEFAULT current_setting('app.tenant_id')::uuid NOT NULL,
	"id" uuid NOT NULL,
	"document_id" uuid NOT NULL,
	"client_id" uuid NOT NULL,
	"user_id" uuid,
	"viewer_kind" text NOT NULL,
	"viewer_name" text NOT NULL,
	"ip" text,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "document_view_tenant_id_id_pk" PRIMARY KEY("tenant_id","id")
);
--> statement-breakpoint
CREATE TABLE "one_time_token" (
	"tenant_id" uuid DEFAULT current_setting('app.tenant_id')::uuid NOT NULL,
	"id" uuid NOT NULL,
	"kind" text NOT NULL,
	"user_id" uuid,
	"payload" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"used_at" timestamp (3) with time zone,
	"mailed_at" timestamp (3) with time zone,
	CONSTRAINT "one_time_token_tenant_id_id_pk" PRIMARY KEY("tenant_id","id")
);
--> statement-breakpoint
CREATE TABLE "passkey" (
	"tenant_id" uuid DEFAULT current_setting('app.tenant_id')::uuid NOT NULL,
	"id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"credential_id" text NOT NULL,
	"public_key" "bytea" NOT NULL,
	"sign_count" bigint NOT NULL,
	"transports" text[] NOT NULL,
	"name" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"last_used_at" timestamp (3) with time zone,
	CONSTRAINT "passkey_tenant_id_id_pk" PRIMARY KEY("tenant_id","id")
);
--> statement-breakpoint
CREATE TABLE "session" (
	"tenant_id" uuid DEFAULT current_setting('app.tenant_id')::uuid NOT NULL,
	"id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"surface" text NOT NULL,
	"method" text DEFAULT 'password' NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"last_seen_at" timestamp (3) with time zone NOT NULL,
	"revoked_at" timestamp (3) with time zone,
	"revoked_reason" text,
	"stepped_up_at" timestamp (3) with time zone,
	"impersonator_id" uuid,
	"impersonation_reason" text,
	"ip" text,
	"user_agent" text,
	"device_id" text,
	"country" text,
	CONSTRAINT "session_tenant_id_id_pk" PRIMARY KEY("tenant_id","id")
);
--> statement-breakpoint
CREATE TABLE "app_user" (
	"tenant_id" uuid DEFAULT current_setting('app.tenant_id')::uuid NOT NULL,
	"id" uuid NOT NULL,
	"kind" text NOT NULL,
	"email" text NOT NULL,
	"email_verified_at" timestamp (3) with time zone,
	"name" text NOT NULL,
	"password_hash" text,
	"totp_secret" text,
	"totp_last_step" bigint,
	"totp_enabled_at" timestamp (3) with time zone,
	"recovery_codes" text[],
	"language" text DEFAULT 'en' NOT NULL,
	"time_zone" text,
	"client_id" uuid,
	"status" text NOT NULL,
	"ends_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone NOT NULL,
	"left_at" timestamp (3) with time zone,
	CONSTRAINT "app_user_tenant_id_id_pk" PRIMARY KEY("tenant_id","id")
);
--> statement-breakpoint
CREATE TABLE "ledger_account" (
	"tenant_id" uuid DEFAULT current_setting('app.tenant_id')::uuid NOT NULL,
	"id" uuid NOT NULL,
	"address" text NOT NULL,
	"kind" text NOT NULL,
	"asset" text NOT NULL,
	"entity_id" uuid NOT NULL,
	"client_id" uuid,
	"is_client" boolean NOT NULL,
	"may_go_negative" boolean NOT NULL,
	"posted_minor" bigint DEFAULT 0 NOT NULL,
	"held_minor" bigint DEFAULT 0 NOT NULL,
	"version" bigint DEFAULT 0 NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "ledger_account_tenant_id_id_pk" PRIMARY KEY("tenant_id","id"),
	CONSTRAINT "ledger_account_id_of_address" CHECK (id = overlay(overlay(md5(tenant_id::text || '/' || address) placing '3' from 13) placing '8' from 17)::uuid),
	CONSTRAINT "ledger_account_owner" CHECK (is_client = (client_id is not null)),
	CONSTRAINT "ledger_account_held" CHECK (held_minor >= 0 and (is_client or held_minor = 0)),
	CONSTRAINT "ledger_account_floor" CHECK (may_go_negative or posted_minor - held_minor >= 0)
);
--> statement-breakpoint
CREATE TABLE "ledger_hold" (
	"tenant_id" uuid DEFAULT current_setting('app.tenant_id')::uuid NOT NULL,
	"id" uuid NOT NULL,
	"set_id" uuid NOT NULL,
	"account_id" uuid NOT NULL,
	"amount_minor" bigint NOT NULL,
	"remaining_minor" bigint NOT NULL,
	"state" text NOT NULL,
	"code" text NOT NULL,
	"placed_at" timestamp (3) with time zone NOT NULL,
	"closed_at" timestamp (3) with time zone,
	CONSTRAINT "ledger_hold_tenant_id_id_pk" PRIMARY KEY("tenant_id","id"),
	CONSTRAINT "ledger_hold_remaining" CHECK (remaining_minor between 0 and amount_minor and amount_minor > 0),
	CONSTRAINT "ledger_hold_state" CHECK ((state = 'open') = (remaining_minor > 0 and closed_at is null))
);
--> statement-breakpoint
CREATE TABLE "ledger_house_delta" (
	"tenant_id" uuid DEFAULT current_setting('app.tenant_id')::uuid NOT NULL,
	"id" bigint GENERATED ALWAYS AS IDENTITY (sequence name "ledger_house_delta_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"account_id" uuid NOT NULL,
	"delta_minor" bigint NOT NULL,
	CONSTRAINT "ledger_house_delta_tenant_id_id_pk" PRIMARY KEY("tenant_id","id")
);
--> statement-breakpoint
CREATE TABLE "ledger_set" (
	"tenant_id" uuid DEFAULT current_setting('app.tenant_id')::uuid NOT NULL,
	"id" uuid NOT NULL,
	"reference" text NOT NULL,
	"digest" text NOT NULL,
	"recipe" text NOT NULL,
	"thread_id" text,
	"client_id" uuid,
	"memo" text,
	"verb" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"recorded_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "ledger_set_tenant_id_id_pk" PRIMARY KEY("tenant_id","id")
);
--> statement-breakpoint
CREATE TABLE "ledger_transfer" (
	"tenant_id" uuid DEFAULT current_setting('app.tenant_id')::uuid NOT NULL,
	"set_id" uuid NOT NULL,
	"n" integer NOT NULL,
	"seq" bigint GENERATED ALWAYS AS IDENTITY (sequence name "ledger_transfer_seq_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"debit_id" uuid NOT NULL,
	"credit_id" uuid NOT NULL,
	"asset" text NOT NULL,
	"amount_minor" bigint NOT NULL,
	"code" text NOT NULL,
	"hold_id" uuid,
	"debit_version" bigint,
	"debit_balance" bigint,
	"credit_version" bigint,
	"credit_balance" bigint,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "ledger_transfer_tenant_id_set_id_n_pk" PRIMARY KEY("tenant_id","set_id","n"),
	CONSTRAINT "ledger_transfer_amount" CHECK (amount_minor > 0),
	CONSTRAINT "ledger_transfer_sides" CHECK (debit_id <> credit_id)
);
--> statement-breakpoint
CREATE TABLE "push_key" (
	"tenant_id" uuid DEFAULT current_setting('app.tenant_id')::uuid NOT NULL,
	"public_key" text NOT NULL,
	"private_key" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "push_key_tenant_id_pk" PRIMARY KEY("tenant_id")
);
--> statement-breakpoint
CREATE TABLE "push_subscription" (
	"tenant_id" uuid DEFAULT current_setting('app.tenant_id')::uuid NOT NULL,
	"id" uuid NOT NULL,
	"recipient" text NOT NULL,
	"client_id" uuid,
	"user_id" uuid,
	"endpoint_hash" text NOT NULL,
	"address" text NOT NULL,
	"device" text,
	"created_at" timestamp (3) with time zone NOT NULL,
	"ended_at" timestamp (3) with time zone,
	"ended_because" text,
	CONSTRAINT "push_subscription_tenant_id_id_pk" PRIMARY KEY("tenant_id","id"),
	CONSTRAINT "push_subscription_ended" CHECK (ended_because in ('unsubscribed', 'gone', 'taken_over', 'not_me'))
);
--> statement-breakpoint
CREATE TABLE "message_preference" (
	"tenant_id" uuid DEFAULT current_setting('app.tenant_id')::uuid NOT NULL,
	"recipient" text NOT NULL,
	"user_id" uuid,
	"client_id" uuid,
	"mail" text DEFAULT 'at_once' NOT NULL,
	"digest_hour" integer DEFAULT 8 NOT NULL,
	"quiet_from" text,
	"quiet_to" text,
	"changed_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "message_preference_tenant_id_recipient_pk" PRIMARY KEY("tenant_id","recipient"),
	CONSTRAINT "message_preference_mail" CHECK (mail in ('at_once', 'digest', 'none'))
);
--> statement-breakpoint
CREATE TABLE "message_words" (
	"tenant_id" uuid DEFAULT current_setting('app.tenant_id')::uuid NOT NULL,
	"id" uuid NOT NULL,
	"message" text NOT NULL,
	"brand_id" uuid,
	"language" text NOT NULL,
	"version" integer NOT NULL,
	"state" text NOT NULL,
	"subject" text NOT NULL,
	"lines" text[] NOT NULL,
	"action" text,
	"sms" text,
	"note" text NOT NULL,
	"saved_by" text NOT NULL,
	"saved_at" timestamp (3) with time zone NOT NULL,
	"published_by" text,
	"published_at" timestamp (3) with time zone,
	CONSTRAINT "message_words_tenant_id_id_pk" PRIMARY KEY("tenant_id","id"),
	CONSTRAINT "message_words_states" CHECK (state in ('draft', 'published', 'retired'))
);
--> statement-breakpoint
CREATE TABLE "notification" (
	"tenant_id" uuid DEFAULT current_setting('app.tenant_id')::uuid NOT NULL,
	"id" uuid NOT NULL,
	"event_id" text NOT NULL,
	"message" text NOT NULL,
	"recipient" text NOT NULL,
	"client_id" uuid,
	"user_id" uuid,
	"channel" text NOT NULL,
	"subscription_id" uuid,
	"state" text NOT NULL,
	"language" text NOT NULL,
	"brand_id" uuid,
	"words_version" integer NOT NULL,
	"words" text NOT NULL,
	"object_type" text NOT NULL,
	"object_id" text NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"next_at" timestamp (3) with time zone,
	"trying_since" timestamp (3) with time zone,
	"problem" text,
	"provider_ref" text,
	"created_at" timestamp (3) with time zone NOT NULL,
	"sent_at" timestamp (3) with time zone,
	"delivered_at" timestamp (3) with time zone,
	"read_at" timestamp (3) with time zone,
	CONSTRAINT "notification_tenant_id_id_pk" PRIMARY KEY("tenant_id","id"),
	CONSTRAINT "notification_once" UNIQUE NULLS NOT DISTINCT("tenant_id","event_id","recipient","channel","subscription_id"),
	CONSTRAINT "notification_state" CHECK (state in ('queued', 'sent', 'delivered', 'failed', 'bounced', 'suppressed'))
);
--> statement-breakpoint
CREATE TABLE "suppression" (
	"tenant_id" uuid DEFAULT current_setting('app.tenant_id')::uuid NOT NULL,
	"id" uuid NOT NULL,
	"channel" text NOT NULL,
	"address_hash" text NOT NULL,
	"address" text NOT NULL,
	"client_id" uuid,
	"user_id" uuid,
	"reason" text NOT NULL,
	"detail" text,
	"at" timestamp (3) with time zone NOT NULL,
	"lifted_at" timestamp (3) with time zone,
	"lifted_by" text,
	"lift_reason" text,
	CONSTRAINT "suppression_tenant_id_id_pk" PRIMARY KEY("tenant_id","id"),
	CONSTRAINT "suppression_reason" CHECK (reason in ('hard_bounce', 'complaint', 'opted_out'))
);
--> statement-breakpoint
CREATE TABLE "application" (
	"tenant_id" uuid DEFAULT current_setting('app.tenant_id')::uuid NOT NULL,
	"id" uuid NOT NULL,
	"client_id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"purpose" text NOT NULL,
	"state" text NOT NULL,
	"flow_version" integer NOT NULL,
	"flow" jsonb NOT NULL,
	"answers" text,
	"steps_done" text[] DEFAULT '{}' NOT NULL,
	"documents" jsonb NOT NULL,
	"submissions" integer DEFAULT 0 NOT NULL,
	"asks" jsonb NOT NULL,
	"note_to_client" text,
	"review_reason" text,
	"connection_id" uuid,
	"applicant_id" text,
	"provider_problem" text,
	"checked_attempt" integer,
	"checked_at" timestamp (3) with time zone,
	"outcome" text,
	"outcome_reason" text,
	"decided_by" jsonb,
	"risk_score" integer,
	"risk_tier" text,
	"evidence" text[] DEFAULT '{}' NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"state_since" timestamp (3) with time zone NOT NULL,
	"submitted_at" timestamp (3) with time zone,
	"decided_at" timestamp (3) with time zone,
	"due_at" timestamp (3) with time zone,
	"renews_at" timestamp (3) with time zone,
	"reminded_at" timestamp (3) with time zone,
	CONSTRAINT "application_tenant_id_id_pk" PRIMARY KEY("tenant_id","id")
);
--> statement-breakpoint
CREATE TABLE "application_submission" (
	"tenant_id" uuid DEFAULT current_setting('app.tenant_id')::uuid NOT NULL,
	"id" uuid NOT NULL,
	"application_id" uuid NOT NULL,
	"number" integer NOT NULL,
	"answers" text NOT NULL,
	"documents" jsonb NOT NULL,
	"ip" text,
	"device_id" text,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "application_submission_tenant_id_id_pk" PRIMARY KEY("tenant_id","id")
);
--> statement-breakpoint
CREATE TABLE "kyc_check" (
	"tenant_id" uuid DEFAULT current_setting('app.tenant_id')::uuid NOT NULL,
	"id" uuid NOT NULL,
	"application_id" uuid NOT NULL,
	"client_id" uuid NOT NULL,
	"connection_id" uuid NOT NULL,
	"vendor" text NOT NULL,
	"applicant_id" text NOT NULL,
	"level" text,
	"attempt" integer NOT NULL,
	"outcome" text NOT NULL,
	"rejection" text,
	"labels" text[] NOT NULL,
	"shown" text[] NOT NULL,
	"internal" text,
	"decided_at" timestamp (3) with time zone,
	"recorded_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "kyc_check_tenant_id_id_pk" PRIMARY KEY("tenant_id","id")
);
--> statement-breakpoint
CREATE TABLE "kyc_event" (
	"tenant_id" uuid DEFAULT current_setting('app.tenant_id')::uuid NOT NULL,
	"connection_id" uuid NOT NULL,
	"event_id" text NOT NULL,
	"type" text NOT NULL,
	"applicant_id" text NOT NULL,
	"occurred_at" timestamp (3) with time zone,
	"received_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "kyc_event_tenant_id_connection_id_event_id_pk" PRIMARY KEY("tenant_id","connection_id","event_id")
);
--> statement-breakpoint
CREATE TABLE "onboarding_flow" (
	"tenant_id" uuid DEFAULT current_setting('app.tenant_id')::uuid NOT NULL,
	"id" uuid NOT NULL,
	"version" integer NOT NULL,
	"definition" jsonb NOT NULL,
	"note" text NOT NULL,
	"published_by" jsonb NOT NULL,
	"published_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "onboarding_flow_tenant_id_id_pk" PRIMARY KEY("tenant_id","id")
);
--> statement-breakpoint
CREATE TABLE "risk_assessment" (
	"tenant_id" uuid DEFAULT current_setting('app.tenant_id')::uuid NOT NULL,
	"id" uuid NOT NULL,
	"client_id" uuid NOT NULL,
	"application_id" uuid,
	"score" integer NOT NULL,
	"risk_tier" text NOT NULL,
	"factors" jsonb NOT NULL,
	"overrides" jsonb NOT NULL,
	"facts" jsonb NOT NULL,
	"weights_version" text NOT NULL,
	"review_months" integer NOT NULL,
	"tier" text,
	"earned" text,
	"restricted_by" text[] NOT NULL,
	"missing" text[] NOT NULL,
	"table_version" text NOT NULL,
	"cause" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "risk_assessment_tenant_id_id_pk" PRIMARY KEY("tenant_id","id")
);
--> statement-breakpoint
CREATE TABLE "dispute" (
	"tenant_id" uuid DEFAULT current_setting('app.tenant_id')::uuid NOT NULL,
	"id" uuid NOT NULL,
	"connection_id" uuid NOT NULL,
	"psp_id" text NOT NULL,
	"psp_charge_id" text NOT NULL,
	"deposit_id" uuid NOT NULL,
	"client_id" uuid NOT NULL,
	"entity_id" uuid NOT NULL,
	"asset" text NOT NULL,
	"amount_minor" bigint NOT NULL,
	"state" text NOT NULL,
	"reason" text NOT NULL,
	"withdrawn_minor" bigint NOT NULL,
	"fee_minor" bigint NOT NULL,
	"blocked_minor" bigint NOT NULL,
	"written_off_minor" bigint NOT NULL,
	"bookings" integer NOT NULL,
	"hold_id" uuid,
	"answer" text,
	"statement" text,
	"answered_at" timestamp (3) with time zone,
	"answer_taken_at" timestamp (3) with time zone,
	"respond_by" timestamp (3) with time zone,
	"looked_up_at" timestamp (3) with time zone,
	"opened_at" timestamp (3) with time zone NOT NULL,
	"closed_at" timestamp (3) with time zone,
	CONSTRAINT "dispute_tenant_id_id_pk" PRIMARY KEY("tenant_id","id")
);
--> statement-breakpoint
CREATE TABLE "charge" (
	"tenant_id" uuid DEFAULT current_setting('app.tenant_id')::uuid NOT NULL,
	"connection_id" uuid NOT NULL,
	"psp_charge_id" text NOT NULL,
	"deposit_id" uuid NOT NULL,
	"attempt_id" uuid NOT NULL,
	"instrument_id" uuid,
	"asset" text NOT NULL,
	"received_minor" bigint NOT NULL,
	"refunded_minor" bigint NOT NULL,
	"is_surplus" boolean DEFAULT false NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "charge_tenant_id_connection_id_psp_charge_id_pk" PRIMARY KEY("tenant_id","connection_id","psp_charge_id")
);
--> statement-breakpoint
CREATE TABLE "deposit" (
	"tenant_id" uuid DEFAULT current_setting('app.tenant_id')::uuid NOT NULL,
	"id" uuid NOT NULL,
	"number" text NOT NULL,
	"client_id" uuid NOT NULL,
	"entity_id" uuid NOT NULL,
	"asset" text NOT NULL,
	"requested_minor" bigint NOT NULL,
	"credited_minor" bigint,
	"state" text NOT NULL,
	"reason" text,
	"target_account_id" uuid,
	"device_id" text,
	"ip" text,
	"created_at" timestamp (3) with time zone NOT NULL,
	"credited_at" timestamp (3) with time zone,
	"closed_at" timestamp (3) with time zone,
	CONSTRAINT "deposit_tenant_id_id_pk" PRIMARY KEY("tenant_id","id")
);
--> statement-breakpoint
CREATE TABLE "instrument" (
	"tenant_id" uuid DEFAULT current_setting('app.tenant_id')::uuid NOT NULL,
	"id" uuid NOT NULL,
	"client_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"connection_id" uuid,
	"fingerprint" text,
	"brand" text,
	"last4" text,
	"funding" text,
	"country" text,
	"holder_name" text,
	"details" text,
	"ownership" text NOT NULL,
	"ownership_why" text,
	"first_seen_at" timestamp (3) with time zone NOT NULL,
	"closed_at" timestamp (3) with time zone,
	CONSTRAINT "instrument_tenant_id_id_pk" PRIMARY KEY("tenant_id","id")
);
--> statement-breakpoint
CREATE TABLE "payment_attempt" (
	"tenant_id" uuid DEFAULT current_setting('app.tenant_id')::uuid NOT NULL,
	"id" uuid NOT NULL,
	"deposit_id" uuid NOT NULL,
	"connection_id" uuid NOT NULL,
	"psp_id" text,
	"outcome" text NOT NULL,
	"redirect_url" text,
	"problem" jsonb,
	"instrument_id" uuid,
	"created_at" timestamp (3) with time zone NOT NULL,
	"sent_at" timestamp (3) with time zone,
	"looked_up_at" timestamp (3) with time zone,
	"lookups" integer DEFAULT 0 NOT NULL,
	"decided_at" timestamp (3) with time zone,
	"expires_at" timestamp (3) with time zone,
	CONSTRAINT "payment_attempt_tenant_id_id_pk" PRIMARY KEY("tenant_id","id")
);
--> statement-breakpoint
CREATE TABLE "payment_number" (
	"tenant_id" uuid DEFAULT current_setting('app.tenant_id')::uuid NOT NULL,
	"kind" text NOT NULL,
	"next" integer NOT NULL,
	CONSTRAINT "payment_number_tenant_id_kind_pk" PRIMARY KEY("tenant_id","kind")
);
--> statement-breakpoint
CREATE TABLE "psp_event" (
	"tenant_id" uuid DEFAULT current_setting('app.tenant_id')::uuid NOT NULL,
	"connection_id" uuid NOT NULL,
	"event_id" text NOT NULL,
	"vendor_type" text NOT NULL,
	"kind" text NOT NULL,
	"reference" text,
	"occurred_at" timestamp (3) with time zone NOT NULL,
	"received_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "psp_event_tenant_id_connection_id_event_id_pk" PRIMARY KEY("tenant_id","connection_id","event_id")
);
--> statement-breakpoint
CREATE TABLE "withdrawal" (
	"tenant_id" uuid DEFAULT current_setting('app.tenant_id')::uuid NOT NULL,
	"id" uuid NOT NULL,
	"number" text NOT NULL,
	"client_id" uuid NOT NULL,
	"entity_id" uuid NOT NULL,
	"asset" text NOT NULL,
	"amount_minor" bigint NOT NULL,
	"state" text NOT NULL,
	"source_account_id" uuid,
	"source_login" text,
	"hold_id" uuid,
	"payout_instrument_id" uuid,
	"policy_row" text,
	"policy_version" text,
	"needed" integer,
	"approval_id" uuid,
	"reason" text,
	"reason_is_restricted" boolean DEFAULT false NOT NULL,
	"device_id" text,
	"ip" text,
	"requested_at" timestamp (3) with time zone NOT NULL,
	"approved_at" timestamp (3) with time zone,
	"closed_at" timestamp (3) with time zone,
	CONSTRAINT "withdrawal_tenant_id_id_pk" PRIMARY KEY("tenant_id","id")
);
--> statement-breakpoint
CREATE TABLE "withdrawal_check" (
	"tenant_id" uuid DEFAULT current_setting('app.tenant_id')::uuid NOT NULL,
	"withdrawal_id" uuid NOT NULL,
	"run" integer NOT NULL,
	"name" text NOT NULL,
	"result" text NOT NULL,
	"facts" jsonb NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "withdrawal_check_tenant_id_withdrawal_id_run_name_pk" PRIMARY KEY("tenant_id","withdrawal_id","run","name")
);
--> statement-breakpoint
CREATE TABLE "withdrawal_leg" (
	"tenant_id" uuid DEFAULT current_setting('app.tenant_id')::uuid NOT NULL,
	"id" uuid NOT NULL,
	"withdrawal_id" uuid NOT NULL,
	"position" integer NOT NULL,
	"kind" text NOT NULL,
	"connection_id" uuid NOT NULL,
	"instrument_id" uuid,
	"psp_charge_id" text,
	"charge_attempt_id" uuid,
	"asset" text NOT NULL,
	"amount_minor" bigint NOT NULL,
	"state" text NOT NULL,
	"psp_id" text,
	"proof" jsonb,
	"problem" jsonb,
	"sent_at" timestamp (3) with time zone,
	"looked_up_at" timestamp (3) with time zone,
	"lookups" integer DEFAULT 0 NOT NULL,
	"absences" integer DEFAULT 0 NOT NULL,
	"absent_at" timestamp (3) with time zone,
	"settled_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "withdrawal_leg_tenant_id_id_pk" PRIMARY KEY("tenant_id","id")
);
--> statement-breakpoint
CREATE TABLE "policy_table" (
	"tenant_id" uuid DEFAULT current_setting('app.tenant_id')::uuid NOT NULL,
	"id" uuid NOT NULL,
	"point" text NOT NULL,
	"version" integer NOT NULL,
	"state" text NOT NULL,
	"rows" jsonb NOT NULL,
	"note" text NOT NULL,
	"author_id" uuid,
	"created_at" timestamp (3) with time zone NOT NULL,
	"published_at" timestamp (3) with time zone,
	"effective_from" timestamp (3) with time zone,
	CONSTRAINT "policy_table_tenant_id_id_pk" PRIMARY KEY("tenant_id","id")
);
--> statement-breakpoint
CREATE TABLE "reconciliation_break" (
	"tenant_id" uuid DEFAULT current_setting('app.tenant_id')::uuid NOT NULL,
	"id" uuid NOT NULL,
	"run_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"account_id" uuid NOT NULL,
	"client_id" uuid NOT NULL,
	"login" text NOT NULL,
	"asset" text NOT NULL,
	"ledger_minor" bigint NOT NULL,
	"deals_minor" bigint NOT NULL,
	"platform_minor" bigint NOT NULL,
	"difference_minor" bigint NOT NULL,
	"state" text NOT NULL,
	"explanation" text,
	"explained_by" text,
	"opened_at" timestamp (3) with time zone NOT NULL,
	"seen_at" timestamp (3) with time zone NOT NULL,
	"closed_at" timestamp (3) with time zone,
	CONSTRAINT "reconciliation_break_tenant_id_id_pk" PRIMARY KEY("tenant_id","id")
);
--> statement-breakpoint
CREATE TABLE "reconciliation_run" (
	"tenant_id" uuid DEFAULT current_setting('app.tenant_id')::uuid NOT NULL,
	"id" uuid NOT NULL,
	"kind" text NOT NULL,
	"trigger" text NOT NULL,
	"state" text NOT NULL,
	"accounts" integer NOT NULL,
	"matched" integer NOT NULL,
	"waiting" integer NOT NULL,
	"unreachable" integer NOT NULL,
	"breaks" integer NOT NULL,
	"totals" jsonb NOT NULL,
	"started_at" timestamp (3) with time zone NOT NULL,
	"finished_at" timestamp (3) with time zone,
	CONSTRAINT "reconciliation_run_tenant_id_id_pk" PRIMARY KEY("tenant_id","id")
);
--> statement-breakpoint
CREATE TABLE "report_mail" (
	"tenant_id" uuid DEFAULT current_setting('app.tenant_id')::uuid NOT NULL,
	"id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"view" text NOT NULL,
	"days" integer NOT NULL,
	"cadence" text NOT NULL,
	"hour" integer NOT NULL,
	"zone" text NOT NULL,
	"next_at" timestamp (3) with time zone NOT NULL,
	"last_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "report_mail_tenant_id_id_pk" PRIMARY KEY("tenant_id","id"),
	CONSTRAINT "report_mail_hour" CHECK (hour between 0 and 23)
);
--> statement-breakpoint
CREATE TABLE "client_book" (
	"tenant_id" uuid DEFAULT current_setting('app.tenant_id')::uuid NOT NULL,
	"client_id" uuid NOT NULL,
	"since" timestamp (3) with time zone NOT NULL,
	"until" timestamp (3) with time zone,
	"book" text NOT NULL,
	"reason" text NOT NULL,
	"by" text NOT NULL,
	CONSTRAINT "client_book_tenant_id_client_id_since_pk" PRIMARY KEY("tenant_id","client_id","since")
);
--> statement-breakpoint
CREATE TABLE "exposure_band" (
	"tenant_id" uuid DEFAULT current_setting('app.tenant_id')::uuid NOT NULL,
	"id" uuid NOT NULL,
	"book" text NOT NULL,
	"symbol" text NOT NULL,
	"lots" numeric NOT NULL,
	"breached_at" timestamp (3) with time zone,
	"changed_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "exposure_band_tenant_id_id_pk" PRIMARY KEY("tenant_id","id")
);
--> statement-breakpoint
CREATE TABLE "screening" (
	"tenant_id" uuid DEFAULT current_setting('app.tenant_id')::uuid NOT NULL,
	"id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"client_id" uuid NOT NULL,
	"trigger" text NOT NULL,
	"subject" text NOT NULL,
	"subject_hash" text NOT NULL,
	"lists" jsonb NOT NULL,
	"lists_key" text NOT NULL,
	"matcher" text NOT NULL,
	"min_score_bps" integer NOT NULL,
	"result" text NOT NULL,
	"hits" integer NOT NULL,
	"new_hits" integer NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "screening_tenant_id_id_pk" PRIMARY KEY("tenant_id","id")
);
--> statement-breakpoint
CREATE TABLE "screening_entry" (
	"source" text NOT NULL,
	"version" text NOT NULL,
	"position" integer NOT NULL,
	"entry_id" text NOT NULL,
	"hash" text NOT NULL,
	"entry" jsonb NOT NULL,
	CONSTRAINT "screening_entry_source_version_position_pk" PRIMARY KEY("source","version","position")
);
--> statement-breakpoint
CREATE TABLE "screening_hit" (
	"tenant_id" uuid DEFAULT current_setting('app.tenant_id')::uuid NOT NULL,
	"id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"client_id" uuid NOT NULL,
	"screening_id" uuid NOT NULL,
	"source" text NOT NULL,
	"entry_id" text NOT NULL,
	"entry_hash" text NOT NULL,
	"entry" jsonb NOT NULL,
	"listed_name" text NOT NULL,
	"score_bps" integer NOT NULL,
	"band" text NOT NULL,
	"explanation" text NOT NULL,
	"state" text NOT NULL,
	"opened_at" timestamp (3) with time zone NOT NULL,
	"last_seen_at" timestamp (3) with time zone NOT NULL,
	"decided_at" timestamp (3) with time zone,
	"decided_by" jsonb,
	"reason" text,
	CONSTRAINT "screening_hit_tenant_id_id_pk" PRIMARY KEY("tenant_id","id")
);
--> statement-breakpoint
CREATE TABLE "screening_list" (
	"source" text NOT NULL,
	"version" text NOT NULL,
	"state" text NOT NULL,
	"held_because" text,
	"entries" integer NOT NULL,
	"problems" jsonb NOT NULL,
	"published_at" text,
	"loaded_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "screening_list_source_version_pk" PRIMARY KEY("source","version")
);
--> statement-breakpoint
CREATE TABLE "sso_assertion" (
	"tenant_id" uuid DEFAULT current_setting('app.tenant_id')::uuid NOT NULL,
	"connection_id" uuid NOT NULL,
	"assertion_id" text NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "sso_assertion_tenant_id_connection_id_assertion_id_pk" PRIMARY KEY("tenant_id","connection_id","assertion_id")
);
--> statement-breakpoint
CREATE TABLE "sso_connection" (
	"tenant_id" uuid DEFAULT current_setting('app.tenant_id')::uuid NOT NULL,
	"id" uuid NOT NULL,
	"protocol" text NOT NULL,
	"state" text NOT NULL,
	"draft" jsonb,
	"live" jsonb,
	"version" integer NOT NULL,
	"is_enforced" boolean DEFAULT false NOT NULL,
	"break_glass_user_id" uuid,
	"tested_at" timestamp (3) with time zone,
	"test_error" text,
	"published_at" timestamp (3) with time zone,
	"last_used_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "sso_connection_tenant_id_id_pk" PRIMARY KEY("tenant_id","id")
);
--> statement-breakpoint
CREATE TABLE "sso_identity" (
	"tenant_id" uuid DEFAULT current_setting('app.tenant_id')::uuid NOT NULL,
	"connection_id" uuid NOT NULL,
	"subject" text NOT NULL,
	"user_id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"last_used_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "sso_identity_tenant_id_connection_id_subject_pk" PRIMARY KEY("tenant_id","connection_id","subject")
);
--> statement-breakpoint
CREATE TABLE "caller_check" (
	"tenant_id" uuid DEFAULT current_setting('app.tenant_id')::uuid NOT NULL,
	"id" uuid NOT NULL,
	"client_id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"user_name" text NOT NULL,
	"channel" text DEFAULT 'email' NOT NULL,
	"sent_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"delivered_at" timestamp (3) with time zone,
	"verified_at" timestamp (3) with time zone,
	"verified_until" timestamp (3) with time zone,
	CONSTRAINT "caller_check_tenant_id_id_pk" PRIMARY KEY("tenant_id","id")
);
--> statement-breakpoint
CREATE TABLE "client_request" (
	"tenant_id" uuid DEFAULT current_setting('app.tenant_id')::uuid NOT NULL,
	"id" uuid NOT NULL,
	"client_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"state" text NOT NULL,
	"channel" text NOT NULL,
	"proof" text NOT NULL,
	"wanted" text NOT NULL,
	"replaced" text,
	"document_ids" text[] DEFAULT '{}' NOT NULL,
	"opened_by_id" uuid,
	"opened_by_name" text NOT NULL,
	"opened_at" timestamp (3) with time zone NOT NULL,
	"due_at" timestamp (3) with time zone NOT NULL,
	"extended_at" timestamp (3) with time zone,
	"extend_reason" text,
	"checks" jsonb,
	"decided_by_id" uuid,
	"decided_by_name" text,
	"approved_by_names" text[] DEFAULT '{}' NOT NULL,
	"decided_at" timestamp (3) with time zone,
	"reason" text,
	"note_to_client" text,
	"hold_id" uuid,
	"hold_until" timestamp (3) with time zone,
	CONSTRAINT "client_request_tenant_id_id_pk" PRIMARY KEY("tenant_id","id")
);
--> statement-breakpoint
CREATE TABLE "contact_entry" (
	"tenant_id" uuid DEFAULT current_setting('app.tenant_id')::uuid NOT NULL,
	"id" uuid NOT NULL,
	"client_id" uuid NOT NULL,
	"channel" text NOT NULL,
	"direction" text,
	"outcome" text,
	"text" text NOT NULL,
	"next_action" text,
	"next_action_at" timestamp (3) with time zone,
	"mentioned_id" uuid,
	"mentioned_name" text,
	"is_identity_checked" boolean DEFAULT false NOT NULL,
	"restricted_to" text,
	"author_id" uuid,
	"author_name" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "contact_entry_tenant_id_id_pk" PRIMARY KEY("tenant_id","id")
);
--> statement-breakpoint
CREATE TABLE "conversation" (
	"tenant_id" uuid DEFAULT current_setting('app.tenant_id')::uuid NOT NULL,
	"id" uuid NOT NULL,
	"client_id" uuid NOT NULL,
	"topic" text NOT NULL,
	"state" text NOT NULL,
	"assignee_id" uuid,
	"assignee_name" text,
	"opened_at" timestamp (3) with time zone NOT NULL,
	"last_message_at" timestamp (3) with time zone NOT NULL,
	"waiting_since" timestamp (3) with time zone,
	"due_at" timestamp (3) with time zone,
	"client_read_at" timestamp (3) with time zone,
	"closed_at" timestamp (3) with time zone,
	CONSTRAINT "conversation_tenant_id_id_pk" PRIMARY KEY("tenant_id","id")
);
--> statement-breakpoint
CREATE TABLE "conversation_message" (
	"tenant_id" uuid DEFAULT current_setting('app.tenant_id')::uuid NOT NULL,
	"id" uuid NOT NULL,
	"conversation_id" uuid NOT NULL,
	"client_id" uuid NOT NULL,
	"side" text NOT NULL,
	"text" text NOT NULL,
	"document_ids" text[] DEFAULT '{}' NOT NULL,
	"author_id" uuid,
	"author_name" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "conversation_message_tenant_id_id_pk" PRIMARY KEY("tenant_id","id")
);
--> statement-breakpoint
CREATE TABLE "macro" (
	"tenant_id" uuid DEFAULT current_setting('app.tenant_id')::uuid NOT NULL,
	"id" uuid NOT NULL,
	"name" text NOT NULL,
	"texts" jsonb NOT NULL,
	"is_active" boolean DEFAULT true NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"updated_by" text NOT NULL,
	CONSTRAINT "macro_tenant_id_id_pk" PRIMARY KEY("tenant_id","id")
);
--> statement-breakpoint
CREATE TABLE "shown_page" (
	"tenant_id" uuid DEFAULT current_setting('app.tenant_id')::uuid NOT NULL,
	"id" uuid NOT NULL,
	"client_id" uuid NOT NULL,
	"path" text NOT NULL,
	"by_name" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"opened_at" timestamp (3) with time zone,
	CONSTRAINT "shown_page_tenant_id_id_pk" PRIMARY KEY("tenant_id","id")
);
--> statement-breakpoint
CREATE TABLE "brand" (
	"tenant_id" uuid DEFAULT current_setting('app.tenant_id')::uuid NOT NULL,
	"id" uuid NOT NULL,
	"entity_id" uuid NOT NULL,
	"name" text NOT NULL,
	"slug" text NOT NULL,
	"color" text NOT NULL,
	"color_dark" text NOT NULL,
	"logo_png" text,
	"sender_email" text,
	"languages" text[] NOT NULL,
	"is_default" boolean DEFAULT false NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "brand_tenant_id_id_pk" PRIMARY KEY("tenant_id","id")
);
--> statement-breakpoint
CREATE TABLE "break_glass" (
	"tenant_id" uuid DEFAULT current_setting('app.tenant_id')::uuid NOT NULL,
	"id" uuid NOT NULL,
	"target_tenant_id" uuid NOT NULL,
	"staff_id" uuid NOT NULL,
	"staff_name" text NOT NULL,
	"reason" text NOT NULL,
	"opened_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"closed_at" timestamp (3) with time zone,
	CONSTRAINT "break_glass_tenant_id_id_pk" PRIMARY KEY("tenant_id","id")
);
--> statement-breakpoint
CREATE TABLE "connection" (
	"tenant_id" uuid DEFAULT current_setting('app.tenant_id')::uuid NOT NULL,
	"id" uuid NOT NULL,
	"entity_id" uuid,
	"port" text NOT NULL,
	"vendor" text NOT NULL,
	"name" text NOT NULL,
	"config" jsonb NOT NULL,
	"secrets" text NOT NULL,
	"state" text DEFAULT 'active' NOT NULL,
	"last_ok_at" timestamp (3) with time zone,
	"last_error" text,
	"last_error_at" timestamp (3) with time zone,
	"last_check_ms" integer,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "connection_tenant_id_id_pk" PRIMARY KEY("tenant_id","id")
);
--> statement-breakpoint
CREATE TABLE "domain" (
	"tenant_id" uuid DEFAULT current_setting('app.tenant_id')::uuid NOT NULL,
	"host" text NOT NULL,
	"brand_id" uuid NOT NULL,
	"verified_at" timestamp (3) with time zone,
	"verification_token" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "domain_tenant_id_host_pk" PRIMARY KEY("tenant_id","host")
);
--> statement-breakpoint
CREATE TABLE "legal_entity" (
	"tenant_id" uuid DEFAULT current_setting('app.tenant_id')::uuid NOT NULL,
	"id" uuid NOT NULL,
	"name" text NOT NULL,
	"short_name" text NOT NULL,
	"jurisdiction" text NOT NULL,
	"licence" text,
	"base_currency" text NOT NULL,
	"time_zone" text NOT NULL,
	"cut_off" text NOT NULL,
	"bank_calendar" text NOT NULL,
	"trading_calendar" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "legal_entity_tenant_id_id_pk" PRIMARY KEY("tenant_id","id")
);
--> statement-breakpoint
CREATE TABLE "organisation" (
	"id" uuid PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"kind" text NOT NULL,
	"country" text,
	"go_live_requested_at" timestamp (3) with time zone,
	"vetted_at" timestamp (3) with time zone,
	"vetted_by" text,
	"vet_note" text,
	"created_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "tenant" (
	"id" uuid PRIMARY KEY NOT NULL,
	"organisation_id" uuid NOT NULL,
	"slug" text NOT NULL,
	"name" text NOT NULL,
	"kind" text NOT NULL,
	"environment" text NOT NULL,
	"status" text NOT NULL,
	"is_seeded" boolean DEFAULT false NOT NULL,
	"features" text[] DEFAULT '{}' NOT NULL,
	"settings" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"grant_version" integer DEFAULT 1 NOT NULL,
	"auditor_email" text,
	"created_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "account_snapshot" (
	"tenant_id" uuid DEFAULT current_setting('app.tenant_id')::uuid NOT NULL,
	"account_id" uuid NOT NULL,
	"asset" text NOT NULL,
	"balance_minor" bigint NOT NULL,
	"credit_minor" bigint NOT NULL,
	"equity_minor" bigint NOT NULL,
	"margin_minor" bigint NOT NULL,
	"free_margin_minor" bigint NOT NULL,
	"floating_minor" bigint NOT NULL,
	"open_positions" integer NOT NULL,
	"asked_at" timestamp (3) with time zone NOT NULL,
	"seen_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "account_snapshot_tenant_id_account_id_pk" PRIMARY KEY("tenant_id","account_id")
);
--> statement-breakpoint
CREATE TABLE "deal" (
	"tenant_id" uuid DEFAULT current_setting('app.tenant_id')::uuid NOT NULL,
	"id" uuid NOT NULL,
	"connection_id" uuid NOT NULL,
	"ticket" text NOT NULL,
	"version" text NOT NULL,
	"is_current" boolean NOT NULL,
	"is_edited" boolean NOT NULL,
	"deleted_at" timestamp (3) with time zone,
	"account_id" uuid,
	"client_id" uuid,
	"login" text NOT NULL,
	"action" text NOT NULL,
	"entry" text,
	"reason" text NOT NULL,
	"order_ref" text,
	"position_ref" text,
	"symbol" text,
	"spec_version" text,
	"lots" numeric,
	"lots_closed" numeric,
	"contract_size" numeric,
	"price" numeric,
	"position_price" numeric,
	"market_bid" numeric,
	"market_ask" numeric,
	"profit_rate" numeric,
	"asset" text,
	"profit_minor" bigint,
	"swap_minor" bigint,
	"commission_minor" bigint,
	"comment" text NOT NULL,
	"tag" text,
	"operation_id" uuid,
	"at" timestamp (3) with time zone NOT NULL,
	"raw_time_ms" bigint NOT NULL,
	"recorded_at" timestamp (3) with time zone NOT NULL,
	"booked_at" timestamp (3) with time zone,
	CONSTRAINT "deal_tenant_id_id_pk" PRIMARY KEY("tenant_id","id")
);
--> statement-breakpoint
CREATE TABLE "deal_booking" (
	"tenant_id" uuid DEFAULT current_setting('app.tenant_id')::uuid NOT NULL,
	"connection_id" uuid NOT NULL,
	"ticket" text NOT NULL,
	"account_id" uuid NOT NULL,
	"recipe" text NOT NULL,
	"profit_minor" bigint NOT NULL,
	"swap_minor" bigint NOT NULL,
	"commission_minor" bigint NOT NULL,
	"set_id" uuid,
	"booked_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "deal_booking_tenant_id_connection_id_ticket_pk" PRIMARY KEY("tenant_id","connection_id","ticket")
);
--> statement-breakpoint
CREATE TABLE "deal_cursor" (
	"tenant_id" uuid DEFAULT current_setting('app.tenant_id')::uuid NOT NULL,
	"connection_id" uuid NOT NULL,
	"cursor" text NOT NULL,
	"batches" bigint NOT NULL,
	"moved_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "deal_cursor_tenant_id_connection_id_pk" PRIMARY KEY("tenant_id","connection_id")
);
--> statement-breakpoint
CREATE TABLE "open_position" (
	"tenant_id" uuid DEFAULT current_setting('app.tenant_id')::uuid NOT NULL,
	"connection_id" uuid NOT NULL,
	"ticket" text NOT NULL,
	"account_id" uuid NOT NULL,
	"client_id" uuid NOT NULL,
	"environment" text NOT NULL,
	"symbol" text NOT NULL,
	"side" text NOT NULL,
	"lots" numeric NOT NULL,
	"contract_size" numeric NOT NULL,
	"open_price" numeric NOT NULL,
	"current_price" numeric NOT NULL,
	"stop_loss" numeric,
	"take_profit" numeric,
	"asset" text NOT NULL,
	"profit_minor" bigint NOT NULL,
	"swap_minor" bigint NOT NULL,
	"opened_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"seen_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "open_position_tenant_id_connection_id_ticket_pk" PRIMARY KEY("tenant_id","connection_id","ticket")
);
--> statement-breakpoint
CREATE TABLE "symbol_quote" (
	"tenant_id" uuid DEFAULT current_setting('app.tenant_id')::uuid NOT NULL,
	"connection_id" uuid NOT NULL,
	"symbol" text NOT NULL,
	"bid" numeric NOT NULL,
	"ask" numeric NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"seen_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "symbol_quote_tenant_id_connection_id_symbol_pk" PRIMARY KEY("tenant_id","connection_id","symbol")
);
--> statement-breakpoint
CREATE TABLE "symbol_spec" (
	"tenant_id" uuid DEFAULT current_setting('app.tenant_id')::uuid NOT NULL,
	"connection_id" uuid NOT NULL,
	"symbol" text NOT NULL,
	"version" text NOT NULL,
	"is_current" boolean NOT NULL,
	"path" text NOT NULL,
	"description" text NOT NULL,
	"asset_class" text NOT NULL,
	"base_currency" text,
	"profit_currency" text NOT NULL,
	"margin_currency" text NOT NULL,
	"digits" integer NOT NULL,
	"contract_size" numeric NOT NULL,
	"lots_min" numeric NOT NULL,
	"lots_max" numeric NOT NULL,
	"lots_step" numeric NOT NULL,
	"trade_mode" text NOT NULL,
	"swap_long" numeric NOT NULL,
	"swap_short" numeric NOT NULL,
	"seen_from" timestamp (3) with time zone NOT NULL,
	"seen_to" timestamp (3) with time zone,
	CONSTRAINT "symbol_spec_tenant_id_connection_id_symbol_version_pk" PRIMARY KEY("tenant_id","connection_id","symbol","version")
);
--> statement-breakpoint
CREATE TABLE "account_operation" (
	"tenant_id" uuid DEFAULT current_setting('app.tenant_id')::uuid NOT NULL,
	"id" uuid NOT NULL,
	"op_id" text NOT NULL,
	"account_id" uuid NOT NULL,
	"client_id" uuid NOT NULL,
	"purpose" text NOT NULL,
	"kind" text NOT NULL,
	"amount_minor" bigint NOT NULL,
	"asset" text NOT NULL,
	"state" text NOT NULL,
	"attempt" integer NOT NULL,
	"cause" text NOT NULL,
	"hold_id" uuid,
	"tries" integer DEFAULT 0 NOT NULL,
	"first_sent_at" timestamp (3) with time zone,
	"sent_at" timestamp (3) with time zone,
	"lookups" integer DEFAULT 0 NOT NULL,
	"absences" integer DEFAULT 0 NOT NULL,
	"looked_up_at" timestamp (3) with time zone,
	"next_at" timestamp (3) with time zone,
	"platform_ref" text,
	"extra_refs" text[] DEFAULT '{}' NOT NULL,
	"problem" jsonb,
	"created_at" timestamp (3) with time zone NOT NULL,
	"settled_at" timestamp (3) with time zone,
	CONSTRAINT "account_operation_tenant_id_id_pk" PRIMARY KEY("tenant_id","id"),
	CONSTRAINT "account_operation_amount" CHECK (amount_minor > 0 and attempt between 1 and 2),
	CONSTRAINT "account_operation_state" CHECK (state in ('intent', 'sent', 'unknown', 'applied', 'failed', 'compensated'))
);
--> statement-breakpoint
CREATE TABLE "login_range" (
	"tenant_id" uuid DEFAULT current_setting('app.tenant_id')::uuid NOT NULL,
	"connection_id" uuid NOT NULL,
	"next" bigint NOT NULL,
	"last" bigint NOT NULL,
	CONSTRAINT "login_range_tenant_id_connection_id_pk" PRIMARY KEY("tenant_id","connection_id"),
	CONSTRAINT "login_range_order" CHECK (next > 0 and next <= last + 1)
);
--> statement-breakpoint
CREATE TABLE "trading_account" (
	"tenant_id" uuid DEFAULT current_setting('app.tenant_id')::uuid NOT NULL,
	"id" uuid NOT NULL,
	"client_id" uuid NOT NULL,
	"entity_id" uuid NOT NULL,
	"offer_id" uuid NOT NULL,
	"connection_id" uuid NOT NULL,
	"environment" text NOT NULL,
	"platform" text NOT NULL,
	"server_id" text,
	"login" text,
	"reserved_login" text,
	"op_id" text NOT NULL,
	"currency" text NOT NULL,
	"label" text,
	"state" text NOT NULL,
	"creation" text NOT NULL,
	"creation_tries" integer DEFAULT 0 NOT NULL,
	"creation_sent_at" timestamp (3) with time zone,
	"creation_lookups" integer DEFAULT 0 NOT NULL,
	"creation_problem" jsonb,
	"requested_leverage" integer,
	"desired_group" text NOT NULL,
	"desired_leverage" integer NOT NULL,
	"desired_trading" text NOT NULL,
	"desired_because" jsonb NOT NULL,
	"desired_at" timestamp (3) with time zone NOT NULL,
	"decision_id" uuid,
	"pending_leverage" integer,
	"pending_since" timestamp (3) with time zone,
	"pending_from" timestamp (3) with time zone,
	"base_group" text,
	"base_leverage" integer,
	"base_trading" text,
	"observed_group" text,
	"observed_platform_group" text,
	"observed_leverage" integer,
	"observed_trading" text,
	"observed_login_enabled" boolean,
	"observed_at" timestamp (3) with time zone,
	"drift_since" timestamp (3) with time zone,
	"drift_fields" text[] DEFAULT '{}' NOT NULL,
	"tolerated_drift" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"exception_leverage" integer,
	"exception_trading" text,
	"exception_group" text,
	"exception_reason" text,
	"exception_by" text,
	"exception_at" timestamp (3) with time zone,
	"exception_until" timestamp (3) with time zone,
	"master_password" text,
	"investor_password" text,
	"password_shown_at" timestamp (3) with time zone,
	"first_deal_at" timestamp (3) with time zone,
	"last_deal_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone NOT NULL,
	"opened_at" timestamp (3) with time zone,
	"closed_at" timestamp (3) with time zone,
	CONSTRAINT "trading_account_tenant_id_id_pk" PRIMARY KEY("tenant_id","id"),
	CONSTRAINT "trading_account_state" CHECK (state in ('provisioning', 'active', 'close_only', 'disabled', 'archived', 'failed')),
	CONSTRAINT "trading_account_open" CHECK (state in ('provisioning', 'failed') or login is not null)
);
--> statement-breakpoint
CREATE TABLE "trading_offer" (
	"tenant_id" uuid DEFAULT current_setting('app.tenant_id')::uuid NOT NULL,
	"id" uuid NOT NULL,
	"name" text NOT NULL,
	"description" text,
	"connection_id" uuid NOT NULL,
	"entity_id" uuid,
	"environment" text NOT NULL,
	"group_name" text NOT NULL,
	"close_only_group" text,
	"currency" text NOT NULL,
	"leverage_default" integer NOT NULL,
	"leverage_max" integer NOT NULL,
	"leverage_by_class" jsonb NOT NULL,
	"countries" text[] NOT NULL,
	"tiers" text[] NOT NULL,
	"categories" text[] NOT NULL,
	"min_deposit_minor" bigint NOT NULL,
	"demo_balance_minor" bigint NOT NULL,
	"is_swap_free" boolean NOT NULL,
	"accounts_max" integer NOT NULL,
	"state" text NOT NULL,
	"position" integer NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"changed_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "trading_offer_tenant_id_id_pk" PRIMARY KEY("tenant_id","id"),
	CONSTRAINT "trading_offer_environment" CHECK (environment in ('live', 'demo')),
	CONSTRAINT "trading_offer_leverage" CHECK (leverage_default between 1 and leverage_max)
);
--> statement-breakpoint
CREATE TABLE "office_holiday" (
	"tenant_id" uuid DEFAULT current_setting('app.tenant_id')::uuid NOT NULL,
	"entity_id" uuid NOT NULL,
	"day" text NOT NULL,
	"name" text NOT NULL,
	CONSTRAINT "office_holiday_tenant_id_entity_id_day_pk" PRIMARY KEY("tenant_id","entity_id","day")
);
--> statement-breakpoint
CREATE TABLE "office_hours" (
	"tenant_id" uuid DEFAULT current_setting('app.tenant_id')::uuid NOT NULL,
	"entity_id" uuid NOT NULL,
	"opens" text NOT NULL,
	"closes" text NOT NULL,
	"weekend" integer[] NOT NULL,
	CONSTRAINT "office_hours_tenant_id_entity_id_pk" PRIMARY KEY("tenant_id","entity_id")
);
--> statement-breakpoint
CREATE TABLE "task" (
	"tenant_id" uuid DEFAULT current_setting('app.tenant_id')::uuid NOT NULL,
	"id" uuid NOT NULL,
	"item_id" uuid NOT NULL,
	"title" text NOT NULL,
	"note" text,
	"owner_id" uuid NOT NULL,
	"client_id" uuid,
	"source_id" text,
	"due_at" timestamp (3) with time zone,
	"priority" integer NOT NULL,
	"repeats" text NOT NULL,
	"remind_at" timestamp (3) with time zone,
	"reminded_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone NOT NULL,
	"created_by" text NOT NULL,
	"done_at" timestamp (3) with time zone,
	"done_by" text,
	CONSTRAINT "task_tenant_id_id_pk" PRIMARY KEY("tenant_id","id")
);
--> statement-breakpoint
ALTER TABLE "segment_member" ADD CONSTRAINT "segment_member_tenant_id_segment_id_segment_tenant_id_id_fk" FOREIGN KEY ("tenant_id","segment_id") REFERENCES "public"."segment"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "segment_member" ADD CONSTRAINT "segment_member_tenant_id_client_id_client_tenant_id_id_fk" FOREIGN KEY ("tenant_id","client_id") REFERENCES "public"."client"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "segment_version" ADD CONSTRAINT "segment_version_tenant_id_segment_id_segment_tenant_id_id_fk" FOREIGN KEY ("tenant_id","segment_id") REFERENCES "public"."segment"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "work_clock" ADD CONSTRAINT "work_clock_tenant_id_item_id_work_item_tenant_id_id_fk" FOREIGN KEY ("tenant_id","item_id") REFERENCES "public"."work_item"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "access_review_item" ADD CONSTRAINT "access_review_item_tenant_id_review_id_access_review_tenant_id_id_fk" FOREIGN KEY ("tenant_id","review_id") REFERENCES "public"."access_review"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "access_review_item" ADD CONSTRAINT "access_review_item_tenant_id_user_id_app_user_tenant_id_id_fk" FOREIGN KEY ("tenant_id","user_id") REFERENCES "public"."app_user"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "membership" ADD CONSTRAINT "membership_tenant_id_user_id_app_user_tenant_id_id_fk" FOREIGN KEY ("tenant_id","user_id") REFERENCES "public"."app_user"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "membership" ADD CONSTRAINT "membership_tenant_id_role_id_role_tenant_id_id_fk" FOREIGN KEY ("tenant_id","role_id") REFERENCES "public"."role"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "membership" ADD CONSTRAINT "membership_tenant_id_team_id_team_tenant_id_id_fk" FOREIGN KEY ("tenant_id","team_id") REFERENCES "public"."team"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "client_owner" ADD CONSTRAINT "client_owner_tenant_id_client_id_client_tenant_id_id_fk" FOREIGN KEY ("tenant_id","client_id") REFERENCES "public"."client"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reassignment_item" ADD CONSTRAINT "reassignment_item_tenant_id_reassignment_id_reassignment_tenant_id_id_fk" FOREIGN KEY ("tenant_id","reassignment_id") REFERENCES "public"."reassignment"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reassignment_item" ADD CONSTRAINT "reassignment_item_tenant_id_client_id_client_tenant_id_id_fk" FOREIGN KEY ("tenant_id","client_id") REFERENCES "public"."client"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "acceptance" ADD CONSTRAINT "acceptance_tenant_id_client_id_client_tenant_id_id_fk" FOREIGN KEY ("tenant_id","client_id") REFERENCES "public"."client"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "consent" ADD CONSTRAINT "consent_tenant_id_client_id_client_tenant_id_id_fk" FOREIGN KEY ("tenant_id","client_id") REFERENCES "public"."client"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "device_seen" ADD CONSTRAINT "device_seen_tenant_id_client_id_client_tenant_id_id_fk" FOREIGN KEY ("tenant_id","client_id") REFERENCES "public"."client"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "person_merge" ADD CONSTRAINT "person_merge_tenant_id_survivor_id_person_tenant_id_id_fk" FOREIGN KEY ("tenant_id","survivor_id") REFERENCES "public"."person"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "person_merge" ADD CONSTRAINT "person_merge_tenant_id_absorbed_id_person_tenant_id_id_fk" FOREIGN KEY ("tenant_id","absorbed_id") REFERENCES "public"."person"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "possible_duplicate" ADD CONSTRAINT "possible_duplicate_tenant_id_person_id_person_tenant_id_id_fk" FOREIGN KEY ("tenant_id","person_id") REFERENCES "public"."person"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "possible_duplicate" ADD CONSTRAINT "possible_duplicate_tenant_id_other_id_person_tenant_id_id_fk" FOREIGN KEY ("tenant_id","other_id") REFERENCES "public"."person"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "touch" ADD CONSTRAINT "touch_tenant_id_client_id_client_tenant_id_id_fk" FOREIGN KEY ("tenant_id","client_id") REFERENCES "public"."client"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "client" ADD CONSTRAINT "client_tenant_id_person_id_person_tenant_id_id_fk" FOREIGN KEY ("tenant_id","person_id") REFERENCES "public"."person"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "client" ADD CONSTRAINT "client_tenant_id_entity_id_legal_entity_tenant_id_id_fk" FOREIGN KEY ("tenant_id","entity_id") REFERENCES "public"."legal_entity"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "client" ADD CONSTRAINT "client_tenant_id_brand_id_brand_tenant_id_id_fk" FOREIGN KEY ("tenant_id","brand_id") REFERENCES "public"."brand"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "client" ADD CONSTRAINT "client_tenant_id_owner_id_app_user_tenant_id_id_fk" FOREIGN KEY ("tenant_id","owner_id") REFERENCES "public"."app_user"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "client" ADD CONSTRAINT "client_tenant_id_team_id_team_tenant_id_id_fk" FOREIGN KEY ("tenant_id","team_id") REFERENCES "public"."team"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "client_hold" ADD CONSTRAINT "client_hold_tenant_id_person_id_person_tenant_id_id_fk" FOREIGN KEY ("tenant_id","person_id") REFERENCES "public"."person"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "client_hold" ADD CONSTRAINT "client_hold_tenant_id_client_id_client_tenant_id_id_fk" FOREIGN KEY ("tenant_id","client_id") REFERENCES "public"."client"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "client_introducer" ADD CONSTRAINT "client_introducer_tenant_id_client_id_client_tenant_id_id_fk" FOREIGN KEY ("tenant_id","client_id") REFERENCES "public"."client"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "client_person" ADD CONSTRAINT "client_person_tenant_id_client_id_client_tenant_id_id_fk" FOREIGN KEY ("tenant_id","client_id") REFERENCES "public"."client"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "client_person" ADD CONSTRAINT "client_person_tenant_id_person_id_person_tenant_id_id_fk" FOREIGN KEY ("tenant_id","person_id") REFERENCES "public"."person"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "journey_change" ADD CONSTRAINT "journey_change_tenant_id_client_id_client_tenant_id_id_fk" FOREIGN KEY ("tenant_id","client_id") REFERENCES "public"."client"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "disclosure" ADD CONSTRAINT "disclosure_tenant_id_user_id_app_user_tenant_id_id_fk" FOREIGN KEY ("tenant_id","user_id") REFERENCES "public"."app_user"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "document" ADD CONSTRAINT "document_tenant_id_client_id_client_tenant_id_id_fk" FOREIGN KEY ("tenant_id","client_id") REFERENCES "public"."client"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "document" ADD CONSTRAINT "document_tenant_id_person_id_person_tenant_id_id_fk" FOREIGN KEY ("tenant_id","person_id") REFERENCES "public"."person"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "document_view" ADD CONSTRAINT "document_view_tenant_id_document_id_document_tenant_id_id_fk" FOREIGN KEY ("tenant_id","document_id") REFERENCES "public"."document"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "passkey" ADD CONSTRAINT "passkey_tenant_id_user_id_app_user_tenant_id_id_fk" FOREIGN KEY ("tenant_id","user_id") REFERENCES "public"."app_user"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "session" ADD CONSTRAINT "session_tenant_id_user_id_app_user_tenant_id_id_fk" FOREIGN KEY ("tenant_id","user_id") REFERENCES "public"."app_user"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ledger_account" ADD CONSTRAINT "ledger_account_tenant_id_entity_id_legal_entity_tenant_id_id_fk" FOREIGN KEY ("tenant_id","entity_id") REFERENCES "public"."legal_entity"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ledger_account" ADD CONSTRAINT "ledger_account_tenant_id_client_id_client_tenant_id_id_fk" FOREIGN KEY ("tenant_id","client_id") REFERENCES "public"."client"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ledger_hold" ADD CONSTRAINT "ledger_hold_tenant_id_set_id_ledger_set_tenant_id_id_fk" FOREIGN KEY ("tenant_id","set_id") REFERENCES "public"."ledger_set"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ledger_hold" ADD CONSTRAINT "ledger_hold_tenant_id_account_id_ledger_account_tenant_id_id_fk" FOREIGN KEY ("tenant_id","account_id") REFERENCES "public"."ledger_account"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "push_subscription" ADD CONSTRAINT "push_subscription_tenant_id_client_id_client_tenant_id_id_fk" FOREIGN KEY ("tenant_id","client_id") REFERENCES "public"."client"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "push_subscription" ADD CONSTRAINT "push_subscription_tenant_id_user_id_app_user_tenant_id_id_fk" FOREIGN KEY ("tenant_id","user_id") REFERENCES "public"."app_user"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "message_preference" ADD CONSTRAINT "message_preference_tenant_id_user_id_app_user_tenant_id_id_fk" FOREIGN KEY ("tenant_id","user_id") REFERENCES "public"."app_user"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "message_preference" ADD CONSTRAINT "message_preference_tenant_id_client_id_client_tenant_id_id_fk" FOREIGN KEY ("tenant_id","client_id") REFERENCES "public"."client"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "message_words" ADD CONSTRAINT "message_words_tenant_id_brand_id_brand_tenant_id_id_fk" FOREIGN KEY ("tenant_id","brand_id") REFERENCES "public"."brand"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "notification" ADD CONSTRAINT "notification_tenant_id_client_id_client_tenant_id_id_fk" FOREIGN KEY ("tenant_id","client_id") REFERENCES "public"."client"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "notification" ADD CONSTRAINT "notification_tenant_id_user_id_app_user_tenant_id_id_fk" FOREIGN KEY ("tenant_id","user_id") REFERENCES "public"."app_user"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "notification" ADD CONSTRAINT "notification_tenant_id_brand_id_brand_tenant_id_id_fk" FOREIGN KEY ("tenant_id","brand_id") REFERENCES "public"."brand"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "notification" ADD CONSTRAINT "notification_tenant_id_subscription_id_push_subscription_tenant_id_id_fk" FOREIGN KEY ("tenant_id","subscription_id") REFERENCES "public"."push_subscription"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "suppression" ADD CONSTRAINT "suppression_tenant_id_client_id_client_tenant_id_id_fk" FOREIGN KEY ("tenant_id","client_id") REFERENCES "public"."client"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "suppression" ADD CONSTRAINT "suppression_tenant_id_user_id_app_user_tenant_id_id_fk" FOREIGN KEY ("tenant_id","user_id") REFERENCES "public"."app_user"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "application" ADD CONSTRAINT "application_tenant_id_client_id_client_tenant_id_id_fk" FOREIGN KEY ("tenant_id","client_id") REFERENCES "public"."client"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "application" ADD CONSTRAINT "application_tenant_id_person_id_person_tenant_id_id_fk" FOREIGN KEY ("tenant_id","person_id") REFERENCES "public"."person"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "application" ADD CONSTRAINT "application_tenant_id_connection_id_connection_tenant_id_id_fk" FOREIGN KEY ("tenant_id","connection_id") REFERENCES "public"."connection"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "application_submission" ADD CONSTRAINT "application_submission_tenant_id_application_id_application_tenant_id_id_fk" FOREIGN KEY ("tenant_id","application_id") REFERENCES "public"."application"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "kyc_check" ADD CONSTRAINT "kyc_check_tenant_id_application_id_application_tenant_id_id_fk" FOREIGN KEY ("tenant_id","application_id") REFERENCES "public"."application"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "kyc_check" ADD CONSTRAINT "kyc_check_tenant_id_client_id_client_tenant_id_id_fk" FOREIGN KEY ("tenant_id","client_id") REFERENCES "public"."client"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "kyc_check" ADD CONSTRAINT "kyc_check_tenant_id_connection_id_connection_tenant_id_id_fk" FOREIGN KEY ("tenant_id","connection_id") REFERENCES "public"."connection"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "kyc_event" ADD CONSTRAINT "kyc_event_tenant_id_connection_id_connection_tenant_id_id_fk" FOREIGN KEY ("tenant_id","connection_id") REFERENCES "public"."connection"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "risk_assessment" ADD CONSTRAINT "risk_assessment_tenant_id_client_id_client_tenant_id_id_fk" FOREIGN KEY ("tenant_id","client_id") REFERENCES "public"."client"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "dispute" ADD CONSTRAINT "dispute_tenant_id_client_id_client_tenant_id_id_fk" FOREIGN KEY ("tenant_id","client_id") REFERENCES "public"."client"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "dispute" ADD CONSTRAINT "dispute_tenant_id_entity_id_legal_entity_tenant_id_id_fk" FOREIGN KEY ("tenant_id","entity_id") REFERENCES "public"."legal_entity"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "dispute" ADD CONSTRAINT "dispute_tenant_id_deposit_id_deposit_tenant_id_id_fk" FOREIGN KEY ("tenant_id","deposit_id") REFERENCES "public"."deposit"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "dispute" ADD CONSTRAINT "dispute_tenant_id_connection_id_connection_tenant_id_id_fk" FOREIGN KEY ("tenant_id","connection_id") REFERENCES "public"."connection"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "charge" ADD CONSTRAINT "charge_tenant_id_deposit_id_deposit_tenant_id_id_fk" FOREIGN KEY ("tenant_id","deposit_id") REFERENCES "public"."deposit"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "deposit" ADD CONSTRAINT "deposit_tenant_id_client_id_client_tenant_id_id_fk" FOREIGN KEY ("tenant_id","client_id") REFERENCES "public"."client"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "deposit" ADD CONSTRAINT "deposit_tenant_id_entity_id_legal_entity_tenant_id_id_fk" FOREIGN KEY ("tenant_id","entity_id") REFERENCES "public"."legal_entity"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "instrument" ADD CONSTRAINT "instrument_tenant_id_client_id_client_tenant_id_id_fk" FOREIGN KEY ("tenant_id","client_id") REFERENCES "public"."client"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "payment_attempt" ADD CONSTRAINT "payment_attempt_tenant_id_deposit_id_deposit_tenant_id_id_fk" FOREIGN KEY ("tenant_id","deposit_id") REFERENCES "public"."deposit"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "payment_attempt" ADD CONSTRAINT "payment_attempt_tenant_id_connection_id_connection_tenant_id_id_fk" FOREIGN KEY ("tenant_id","connection_id") REFERENCES "public"."connection"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "withdrawal" ADD CONSTRAINT "withdrawal_tenant_id_client_id_client_tenant_id_id_fk" FOREIGN KEY ("tenant_id","client_id") REFERENCES "public"."client"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "withdrawal" ADD CONSTRAINT "withdrawal_tenant_id_entity_id_legal_entity_tenant_id_id_fk" FOREIGN KEY ("tenant_id","entity_id") REFERENCES "public"."legal_entity"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "withdrawal" ADD CONSTRAINT "withdrawal_tenant_id_payout_instrument_id_instrument_tenant_id_id_fk" FOREIGN KEY ("tenant_id","payout_instrument_id") REFERENCES "public"."instrument"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "withdrawal_check" ADD CONSTRAINT "withdrawal_check_tenant_id_withdrawal_id_withdrawal_tenant_id_id_fk" FOREIGN KEY ("tenant_id","withdrawal_id") REFERENCES "public"."withdrawal"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "withdrawal_leg" ADD CONSTRAINT "withdrawal_leg_tenant_id_withdrawal_id_withdrawal_tenant_id_id_fk" FOREIGN KEY ("tenant_id","withdrawal_id") REFERENCES "public"."withdrawal"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "withdrawal_leg" ADD CONSTRAINT "withdrawal_leg_tenant_id_connection_id_connection_tenant_id_id_fk" FOREIGN KEY ("tenant_id","connection_id") REFERENCES "public"."connection"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "withdrawal_leg" ADD CONSTRAINT "withdrawal_leg_tenant_id_instrument_id_instrument_tenant_id_id_fk" FOREIGN KEY ("tenant_id","instrument_id") REFERENCES "public"."instrument"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reconciliation_break" ADD CONSTRAINT "reconciliation_break_tenant_id_run_id_reconciliation_run_tenant_id_id_fk" FOREIGN KEY ("tenant_id","run_id") REFERENCES "public"."reconciliation_run"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reconciliation_break" ADD CONSTRAINT "reconciliation_break_tenant_id_account_id_trading_account_tenant_id_id_fk" FOREIGN KEY ("tenant_id","account_id") REFERENCES "public"."trading_account"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "report_mail" ADD CONSTRAINT "report_mail_tenant_id_user_id_app_user_tenant_id_id_fk" FOREIGN KEY ("tenant_id","user_id") REFERENCES "public"."app_user"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "client_book" ADD CONSTRAINT "client_book_tenant_id_client_id_client_tenant_id_id_fk" FOREIGN KEY ("tenant_id","client_id") REFERENCES "public"."client"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "screening" ADD CONSTRAINT "screening_tenant_id_person_id_person_tenant_id_id_fk" FOREIGN KEY ("tenant_id","person_id") REFERENCES "public"."person"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "screening" ADD CONSTRAINT "screening_tenant_id_client_id_client_tenant_id_id_fk" FOREIGN KEY ("tenant_id","client_id") REFERENCES "public"."client"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "screening_hit" ADD CONSTRAINT "screening_hit_tenant_id_person_id_person_tenant_id_id_fk" FOREIGN KEY ("tenant_id","person_id") REFERENCES "public"."person"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "screening_hit" ADD CONSTRAINT "screening_hit_tenant_id_client_id_client_tenant_id_id_fk" FOREIGN KEY ("tenant_id","client_id") REFERENCES "public"."client"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "screening_hit" ADD CONSTRAINT "screening_hit_tenant_id_screening_id_screening_tenant_id_id_fk" FOREIGN KEY ("tenant_id","screening_id") REFERENCES "public"."screening"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sso_identity" ADD CONSTRAINT "sso_identity_tenant_id_connection_id_sso_connection_tenant_id_id_fk" FOREIGN KEY ("tenant_id","connection_id") REFERENCES "public"."sso_connection"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sso_identity" ADD CONSTRAINT "sso_identity_tenant_id_user_id_app_user_tenant_id_id_fk" FOREIGN KEY ("tenant_id","user_id") REFERENCES "public"."app_user"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "caller_check" ADD CONSTRAINT "caller_check_tenant_id_client_id_client_tenant_id_id_fk" FOREIGN KEY ("tenant_id","client_id") REFERENCES "public"."client"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "client_request" ADD CONSTRAINT "client_request_tenant_id_client_id_client_tenant_id_id_fk" FOREIGN KEY ("tenant_id","client_id") REFERENCES "public"."client"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "contact_entry" ADD CONSTRAINT "contact_entry_tenant_id_client_id_client_tenant_id_id_fk" FOREIGN KEY ("tenant_id","client_id") REFERENCES "public"."client"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "conversation" ADD CONSTRAINT "conversation_tenant_id_client_id_client_tenant_id_id_fk" FOREIGN KEY ("tenant_id","client_id") REFERENCES "public"."client"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "conversation_message" ADD CONSTRAINT "conversation_message_tenant_id_conversation_id_conversation_tenant_id_id_fk" FOREIGN KEY ("tenant_id","conversation_id") REFERENCES "public"."conversation"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "shown_page" ADD CONSTRAINT "shown_page_tenant_id_client_id_client_tenant_id_id_fk" FOREIGN KEY ("tenant_id","client_id") REFERENCES "public"."client"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "brand" ADD CONSTRAINT "brand_tenant_id_entity_id_legal_entity_tenant_id_id_fk" FOREIGN KEY ("tenant_id","entity_id") REFERENCES "public"."legal_entity"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "domain" ADD CONSTRAINT "domain_tenant_id_brand_id_brand_tenant_id_id_fk" FOREIGN KEY ("tenant_id","brand_id") REFERENCES "public"."brand"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tenant" ADD CONSTRAINT "tenant_organisation_id_organisation_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisation"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "account_snapshot" ADD CONSTRAINT "account_snapshot_tenant_id_account_id_trading_account_tenant_id_id_fk" FOREIGN KEY ("tenant_id","account_id") REFERENCES "public"."trading_account"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "deal" ADD CONSTRAINT "deal_tenant_id_connection_id_connection_tenant_id_id_fk" FOREIGN KEY ("tenant_id","connection_id") REFERENCES "public"."connection"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "deal" ADD CONSTRAINT "deal_tenant_id_account_id_trading_account_tenant_id_id_fk" FOREIGN KEY ("tenant_id","account_id") REFERENCES "public"."trading_account"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "deal_booking" ADD CONSTRAINT "deal_booking_tenant_id_account_id_trading_account_tenant_id_id_fk" FOREIGN KEY ("tenant_id","account_id") REFERENCES "public"."trading_account"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "deal_cursor" ADD CONSTRAINT "deal_cursor_tenant_id_connection_id_connection_tenant_id_id_fk" FOREIGN KEY ("tenant_id","connection_id") REFERENCES "public"."connection"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "open_position" ADD CONSTRAINT "open_position_tenant_id_account_id_trading_account_tenant_id_id_fk" FOREIGN KEY ("tenant_id","account_id") REFERENCES "public"."trading_account"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "symbol_spec" ADD CONSTRAINT "symbol_spec_tenant_id_connection_id_connection_tenant_id_id_fk" FOREIGN KEY ("tenant_id","connection_id") REFERENCES "public"."connection"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "account_operation" ADD CONSTRAINT "account_operation_tenant_id_account_id_trading_account_tenant_id_id_fk" FOREIGN KEY ("tenant_id","account_id") REFERENCES "public"."trading_account"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "account_operation" ADD CONSTRAINT "account_operation_tenant_id_client_id_client_tenant_id_id_fk" FOREIGN KEY ("tenant_id","client_id") REFERENCES "public"."client"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "login_range" ADD CONSTRAINT "login_range_tenant_id_connection_id_connection_tenant_id_id_fk" FOREIGN KEY ("tenant_id","connection_id") REFERENCES "public"."connection"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "trading_account" ADD CONSTRAINT "trading_account_tenant_id_client_id_client_tenant_id_id_fk" FOREIGN KEY ("tenant_id","client_id") REFERENCES "public"."client"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "trading_account" ADD CONSTRAINT "trading_account_tenant_id_entity_id_legal_entity_tenant_id_id_fk" FOREIGN KEY ("tenant_id","entity_id") REFERENCES "public"."legal_entity"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "trading_account" ADD CONSTRAINT "trading_account_tenant_id_offer_id_trading_offer_tenant_id_id_fk" FOREIGN KEY ("tenant_id","offer_id") REFERENCES "public"."trading_offer"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "trading_account" ADD CONSTRAINT "trading_account_tenant_id_connection_id_connection_tenant_id_id_fk" FOREIGN KEY ("tenant_id","connection_id") REFERENCES "public"."connection"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "trading_offer" ADD CONSTRAINT "trading_offer_tenant_id_connection_id_connection_tenant_id_id_fk" FOREIGN KEY ("tenant_id","connection_id") REFERENCES "public"."connection"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "trading_offer" ADD CONSTRAINT "trading_offer_tenant_id_entity_id_legal_entity_tenant_id_id_fk" FOREIGN KEY ("tenant_id","entity_id") REFERENCES "public"."legal_entity"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "office_holiday" ADD CONSTRAINT "office_holiday_tenant_id_entity_id_legal_entity_tenant_id_id_fk" FOREIGN KEY ("tenant_id","entity_id") REFERENCES "public"."legal_entity"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "office_hours" ADD CONSTRAINT "office_hours_tenant_id_entity_id_legal_entity_tenant_id_id_fk" FOREIGN KEY ("tenant_id","entity_id") REFERENCES "public"."legal_entity"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "task" ADD CONSTRAINT "task_tenant_id_item_id_work_item_tenant_id_id_fk" FOREIGN KEY ("tenant_id","item_id") REFERENCES "public"."work_item"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "task" ADD CONSTRAINT "task_tenant_id_client_id_client_tenant_id_id_fk" FOREIGN KEY ("tenant_id","client_id") REFERENCES "public"."client"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "approval_request_state" ON "approval_request" USING btree ("tenant_id","state","created_at","id","restricted_to");--> statement-breakpoint
CREATE INDEX "approval_request_object" ON "approval_request" USING btree ("tenant_id","object_id");--> statement-breakpoint
CREATE INDEX "audit_entry_object" ON "audit_entry" USING btree ("tenant_id","object_id","at");--> statement-breakpoint
CREATE INDEX "audit_entry_thread" ON "audit_entry" USING btree ("tenant_id","thread_id","at") WHERE thread_id is not null;--> statement-breakpoint
CREATE INDEX "audit_entry_client" ON "audit_entry" USING btree ("tenant_id","client_id","at") WHERE client_id is not null;--> statement-breakpoint
CREATE INDEX "audit_entry_at" ON "audit_entry" USING btree ("tenant_id","at","id");--> statement-breakpoint
CREATE INDEX "audit_entry_xid" ON "audit_entry" USING btree ("tenant_id","xid");--> statement-breakpoint
CREATE INDEX "audit_leaf_entry" ON "audit_leaf" USING btree ("tenant_id","audit_id");--> statement-breakpoint
CREATE INDEX "idempotency_age" ON "idempotency" USING btree ("created_at");--> statement-breakpoint
CREATE INDEX "outbox_tenant" ON "outbox" USING btree ("tenant_id","id");--> statement-breakpoint
CREATE INDEX "policy_decision_object" ON "policy_decision" USING btree ("tenant_id","object_id","at");--> statement-breakpoint
CREATE INDEX "saved_view_table" ON "saved_view" USING btree ("tenant_id","table_name");--> statement-breakpoint
CREATE INDEX "security_event_at" ON "security_event" USING btree ("tenant_id","at");--> statement-breakpoint
CREATE INDEX "work_item_open" ON "work_item" USING btree ("tenant_id","state","due_at","id","team","kind","assignee_id","client_id","restricted_to");--> statement-breakpoint
CREATE INDEX "work_item_since" ON "work_item" USING btree ("tenant_id","state","created_at","id","team","kind","assignee_id","client_id","restricted_to");--> statement-breakpoint
CREATE INDEX "work_item_urgent" ON "work_item" USING btree ("tenant_id","state","priority","id","team","kind","assignee_id","client_id","restricted_to");--> statement-breakpoint
CREATE INDEX "work_item_object" ON "work_item" USING btree ("tenant_id","object_id");--> statement-breakpoint
CREATE INDEX "work_item_client" ON "work_item" USING btree ("tenant_id","client_id");--> statement-breakpoint
CREATE UNIQUE INDEX "segment_by_key" ON "segment" USING btree ("tenant_id","key") WHERE removed_at is null;--> statement-breakpoint
CREATE UNIQUE INDEX "segment_member_now" ON "segment_member" USING btree ("tenant_id","segment_id","client_id") WHERE left_at is null;--> statement-breakpoint
CREATE INDEX "segment_member_of" ON "segment_member" USING btree ("tenant_id","client_id");--> statement-breakpoint
CREATE INDEX "segment_member_joined" ON "segment_member" USING btree ("tenant_id","segment_id","joined_at","client_id");--> statement-breakpoint
CREATE INDEX "segment_member_owed" ON "segment_member" USING btree ("tenant_id","segment_id") WHERE owed is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "segment_draft" ON "segment_version" USING btree ("tenant_id","segment_id") WHERE published_at is null;--> statement-breakpoint
CREATE INDEX "work_clock_item_at" ON "work_clock" USING btree ("tenant_id","item_id","at");--> statement-breakpoint
CREATE INDEX "work_clock_ends" ON "work_clock" USING btree ("tenant_id","at") WHERE event in ('kept', 'late', 'broken');--> statement-breakpoint
CREATE UNIQUE INDEX "access_review_quarter" ON "access_review" USING btree ("tenant_id","quarter");--> statement-breakpoint
CREATE INDEX "access_review_item_review" ON "access_review_item" USING btree ("tenant_id","review_id");--> statement-breakpoint
CREATE INDEX "api_key_live" ON "api_key" USING btree ("tenant_id","revoked_at");--> statement-breakpoint
CREATE INDEX "invitation_email" ON "invitation" USING btree ("tenant_id","email");--> statement-breakpoint
CREATE UNIQUE INDEX "role_key" ON "role" USING btree ("tenant_id","key");--> statement-breakpoint
CREATE INDEX "client_owner_client" ON "client_owner" USING btree ("tenant_id","client_id","id");--> statement-breakpoint
CREATE INDEX "reassignment_started" ON "reassignment" USING btree ("tenant_id","started_at");--> statement-breakpoint
CREATE INDEX "reassignment_waiting" ON "reassignment_item" USING btree ("tenant_id","reassignment_id","client_id") WHERE state = 'waiting';--> statement-breakpoint
CREATE INDEX "acceptance_client" ON "acceptance" USING btree ("tenant_id","client_id","document","at");--> statement-breakpoint
CREATE INDEX "consent_client" ON "consent" USING btree ("tenant_id","client_id","purpose","channel","at");--> statement-breakpoint
CREATE INDEX "device_seen_client" ON "device_seen" USING btree ("tenant_id","client_id","at");--> statement-breakpoint
CREATE INDEX "device_seen_device" ON "device_seen" USING btree ("tenant_id","device_id") WHERE device_id is not null;--> statement-breakpoint
CREATE INDEX "device_seen_ip" ON "device_seen" USING btree ("tenant_id","ip","at") WHERE ip is not null;--> statement-breakpoint
CREATE INDEX "external_reference_object" ON "external_reference" USING btree ("tenant_id","object_id");--> statement-breakpoint
CREATE INDEX "person_merge_absorbed" ON "person_merge" USING btree ("tenant_id","absorbed_id");--> statement-breakpoint
CREATE INDEX "person_merge_survivor" ON "person_merge" USING btree ("tenant_id","survivor_id");--> statement-breakpoint
CREATE UNIQUE INDEX "possible_duplicate_pair" ON "possible_duplicate" USING btree ("tenant_id","person_id","other_id");--> statement-breakpoint
CREATE INDEX "possible_duplicate_other" ON "possible_duplicate" USING btree ("tenant_id","other_id");--> statement-breakpoint
CREATE INDEX "touch_client" ON "touch" USING btree ("tenant_id","client_id","at");--> statement-breakpoint
CREATE INDEX "touch_click" ON "touch" USING btree ("tenant_id","click_id") WHERE click_id is not null;--> statement-breakpoint
CREATE INDEX "touch_source" ON "touch" USING btree ("tenant_id","utm_source","at");--> statement-breakpoint
CREATE UNIQUE INDEX "client_by_number" ON "client" USING btree ("tenant_id","number");--> statement-breakpoint
CREATE INDEX "client_registered" ON "client" USING btree ("tenant_id","registered_at","id","relationship","stage","funding","trading","verification","tier","category","source","brand_id","desk","team_id","owner_id","language","country");--> statement-breakpoint
CREATE INDEX "client_name" ON "client" USING btree ("tenant_id","display_name","id","relationship","stage","funding","trading","verification","tier","category","source","brand_id","desk","team_id","owner_id","language","country");--> statement-breakpoint
CREATE INDEX "client_funded" ON "client" USING btree ("tenant_id","funded_at","id","relationship","stage","funding","trading","verification","tier","category","source","brand_id","desk","team_id","owner_id","language","country");--> statement-breakpoint
CREATE INDEX "client_renewal" ON "client" USING btree ("tenant_id","renews_at","id","relationship","stage","funding","trading","verification","tier","category","source","brand_id","desk","team_id","owner_id","language","country");--> statement-breakpoint
CREATE INDEX "client_contacted" ON "client" USING btree ("tenant_id","last_contact_at","id","relationship","stage","funding","trading","verification","tier","category","source","brand_id","desk","team_id","owner_id","language","country");--> statement-breakpoint
CREATE INDEX "client_by_owner" ON "client" USING btree ("tenant_id","owner_id","registered_at","id","relationship","stage","funding","trading","verification","tier","category","source","brand_id","desk","team_id","owner_id","language","country");--> statement-breakpoint
CREATE INDEX "client_by_person" ON "client" USING btree ("tenant_id","person_id");--> statement-breakpoint
CREATE INDEX "client_load" ON "client" USING btree ("tenant_id","owner_id") WHERE owner_id is not null and relationship <> 'closed';--> statement-breakpoint
CREATE INDEX "client_team" ON "client" USING btree ("tenant_id","team_id","registered_at","id");--> statement-breakpoint
CREATE INDEX "client_desk" ON "client" USING btree ("tenant_id","desk","registered_at","id");--> statement-breakpoint
CREATE INDEX "client_reach" ON "client" USING btree ("tenant_id","id","team_id","owner_id","desk");--> statement-breakpoint
CREATE INDEX "client_facets" ON "client" USING btree ("tenant_id","relationship","stage","funding","trading","verification","tier","category","source","brand_id","desk","team_id","owner_id","language","country");--> statement-breakpoint
CREATE INDEX "client_facets_funded" ON "client" USING btree ("tenant_id","relationship","stage","funding","trading","verification","tier","category","source","brand_id","desk","team_id","owner_id","language","country") WHERE funded_at is not null;--> statement-breakpoint
CREATE INDEX "client_facets_renewing" ON "client" USING btree ("tenant_id","relationship","stage","funding","trading","verification","tier","category","source","brand_id","desk","team_id","owner_id","language","country") WHERE renews_at is not null;--> statement-breakpoint
CREATE INDEX "client_facets_contacted" ON "client" USING btree ("tenant_id","relationship","stage","funding","trading","verification","tier","category","source","brand_id","desk","team_id","owner_id","language","country") WHERE last_contact_at is not null;--> statement-breakpoint
CREATE INDEX "client_stage" ON "client" USING btree ("tenant_id","stage","registered_at");--> statement-breakpoint
CREATE INDEX "client_email" ON "client" USING btree ("tenant_id","email_key");--> statement-breakpoint
CREATE INDEX "client_phone" ON "client" USING btree ("tenant_id","phone_key") WHERE phone_key is not null;--> statement-breakpoint
CREATE INDEX "client_search" ON "client" USING gin ("search");--> statement-breakpoint
CREATE INDEX "client_hold_live" ON "client_hold" USING btree ("tenant_id","person_id") WHERE released_at is null;--> statement-breakpoint
CREATE INDEX "client_hold_expiry" ON "client_hold" USING btree ("tenant_id","expires_at") WHERE released_at is null and expires_at is not null;--> statement-breakpoint
CREATE INDEX "client_introducer_code" ON "client_introducer" USING btree ("tenant_id","code");--> statement-breakpoint
CREATE INDEX "client_person_person" ON "client_person" USING btree ("tenant_id","person_id");--> statement-breakpoint
CREATE INDEX "journey_change_client" ON "journey_change" USING btree ("tenant_id","client_id","at");--> statement-breakpoint
CREATE INDEX "journey_change_at" ON "journey_change" USING btree ("tenant_id","facet","to_state","at");--> statement-breakpoint
CREATE INDEX "person_name" ON "person" USING btree ("tenant_id","name_key","born_on") WHERE name_key is not null;--> statement-breakpoint
CREATE INDEX "person_document" ON "person" USING btree ("tenant_id","document_number_hash") WHERE document_number_hash is not null;--> statement-breakpoint
CREATE INDEX "person_tax" ON "person" USING btree ("tenant_id","tax_number_hash") WHERE tax_number_hash is not null;--> statement-breakpoint
CREATE INDEX "disclosure_user" ON "disclosure" USING btree ("tenant_id","user_id","kind","at");--> statement-breakpoint
CREATE INDEX "disclosure_at" ON "disclosure" USING btree ("tenant_id","at");--> statement-breakpoint
CREATE INDEX "document_client" ON "document" USING btree ("tenant_id","client_id","uploaded_at");--> statement-breakpoint
CREATE INDEX "document_expiry" ON "document" USING btree ("tenant_id","expires_on") WHERE state = 'accepted' and expires_on is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "document_storage" ON "document" USING btree ("tenant_id","storage_key");--> statement-breakpoint
CREATE INDEX "document_view_document" ON "document_view" USING btree ("tenant_id","document_id","at");--> statement-breakpoint
CREATE INDEX "document_view_user" ON "document_view" USING btree ("tenant_id","user_id","at");--> statement-breakpoint
CREATE INDEX "one_time_token_user" ON "one_time_token" USING btree ("tenant_id","user_id","kind");--> statement-breakpoint
CREATE UNIQUE INDEX "passkey_credential" ON "passkey" USING btree ("tenant_id","credential_id");--> statement-breakpoint
CREATE INDEX "session_user" ON "session" USING btree ("tenant_id","user_id","created_at");--> statement-breakpoint
CREATE UNIQUE INDEX "app_user_email" ON "app_user" USING btree ("tenant_id","kind",lower(email));--> statement-breakpoint
CREATE INDEX "app_user_client" ON "app_user" USING btree ("tenant_id","client_id");--> statement-breakpoint
CREATE INDEX "ledger_account_client" ON "ledger_account" USING btree ("tenant_id","client_id") WHERE client_id is not null;--> statement-breakpoint
CREATE INDEX "ledger_hold_account" ON "ledger_hold" USING btree ("tenant_id","account_id","state");--> statement-breakpoint
CREATE INDEX "ledger_hold_set" ON "ledger_hold" USING btree ("tenant_id","set_id");--> statement-breakpoint
CREATE INDEX "ledger_house_delta_account" ON "ledger_house_delta" USING btree ("tenant_id","account_id");--> statement-breakpoint
CREATE UNIQUE INDEX "ledger_set_reference" ON "ledger_set" USING btree ("tenant_id","reference");--> statement-breakpoint
CREATE INDEX "ledger_set_thread" ON "ledger_set" USING btree ("tenant_id","thread_id") WHERE thread_id is not null;--> statement-breakpoint
CREATE INDEX "ledger_transfer_debit" ON "ledger_transfer" USING btree ("tenant_id","debit_id","seq");--> statement-breakpoint
CREATE INDEX "ledger_transfer_credit" ON "ledger_transfer" USING btree ("tenant_id","credit_id","seq");--> statement-breakpoint
CREATE UNIQUE INDEX "push_subscription_endpoint" ON "push_subscription" USING btree ("tenant_id","endpoint_hash") WHERE ended_at is null;--> statement-breakpoint
CREATE INDEX "push_subscription_recipient" ON "push_subscription" USING btree ("tenant_id","recipient") WHERE ended_at is null;--> statement-breakpoint
CREATE UNIQUE INDEX "message_words_version" ON "message_words" USING btree ("tenant_id","message","language","version");--> statement-breakpoint
CREATE INDEX "message_words_state" ON "message_words" USING btree ("tenant_id","state","message","language");--> statement-breakpoint
CREATE INDEX "notification_client" ON "notification" USING btree ("tenant_id","client_id","created_at","id");--> statement-breakpoint
CREATE INDEX "notification_inbox" ON "notification" USING btree ("tenant_id","recipient","created_at","id") WHERE channel = 'in_app';--> statement-breakpoint
CREATE INDEX "notification_due" ON "notification" USING btree ("tenant_id","next_at") WHERE state = 'queued';--> statement-breakpoint
CREATE INDEX "notification_provider" ON "notification" USING btree ("tenant_id","provider_ref") WHERE provider_ref is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "suppression_address" ON "suppression" USING btree ("tenant_id","channel","address_hash");--> statement-breakpoint
CREATE INDEX "suppression_client" ON "suppression" USING btree ("tenant_id","client_id");--> statement-breakpoint
CREATE INDEX "suppression_at" ON "suppression" USING btree ("tenant_id","at","id");--> statement-breakpoint
CREATE UNIQUE INDEX "application_open" ON "application" USING btree ("tenant_id","client_id") WHERE state not in ('approved', 'rejected', 'superseded');--> statement-breakpoint
CREATE INDEX "application_client" ON "application" USING btree ("tenant_id","client_id","created_at");--> statement-breakpoint
CREATE INDEX "application_queue" ON "application" USING btree ("tenant_id","state","state_since","id","purpose","risk_tier","client_id");--> statement-breakpoint
CREATE INDEX "application_submitted" ON "application" USING btree ("tenant_id","state","submitted_at","id","purpose","risk_tier","client_id");--> statement-breakpoint
CREATE INDEX "application_due" ON "application" USING btree ("tenant_id","state","due_at","id","purpose","risk_tier","client_id");--> statement-breakpoint
CREATE INDEX "application_risk" ON "application" USING btree ("tenant_id","state","risk_score","id","purpose","risk_tier","client_id");--> statement-breakpoint
CREATE INDEX "application_renews" ON "application" USING btree ("tenant_id","renews_at") WHERE state = 'approved' and renews_at is not null;--> statement-breakpoint
CREATE INDEX "application_applicant" ON "application" USING btree ("tenant_id","connection_id","applicant_id");--> statement-breakpoint
CREATE UNIQUE INDEX "application_submission_number" ON "application_submission" USING btree ("tenant_id","application_id","number");--> statement-breakpoint
CREATE INDEX "kyc_check_application" ON "kyc_check" USING btree ("tenant_id","application_id","recorded_at");--> statement-breakpoint
CREATE UNIQUE INDEX "onboarding_flow_version" ON "onboarding_flow" USING btree ("tenant_id","version");--> statement-breakpoint
CREATE INDEX "risk_assessment_client" ON "risk_assessment" USING btree ("tenant_id","client_id","at");--> statement-breakpoint
CREATE UNIQUE INDEX "dispute_psp" ON "dispute" USING btree ("tenant_id","connection_id","psp_id");--> statement-breakpoint
CREATE INDEX "dispute_open" ON "dispute" USING btree ("tenant_id","state","opened_at");--> statement-breakpoint
CREATE INDEX "dispute_client" ON "dispute" USING btree ("tenant_id","client_id");--> statement-breakpoint
CREATE INDEX "dispute_deposit" ON "dispute" USING btree ("tenant_id","deposit_id");--> statement-breakpoint
CREATE INDEX "charge_deposit" ON "charge" USING btree ("tenant_id","deposit_id");--> statement-breakpoint
CREATE UNIQUE INDEX "deposit_by_number" ON "deposit" USING btree ("tenant_id","number");--> statement-breakpoint
CREATE INDEX "deposit_created" ON "deposit" USING btree ("tenant_id","created_at","id");--> statement-breakpoint
CREATE INDEX "deposit_client" ON "deposit" USING btree ("tenant_id","client_id","state","created_at","id");--> statement-breakpoint
CREATE INDEX "deposit_open" ON "deposit" USING btree ("tenant_id","state","created_at","id","client_id");--> statement-breakpoint
CREATE INDEX "deposit_amount" ON "deposit" USING btree ("tenant_id","state","requested_minor","id","client_id","asset");--> statement-breakpoint
CREATE UNIQUE INDEX "instrument_fingerprint" ON "instrument" USING btree ("tenant_id","client_id","kind","fingerprint") WHERE fingerprint is not null;--> statement-breakpoint
CREATE INDEX "instrument_ending" ON "instrument" USING btree ("tenant_id","last4","first_seen_at");--> statement-breakpoint
CREATE INDEX "instrument_shared" ON "instrument" USING btree ("tenant_id","fingerprint") WHERE fingerprint is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "payment_attempt_live" ON "payment_attempt" USING btree ("tenant_id","deposit_id") WHERE outcome in ('created', 'pending_action', 'pending_psp', 'unknown', 'approved');--> statement-breakpoint
CREATE INDEX "payment_attempt_of" ON "payment_attempt" USING btree ("tenant_id","deposit_id","created_at");--> statement-breakpoint
CREATE INDEX "payment_attempt_psp" ON "payment_attempt" USING btree ("tenant_id","connection_id","psp_id");--> statement-breakpoint
CREATE INDEX "payment_attempt_open" ON "payment_attempt" USING btree ("tenant_id","outcome","created_at");--> statement-breakpoint
CREATE UNIQUE INDEX "withdrawal_by_number" ON "withdrawal" USING btree ("tenant_id","number");--> statement-breakpoint
CREATE INDEX "withdrawal_requested" ON "withdrawal" USING btree ("tenant_id","requested_at","id");--> statement-breakpoint
CREATE INDEX "withdrawal_state" ON "withdrawal" USING btree ("tenant_id","state","requested_at","id","client_id");--> statement-breakpoint
CREATE INDEX "withdrawal_amount" ON "withdrawal" USING btree ("tenant_id","state","amount_minor","id","client_id","asset");--> statement-breakpoint
CREATE INDEX "withdrawal_client" ON "withdrawal" USING btree ("tenant_id","client_id","state","requested_at","id");--> statement-breakpoint
CREATE UNIQUE INDEX "withdrawal_leg_position" ON "withdrawal_leg" USING btree ("tenant_id","withdrawal_id","position");--> statement-breakpoint
CREATE INDEX "withdrawal_leg_open" ON "withdrawal_leg" USING btree ("tenant_id","state","sent_at");--> statement-breakpoint
CREATE INDEX "withdrawal_leg_psp" ON "withdrawal_leg" USING btree ("tenant_id","connection_id","psp_id");--> statement-breakpoint
CREATE UNIQUE INDEX "policy_table_version" ON "policy_table" USING btree ("tenant_id","point","version");--> statement-breakpoint
CREATE UNIQUE INDEX "policy_table_draft" ON "policy_table" USING btree ("tenant_id","point") WHERE state = 'draft';--> statement-breakpoint
CREATE UNIQUE INDEX "reconciliation_break_open" ON "reconciliation_break" USING btree ("tenant_id","account_id","kind") WHERE closed_at is null;--> statement-breakpoint
CREATE INDEX "reconciliation_break_opened" ON "reconciliation_break" USING btree ("tenant_id","opened_at","id");--> statement-breakpoint
CREATE INDEX "reconciliation_run_started" ON "reconciliation_run" USING btree ("tenant_id","started_at","id");--> statement-breakpoint
CREATE UNIQUE INDEX "report_mail_of" ON "report_mail" USING btree ("tenant_id","user_id","view");--> statement-breakpoint
CREATE INDEX "report_mail_next" ON "report_mail" USING btree ("tenant_id","next_at");--> statement-breakpoint
CREATE UNIQUE INDEX "client_book_open" ON "client_book" USING btree ("tenant_id","client_id") WHERE until is null;--> statement-breakpoint
CREATE INDEX "client_book_of" ON "client_book" USING btree ("tenant_id","book") WHERE until is null;--> statement-breakpoint
CREATE UNIQUE INDEX "exposure_band_symbol" ON "exposure_band" USING btree ("tenant_id","book","symbol");--> statement-breakpoint
CREATE INDEX "screening_person" ON "screening" USING btree ("tenant_id","person_id","at");--> statement-breakpoint
CREATE UNIQUE INDEX "screening_hit_pair" ON "screening_hit" USING btree ("tenant_id","person_id","entry_id");--> statement-breakpoint
CREATE INDEX "screening_hit_queue" ON "screening_hit" USING btree ("tenant_id","state","score_bps","id");--> statement-breakpoint
CREATE INDEX "screening_hit_client" ON "screening_hit" USING btree ("tenant_id","client_id");--> statement-breakpoint
CREATE UNIQUE INDEX "screening_list_in_force" ON "screening_list" USING btree ("source") WHERE state = 'in_force';--> statement-breakpoint
CREATE UNIQUE INDEX "sso_identity_user" ON "sso_identity" USING btree ("tenant_id","connection_id","user_id");--> statement-breakpoint
CREATE INDEX "caller_check_client" ON "caller_check" USING btree ("tenant_id","client_id","sent_at");--> statement-breakpoint
CREATE INDEX "client_request_client" ON "client_request" USING btree ("tenant_id","client_id","opened_at");--> statement-breakpoint
CREATE INDEX "client_request_state" ON "client_request" USING btree ("tenant_id","state","due_at","id","kind","client_id");--> statement-breakpoint
CREATE INDEX "client_request_opened" ON "client_request" USING btree ("tenant_id","state","opened_at","id","kind","client_id");--> statement-breakpoint
CREATE UNIQUE INDEX "client_request_open" ON "client_request" USING btree ("tenant_id","client_id","kind") WHERE state = 'open';--> statement-breakpoint
CREATE INDEX "contact_entry_client" ON "contact_entry" USING btree ("tenant_id","client_id","at");--> statement-breakpoint
CREATE INDEX "conversation_client" ON "conversation" USING btree ("tenant_id","client_id","last_message_at");--> statement-breakpoint
CREATE INDEX "conversation_state" ON "conversation" USING btree ("tenant_id","state","last_message_at","id","topic","assignee_id","client_id");--> statement-breakpoint
CREATE INDEX "conversation_opened" ON "conversation" USING btree ("tenant_id","state","opened_at","id","topic","assignee_id","client_id");--> statement-breakpoint
CREATE INDEX "conversation_promised" ON "conversation" USING btree ("tenant_id","state","due_at","id","topic","assignee_id","client_id");--> statement-breakpoint
CREATE INDEX "conversation_due" ON "conversation" USING btree ("tenant_id","due_at") WHERE state = 'waiting';--> statement-breakpoint
CREATE INDEX "conversation_message_thread" ON "conversation_message" USING btree ("tenant_id","conversation_id","at");--> statement-breakpoint
CREATE INDEX "macro_name" ON "macro" USING btree ("tenant_id","name");--> statement-breakpoint
CREATE INDEX "shown_page_client" ON "shown_page" USING btree ("tenant_id","client_id","created_at");--> statement-breakpoint
CREATE UNIQUE INDEX "brand_slug" ON "brand" USING btree ("tenant_id","slug");--> statement-breakpoint
CREATE UNIQUE INDEX "brand_default" ON "brand" USING btree ("tenant_id") WHERE is_default;--> statement-breakpoint
CREATE INDEX "break_glass_target" ON "break_glass" USING btree ("target_tenant_id","opened_at");--> statement-breakpoint
CREATE INDEX "connection_port" ON "connection" USING btree ("tenant_id","port");--> statement-breakpoint
CREATE UNIQUE INDEX "domain_host" ON "domain" USING btree ("host") WHERE verified_at is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "tenant_slug" ON "tenant" USING btree ("slug");--> statement-breakpoint
CREATE INDEX "account_snapshot_equity" ON "account_snapshot" USING btree ("tenant_id","equity_minor","account_id");--> statement-breakpoint
CREATE INDEX "account_snapshot_floating" ON "account_snapshot" USING btree ("tenant_id","floating_minor","account_id");--> statement-breakpoint
CREATE UNIQUE INDEX "deal_version" ON "deal" USING btree ("tenant_id","connection_id","ticket","version");--> statement-breakpoint
CREATE UNIQUE INDEX "deal_current" ON "deal" USING btree ("tenant_id","connection_id","ticket") WHERE is_current;--> statement-breakpoint
CREATE INDEX "deal_account" ON "deal" USING btree ("tenant_id","account_id","at","id");--> statement-breakpoint
CREATE INDEX "deal_client" ON "deal" USING btree ("tenant_id","client_id","at","id");--> statement-breakpoint
CREATE INDEX "deal_time" ON "deal" USING btree ("tenant_id","at","id","symbol","action","client_id");--> statement-breakpoint
CREATE INDEX "deal_raw_time" ON "deal" USING btree ("tenant_id","connection_id","raw_time_ms");--> statement-breakpoint
CREATE INDEX "deal_unbooked" ON "deal" USING btree ("tenant_id","connection_id","account_id") WHERE booked_at is null;--> statement-breakpoint
CREATE INDEX "deal_booking_account" ON "deal_booking" USING btree ("tenant_id","account_id");--> statement-breakpoint
CREATE INDEX "open_position_account" ON "open_position" USING btree ("tenant_id","account_id");--> statement-breakpoint
CREATE INDEX "open_position_client" ON "open_position" USING btree ("tenant_id","client_id");--> statement-breakpoint
CREATE INDEX "open_position_symbol" ON "open_position" USING btree ("tenant_id","symbol");--> statement-breakpoint
CREATE INDEX "open_position_newest" ON "open_position" USING btree ("tenant_id","opened_at","ticket");--> statement-breakpoint
CREATE UNIQUE INDEX "symbol_spec_current" ON "symbol_spec" USING btree ("tenant_id","connection_id","symbol") WHERE is_current;--> statement-breakpoint
CREATE UNIQUE INDEX "account_operation_op" ON "account_operation" USING btree ("tenant_id","op_id");--> statement-breakpoint
CREATE UNIQUE INDEX "account_operation_cause" ON "account_operation" USING btree ("tenant_id","cause");--> statement-breakpoint
CREATE UNIQUE INDEX "account_operation_in_flight" ON "account_operation" USING btree ("tenant_id","account_id") WHERE state in ('intent', 'sent', 'unknown');--> statement-breakpoint
CREATE INDEX "account_operation_account" ON "account_operation" USING btree ("tenant_id","account_id","created_at");--> statement-breakpoint
CREATE INDEX "account_operation_due" ON "account_operation" USING btree ("tenant_id","next_at") WHERE state in ('intent', 'sent', 'unknown');--> statement-breakpoint
CREATE UNIQUE INDEX "trading_account_login" ON "trading_account" USING btree ("tenant_id","connection_id","login") WHERE login is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "trading_account_op" ON "trading_account" USING btree ("tenant_id","op_id");--> statement-breakpoint
CREATE INDEX "trading_account_client" ON "trading_account" USING btree ("tenant_id","client_id","created_at");--> statement-breakpoint
CREATE INDEX "trading_account_created" ON "trading_account" USING btree ("tenant_id","state","created_at","id","environment","client_id","drift_since");--> statement-breakpoint
CREATE INDEX "trading_account_by_login" ON "trading_account" USING btree ("tenant_id","state","login","id","environment","client_id","drift_since");--> statement-breakpoint
CREATE INDEX "trading_account_traded" ON "trading_account" USING btree ("tenant_id","state","last_deal_at","id","environment","client_id","drift_since");--> statement-breakpoint
CREATE INDEX "trading_account_drifting" ON "trading_account" USING btree ("tenant_id","state","drift_since","id","environment","client_id");--> statement-breakpoint
CREATE INDEX "trading_account_drift" ON "trading_account" USING btree ("tenant_id","drift_since") WHERE drift_since is not null;--> statement-breakpoint
CREATE INDEX "trading_account_pending" ON "trading_account" USING btree ("tenant_id","pending_from") WHERE pending_leverage is not null;--> statement-breakpoint
CREATE INDEX "trading_account_creation" ON "trading_account" USING btree ("tenant_id","created_at") WHERE creation in ('wanted', 'sent', 'unknown');--> statement-breakpoint
CREATE UNIQUE INDEX "trading_offer_name" ON "trading_offer" USING btree ("tenant_id","name");--> statement-breakpoint
CREATE INDEX "task_owner" ON "task" USING btree ("tenant_id","owner_id","due_at") WHERE done_at is null;--> statement-breakpoint
CREATE INDEX "task_done" ON "task" USING btree ("tenant_id","owner_id","done_at") WHERE done_at is not null;--> statement-breakpoint
CREATE INDEX "task_client" ON "task" USING btree ("tenant_id","client_id","created_at");--> statement-breakpoint
CREATE INDEX "task_reminder" ON "task" USING btree ("tenant_id","remind_at") WHERE reminded_at is null and done_at is null;