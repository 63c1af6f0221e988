CREATE INDEX "span_months_cell_index" ON "span_months" USING btree ("cell");--> statement-breakpoint
CREATE INDEX "span_months_cell_before_index" ON "span_months" USING btree ("cell_before");