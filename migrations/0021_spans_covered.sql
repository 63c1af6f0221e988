DROP INDEX "enterprise_spans_from_day_index";--> statement-breakpoint
DROP INDEX "enterprise_spans_until_day_index";--> statement-breakpoint
CREATE INDEX "enterprise_spans_from_day_index" ON "enterprise_spans" USING btree ("from_day","cell","cell_before") WHERE "enterprise_spans"."recorded_to" is null;--> statement-breakpoint
CREATE INDEX "enterprise_spans_until_day_index" ON "enterprise_spans" USING btree ("until_day","cell","ends_there") WHERE "enterprise_spans"."recorded_to" is null;--> statement-breakpoint
CLUSTER "span_months" USING "span_months_pk";--> statement-breakpoint
CLUSTER "span_years" USING "span_years_pk";
