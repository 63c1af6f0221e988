CREATE TABLE "snapshots" (
	"position" bigint PRIMARY KEY NOT NULL,
	"made_at" timestamp with time zone NOT NULL,
	"as_of" date NOT NULL,
	"rows" integer NOT NULL,
	"checksum" text NOT NULL,
	"schema_version" integer NOT NULL,
	"files" jsonb NOT NULL
);
--> statement-breakpoint
CREATE INDEX "events_prune_index" ON "events" USING btree ("position") WHERE "events"."type" = 'prune';