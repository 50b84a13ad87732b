"use server";

import { linkRequest } from "@/lib/core/account/links";
import { requestAccountMail } from "@/lib/operations/account/mails";
import { publicAction } from "@/lib/server/public-action";

export const requestResetLinkAction = publicAction(linkRequest, (request, ip) =>
  requestAccountMail("reset_password", request, ip),
);
