"use server";

import { linkRequest, mailedSignUp, newSignUp } from "@/lib/core/account/links";
import { finishSignUp, requestSignUp, signUp } from "@/lib/operations/sign-in/sign-up";
import { publicAction } from "@/lib/server/public-action";

export const requestSignUpAction = publicAction(linkRequest, requestSignUp);

export const signUpAction = publicAction(newSignUp, signUp);

export const finishSignUpAction = publicAction(mailedSignUp, finishSignUp);
