CREATE TABLE "sign_up_links" (
	"token_hash" text NOT NULL,
	"email" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "sign_up_links_primary" PRIMARY KEY("token_hash")
);
--> statement-breakpoint
CREATE INDEX "sign_up_links_by_email" ON "sign_up_links" USING btree ("email");--> statement-breakpoint
CREATE INDEX "sign_up_links_by_expiry" ON "sign_up_links" USING btree ("expires_at");--> statement-breakpoint
CREATE INDEX "mails_by_recipient" ON "mails" USING btree ("recipient","created_at");--> statement-breakpoint
CREATE INDEX "mails_settled" ON "mails" USING btree ("settled_at");