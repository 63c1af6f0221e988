DROP INDEX "keys_prefix_key";--> statement-breakpoint
ALTER TABLE "keys" DROP COLUMN "prefix";--> statement-breakpoint
ALTER TABLE "keys" DROP COLUMN "secret_hash";