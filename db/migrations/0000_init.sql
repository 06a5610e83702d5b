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
	"matched_row" integer,
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
CREATE TABLE "one_time_token" (
	"tenant_id" uuid DEFAULT current_setting('app.tenant_id')::uuid NOT NULL,
	"hash" text NOT NULL,
	"kind" text NOT NULL,
	"user_id" uuid,
	"payload" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"used_at" timestamp (3) with time zone,
	CONSTRAINT "one_time_token_tenant_id_hash_pk" PRIMARY KEY("tenant_id","hash")
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
	"failed_attempts" integer DEFAULT 0 NOT NULL,
	"locked_until" timestamp (3) with time zone,
	"ends_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone NOT NULL,
	"left_at" timestamp (3) with time zone,
	CONSTRAINT "app_user_tenant_id_id_pk" PRIMARY KEY("tenant_id","id")
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
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "brand_tenant_id_id_pk" PRIMARY KEY("tenant_id","id")
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
	"vetted_at" timestamp (3) with time zone,
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
ALTER TABLE "membership" ADD CONSTRAINT "membership_tenant_id_user_id_app_user_tenant_id_id_fk" FOREIGN KEY ("tenant_id","user_id") REFERENCES "public"."app_user"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "membership" ADD CONSTRAINT "membership_tenant_id_role_id_role_tenant_id_id_fk" FOREIGN KEY ("tenant_id","role_id") REFERENCES "public"."role"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "membership" ADD CONSTRAINT "membership_tenant_id_team_id_team_tenant_id_id_fk" FOREIGN KEY ("tenant_id","team_id") REFERENCES "public"."team"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "passkey" ADD CONSTRAINT "passkey_tenant_id_user_id_app_user_tenant_id_id_fk" FOREIGN KEY ("tenant_id","user_id") REFERENCES "public"."app_user"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "session" ADD CONSTRAINT "session_tenant_id_user_id_app_user_tenant_id_id_fk" FOREIGN KEY ("tenant_id","user_id") REFERENCES "public"."app_user"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "brand" ADD CONSTRAINT "brand_tenant_id_entity_id_legal_entity_tenant_id_id_fk" FOREIGN KEY ("tenant_id","entity_id") REFERENCES "public"."legal_entity"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "domain" ADD CONSTRAINT "domain_tenant_id_brand_id_brand_tenant_id_id_fk" FOREIGN KEY ("tenant_id","brand_id") REFERENCES "public"."brand"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tenant" ADD CONSTRAINT "tenant_organisation_id_organisation_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisation"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "approval_request_state" ON "approval_request" USING btree ("tenant_id","state","created_at");--> statement-breakpoint
CREATE INDEX "approval_request_object" ON "approval_request" USING btree ("tenant_id","object_id");--> statement-breakpoint
CREATE INDEX "audit_entry_object" ON "audit_entry" USING btree ("tenant_id","object_id","at");--> statement-breakpoint
CREATE INDEX "audit_entry_thread" ON "audit_entry" USING btree ("tenant_id","thread_id","at") WHERE thread_id is not null;--> statement-breakpoint
CREATE INDEX "audit_entry_client" ON "audit_entry" USING btree ("tenant_id","client_id","at") WHERE client_id is not null;--> statement-breakpoint
CREATE INDEX "audit_entry_at" ON "audit_entry" USING btree ("tenant_id","at","id");--> statement-breakpoint
CREATE INDEX "audit_entry_xid" ON "audit_entry" USING btree ("tenant_id","xid");--> statement-breakpoint
CREATE INDEX "audit_leaf_entry" ON "audit_leaf" USING btree ("tenant_id","audit_id");--> statement-breakpoint
CREATE INDEX "idempotency_age" ON "idempotency" USING btree ("tenant_id","created_at");--> statement-breakpoint
CREATE INDEX "outbox_tenant" ON "outbox" USING btree ("tenant_id","id");--> statement-breakpoint
CREATE INDEX "policy_decision_object" ON "policy_decision" USING btree ("tenant_id","object_id","at");--> statement-breakpoint
CREATE INDEX "saved_view_table" ON "saved_view" USING btree ("tenant_id","table_name");--> statement-breakpoint
CREATE INDEX "security_event_at" ON "security_event" USING btree ("tenant_id","at");--> statement-breakpoint
CREATE INDEX "work_item_open" ON "work_item" USING btree ("tenant_id","state","kind","due_at");--> statement-breakpoint
CREATE INDEX "work_item_object" ON "work_item" USING btree ("tenant_id","object_id");--> statement-breakpoint
CREATE INDEX "work_item_client" ON "work_item" USING btree ("tenant_id","client_id");--> statement-breakpoint
CREATE INDEX "api_key_live" ON "api_key" USING btree ("tenant_id","revoked_at");--> statement-breakpoint
CREATE UNIQUE INDEX "role_key" ON "role" USING btree ("tenant_id","key");--> statement-breakpoint
CREATE INDEX "one_time_token_user" ON "one_time_token" USING btree ("tenant_id","user_id","kind");--> statement-breakpoint
CREATE UNIQUE INDEX "passkey_credential" ON "passkey" USING btree ("tenant_id","credential_id");--> statement-breakpoint
CREATE INDEX "session_user" ON "session" USING btree ("tenant_id","user_id","created_at");--> statement-breakpoint
CREATE UNIQUE INDEX "app_user_email" ON "app_user" USING btree ("tenant_id","kind",lower(email));--> statement-breakpoint
CREATE INDEX "app_user_client" ON "app_user" USING btree ("tenant_id","client_id");--> statement-breakpoint
CREATE UNIQUE INDEX "brand_slug" ON "brand" USING btree ("tenant_id","slug");--> statement-breakpoint
CREATE INDEX "connection_port" ON "connection" USING btree ("tenant_id","port");--> statement-breakpoint
CREATE UNIQUE INDEX "domain_host" ON "domain" USING btree ("host") WHERE verified_at is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "tenant_slug" ON "tenant" USING btree ("slug");