export const maskedText = "••••••••";
