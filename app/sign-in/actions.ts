"use server";

import { linkRequest } from "@/lib/core/account/links";
import { requestAccountMail } from "@/lib/operations/account/mails";
import { publicAction } from "@/lib/server/public-action";

export const requestSignInLinkAction = publicAction(linkRequest, (request, ip) =>
  requestAccountMail("sign_in", request, ip),
);
