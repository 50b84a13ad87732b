ALTER TABLE "account_identities" ADD COLUMN "issuer" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "account_identities" DROP CONSTRAINT "account_identities_primary";
--> statement-breakpoint
ALTER TABLE "account_identities" ADD CONSTRAINT "account_identities_primary" PRIMARY KEY("provider","issuer","subject");