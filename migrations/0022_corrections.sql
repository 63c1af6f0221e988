CREATE TABLE "corrections" (
	"id" bigint PRIMARY KEY NOT NULL,
	"code" text NOT NULL,
	"field" text NOT NULL,
	"said" text,
	"version" integer NOT NULL,
	"proposed" text,
	"province_code" text NOT NULL,
	"authority" text NOT NULL,
	"evidence_kind" text NOT NULL,
	"evidence_reference" text NOT NULL,
	"evidence_date" date,
	"note" text,
	"reported_at" timestamp with time zone NOT NULL,
	"state" text NOT NULL,
	"changed_at" timestamp with time zone NOT NULL,
	"answer" text,
	"answer_reference" text,
	"position" bigint NOT NULL,
	CONSTRAINT "corrections_state_check" CHECK ("corrections"."state" in ('open', 'acknowledged', 'accepted', 'rejected', 'withdrawn'))
);
--> statement-breakpoint
CREATE UNIQUE INDEX "corrections_waiting_key" ON "corrections" USING btree ("code","field",coalesce("proposed", '')) WHERE "corrections"."state" in ('open', 'acknowledged');--> statement-breakpoint
CREATE INDEX "corrections_code_index" ON "corrections" USING btree ("code","id");--> statement-breakpoint
CREATE INDEX "corrections_state_index" ON "corrections" USING btree ("state","id");--> statement-breakpoint
CREATE INDEX "corrections_province_code_index" ON "corrections" USING btree ("province_code","id");