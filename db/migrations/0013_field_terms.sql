ALTER TABLE "sessions" RENAME COLUMN "address" TO "ip";--> statement-breakpoint
ALTER TABLE "audit_events" RENAME COLUMN "address" TO "ip";--> statement-breakpoint
ALTER TABLE "credential_uses" RENAME COLUMN "address" TO "ip";--> statement-breakpoint
ALTER TABLE "installation_events" RENAME COLUMN "address" TO "ip";--> statement-breakpoint
UPDATE "account_links" SET "purpose" = 'prove_email' WHERE "purpose" = 'prove_address';--> statement-breakpoint
UPDATE "mails" SET "kind" = 'prove_email' WHERE "kind" = 'prove_address';
