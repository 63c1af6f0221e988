CREATE TABLE "proposal_messages" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "proposal_messages_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"proposal" bigint NOT NULL,
	"side" text NOT NULL,
	"text" text NOT NULL,
	"said_at" timestamp with time zone NOT NULL,
	"position" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "proposals" (
	"id" bigint PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"agency" text NOT NULL,
	"province_code" text,
	"addressee" text NOT NULL,
	"addressee_province" text,
	"enterprises" text[] NOT NULL,
	"title" text NOT NULL,
	"text" text NOT NULL,
	"sent_at" timestamp with time zone NOT NULL,
	"state" text NOT NULL,
	"changed_at" timestamp with time zone NOT NULL,
	"reason" text,
	"position" bigint NOT NULL,
	CONSTRAINT "proposals_state_check" CHECK ("proposals"."state" in ('open', 'answered', 'withdrawn'))
);
--> statement-breakpoint
CREATE INDEX "proposal_messages_proposal_index" ON "proposal_messages" USING btree ("proposal","id");--> statement-breakpoint
CREATE INDEX "proposals_state_index" ON "proposals" USING btree ("state","id");--> statement-breakpoint
CREATE INDEX "proposals_agency_index" ON "proposals" USING btree ("agency","id");--> statement-breakpoint
CREATE INDEX "proposals_addressee_index" ON "proposals" USING btree ("addressee","id");