CREATE TABLE "key_secrets" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "key_secrets_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"key_id" bigint NOT NULL,
	"prefix" text NOT NULL,
	"secret_hash" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "rate_tallies" (
	"minute" bigint NOT NULL,
	"client" text NOT NULL,
	"taken" bigint NOT NULL,
	CONSTRAINT "rate_tallies_pkey" PRIMARY KEY("minute","client")
);
--> statement-breakpoint
ALTER TABLE "keys" ADD COLUMN "expires_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "keys" ADD COLUMN "last_used_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "key_secrets" ADD CONSTRAINT "key_secrets_key_id_keys_id_fk" FOREIGN KEY ("key_id") REFERENCES "public"."keys"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "key_secrets_prefix_key" ON "key_secrets" USING btree ("prefix");--> statement-breakpoint
CREATE INDEX "key_secrets_key_id_id_index" ON "key_secrets" USING btree ("key_id","id");
--> statement-breakpoint
INSERT INTO "key_secrets" ("key_id", "prefix", "secret_hash", "created_at") SELECT "id", "prefix", "secret_hash", "created_at" FROM "keys";
--> statement-breakpoint
-- Of no worth after a crash: the minute is over by then.
ALTER TABLE "rate_tallies" SET UNLOGGED;
