ALTER TABLE "claims" ADD COLUMN "label" text NOT NULL;--> statement-breakpoint
CREATE INDEX "reviews_kind_since_index" ON "reviews" USING btree ("kind","since","code");